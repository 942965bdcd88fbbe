// SPDX-License-Identifier: EUPL-1.2
// The catalogue: the authority's closed vocabulary as data (catalogue/de/*.toml): services, acts,
// themes, document types, fields, units and cue words. Checked on load; a wrong file is named with
// line and reason. Format: docs/formats/catalogue.md. Threads: immutable after load().
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "catalogue/legal_rules.hpp"

namespace leitstand {

// A word or phrase that speaks for (weight > 0) or against (weight < 0) an entry. `*` at a word's
// start or end matches any beginning or ending, `=` before a word takes it without stemming, `~`
// between words allows up to four others.
struct Phrase {
    std::string text;
    double weight = 1;
};

struct Entry {
    std::string key;  // ASCII, German: "kindergeld"
    std::string name; // for people: "Kindergeld"
    std::string name_en;
    std::string description; // German
    std::string source;      // legal source, as "EStG §§ 62 ff."; "–" where there is none
    std::vector<std::string> synonyms; // for search and help; not weighed
    double intercept = 0; // added to the sum of the weights; at 0 or above the entry is suggested
    std::vector<Phrase> phrases;
    std::string file; // where it stands, for messages
    int line = 0;
};

struct Service : Entry {
    std::string procedure; // "sgb_sgg" | "sgb_vwgo" | "ao_fgo"
    std::vector<std::string>
        units; // who may be responsible, in the order in which their rules are asked
};
struct Act : Entry {
    bool whole_letter = false; // concerns the post as a whole, no single service: representation
};
struct Theme : Entry {};
struct DocumentType : Entry {};
// A role that a value can have, as `miete` for an amount; its phrases are context words.
struct FieldRole : Entry {};
struct Field : Entry {
    std::string kind; // "date" | "amount" | "identifier" | "name" | "address" | "contact"
    std::vector<FieldRole> roles;
};

// Competence of a unit: the first rule that fits names it.
struct UnitRule {
    std::string service;                // a service key
    std::vector<std::string> postcodes; // prefixes; empty: any
    std::string letter_from, letter_to; // initial of the family name; empty: any
    std::string final_digits;           // last digit of the field named by `identifier`; empty: any
    std::string identifier;
};
struct Unit : Entry {
    std::vector<UnitRule> rules;
};

// Words that change how others are understood: negation, mere mention, quoted mails, closing
// formulas.
struct Cue : Entry {};

// A language whose words the catalogue knows besides German (languages/CODE.toml).
struct KnownLanguage {
    std::string code; // ISO 639, as "tr"
    std::string name, name_en;
};

struct Problem {
    std::string file;
    int line = 0;
    std::string reason;
};

class Catalogue {
  public:
    // Errors: bad_input "catalogue.wrong", detail "file:line: reason" of the first problem;
    // not_found "catalogue.missing".
    static Result<std::shared_ptr<Catalogue const>> load(std::filesystem::path const& folder);
    // Every problem, for `leitstand catalogue check`, in the order of files and lines.
    static std::vector<Problem> check(std::filesystem::path const& folder);

    std::string authority;  // "Musteramt"
    std::string version;    // as "2026-11-01"
    std::string state_date; // of the law it follows
    std::string land;       // where declarations have to arrive, "BE" or "BY-AUGSBURG"; or empty
    std::string hash;       // SHA-256 over the files, hex
    std::vector<Service> services;
    std::vector<Act> acts;
    std::vector<Theme> themes;
    std::vector<DocumentType> document_types;
    std::vector<Field> fields;
    std::vector<Unit> units;
    std::vector<Cue> cues;
    std::vector<KnownLanguage> languages; // by code
    LegalRules legal;                     // holidays, clocks, facts, requirements

    // Null where no entry has the key.
    Service const* service(std::string_view key) const;
    Act const* act(std::string_view key) const;
    Theme const* theme(std::string_view key) const;
    DocumentType const* document_type(std::string_view key) const;
    Field const* field(std::string_view key) const;
    Unit const* unit(std::string_view key) const;
    Cue const* cue(std::string_view key) const;
};

// Whether a clock's rule holds for that service, by its procedure or its key.
bool clock_fits(ClockRule const& rule, Service const& service);

} // namespace leitstand
