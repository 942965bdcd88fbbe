// SPDX-License-Identifier: EUPL-1.2
// A form that the law asks for (fundamental rights, data protection, AI Act), filled from the facts
// of the dossier: nothing is typed twice. Pure. Threads: any.
#pragma once

#include "catalogue/assessment_rules.hpp"
#include "govern/view.hpp"

namespace leitstand {

struct FormFact {
    Fact const* fact = nullptr;
    Record const* record = nullptr; // what is stated; null: nothing
};

struct FormItemState {
    FormItem const* item = nullptr;
    std::vector<FormFact> facts;
    bool complete = false;
};

struct FormState {
    Form const* form = nullptr;
    std::vector<FormItemState> items;
    std::size_t facts = 0, facts_stated = 0; // of those that are needed, each once
    bool complete() const { return facts == facts_stated; }
};

FormState form_state(GovernView const& view, Form const& form);
// The stated value in words: choices by their names, lists with one line an entry.
std::string fact_in_words(Fact const& fact, Json const& value, bool english);

} // namespace leitstand
