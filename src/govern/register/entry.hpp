// SPDX-License-Identifier: EUPL-1.2
// What the public register says about one function: made from the dossier by a pure function, so
// that nothing is typed twice. Names of persons never come in: functions, units and mailboxes only.
// Figures of fewer than kPublishedGroupLeast people or letters are left out. Form:
// docs/formats/register.md. Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "govern/fairness/suppression.hpp"
#include "govern/view.hpp"

namespace leitstand {

// What is published about fewer says something about single people (DESIGN rule 8).
inline constexpr auto kPublishedGroupLeast =
    static_cast<std::int64_t>(fairness::kPublishedCasesMin);

// A text in the two languages of the screens; English may be empty where only German exists.
struct InLanguages {
    std::string german, english;
    bool operator==(InLanguages const&) const = default;
};

// One fact of the dossier that is marked `published`.
struct RegisterFact {
    std::string key, section; // of the guideline
    InLanguages name, value;  // free text is German as written; choices and yes/no have both
    std::string choice;       // key of the choice, "yes" or "no"; empty for texts
    std::string stated;       // ISO date
    bool example = false;
    bool operator==(RegisterFact const&) const = default;
};

// A measured figure. Without a value: `suppressed` where the group is too small to be published,
// else it was not assessable.
struct RegisterFigure {
    std::string metric; // "error_rate", as the record names it
    InLanguages name;
    std::string slice;      // of which group or kind, in keys; empty: of all
    InLanguages slice_name; // the same in words
    std::optional<double> value, lower, upper;
    std::int64_t count = 0; // cases behind it; 0 where suppressed
    bool suppressed = false;
    std::string measured; // ISO date
    bool example = false;
    bool operator==(RegisterFigure const&) const = default;
};

struct RegisterRisk {
    std::string id, title, description, measure;
    std::string likelihood, severity, residual; // as the risk register rates them
    std::string owner;                          // role, never a name
    bool example = false;
    bool operator==(RegisterRisk const&) const = default;
};

// What one body did; who spoke for it and what was said word for word stays inside.
struct RegisterParticipation {
    std::string body;   // "staff_council"
    std::string event;  // "invited", "statement" … as the record names it
    std::string result; // "agreed" …; empty where there is none
    std::string on;     // ISO date
    bool example = false;
    bool operator==(RegisterParticipation const&) const = default;
};

struct RegisterEntry {
    std::string function, authority;
    InLanguages name;
    std::string name_plain;   // in plain German
    InLanguages does;         // one sentence
    std::string effect;       // "A" | "B" | "C"
    std::string highest_mode; // beyond which it never goes
    Release release;
    std::vector<RegisterFact> facts; // in the order of the guideline
    std::vector<RegisterFigure> figures;
    std::vector<RegisterRisk> risks;
    std::vector<RegisterParticipation> participation; // by date

    RegisterFact const* fact(std::string_view key) const; // null: not stated
    std::string_view text(std::string_view key) const;    // German, "" where it is not stated
    bool has_examples() const;                            // anything in it is invented
    bool operator==(RegisterEntry const&) const = default;
};

RegisterEntry register_entry(GovernView const& view);

// The form that a publication keeps. parse_entry(entry_json(e)) == e. Errors: damaged
// "register.snapshot_damaged".
Json entry_json(RegisterEntry const& entry);
Result<RegisterEntry> parse_entry(Json const& json);

// Keys of facts and names of parts ("figures", "risks", "participation", "release") that differ.
std::vector<std::string> differences(RegisterEntry const& before, RegisterEntry const& after);

// Those of `names` (of accounts) that stand in a text of the entry or in the note of its
// publication: given and family name in either order, or the family name behind "Frau" or "Herr";
// spellings are made one (text::matching_form). A single word without address is passed over: it
// may be a word of the language.
std::vector<std::string> names_in(RegisterEntry const& entry, std::string_view note,
                                  std::vector<std::string> const& names);

} // namespace leitstand
