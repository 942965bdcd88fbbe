// SPDX-License-Identifier: EUPL-1.2
#include "govern/assessment/form_state.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "govern/dossier/statement.hpp"

namespace leitstand {

namespace {

std::string one_in_words(Fact const& fact, Json const& value, bool english) {
    if (value.is_boolean())
        return value.get<bool>() ? (english ? "yes" : "ja") : (english ? "no" : "nein");
    if (value.is_number_integer())
        return std::to_string(value.get<std::int64_t>());
    if (value.is_number())
        return fmt::format("{}", value.get<double>());
    if (!value.is_string())
        return {};
    auto text = value.get<std::string>();
    for (auto const& choice : fact.choices)
        if (choice.key == text)
            return english ? choice.name_en : choice.name;
    return text;
}

} // namespace

FormState form_state(GovernView const& view, Form const& form) {
    FormState state;
    state.form = &form;
    std::set<std::string_view> counted;
    for (auto const& item : form.items) {
        auto& read = state.items.emplace_back();
        read.item = &item;
        read.complete = true;
        for (auto const& key : item.facts) {
            FormFact const entry{view.guideline.fact(key), statement_of(view.records, key)};
            if (entry.fact == nullptr)
                continue;
            read.facts.push_back(entry);
            read.complete = read.complete && entry.record != nullptr;
            if (!item.needed || !counted.insert(key).second)
                continue;
            ++state.facts;
            state.facts_stated += entry.record == nullptr ? 0 : 1;
        }
    }
    return state;
}

std::string fact_in_words(Fact const& fact, Json const& value, bool english) {
    if (!value.is_array())
        return one_in_words(fact, value, english);
    std::string out;
    for (auto const& one : value) {
        out += out.empty() ? "" : "\n";
        out += one_in_words(fact, one, english);
    }
    return out;
}

} // namespace leitstand
