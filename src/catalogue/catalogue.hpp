// SPDX-License-Identifier: EUPL-1.2
// The catalogue: the authority's closed vocabulary as data (catalogue/de/*.toml): services, acts, themes, document
// types, fields, units. Checked on load; a wrong file is named with line and reason. Format: docs/formats/catalogue.md.
// Threads: immutable after load().
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

// A word or phrase that speaks for (weight > 0) or against (weight < 0) an entry; a `*` at its end matches any ending.
struct Phrase {
    std::string text;
    double weight = 1;
};

struct Entry {
    std::string key;         // ASCII, German: "kindergeld"
    std::string name;        // for people: "Kindergeld"
    std::string name_en;
    std::string description; // German
    std::string source;      // legal source, as "EStG §§ 62 ff."
    std::vector<std::string> synonyms;
    std::vector<Phrase> phrases;
    std::string file; // where it stands, for messages
    int line = 0;
};

struct Service : Entry {
    std::string procedure; // "sgb_sgg" | "sgb_vwgo" | "ao_fgo"
    std::vector<std::string> units; // who may be responsible
};
struct Act : Entry {};
struct Theme : Entry {};
struct DocumentType : Entry {};
struct Field : Entry {
    std::string kind; // "date" | "amount" | "identifier" | "name" | "address" | "contact"
};

// Competence of a unit: the first rule that fits names it.
struct UnitRule {
    std::string service;              // a service key
    std::vector<std::string> postcodes; // prefixes; empty: any
    std::string letter_from, letter_to; // initial of the family name; empty: any
    std::string final_digits;         // last digit of the field named by `identifier`; empty: any
    std::string identifier;
};
struct Unit : Entry {
    std::vector<UnitRule> rules;
};

struct Problem {
    std::string file;
    int line = 0;
    std::string reason;
};

class Catalogue {
  public:
    // Errors: bad_input "catalogue.wrong", detail "file:line: reason" of the first problem; not_found "catalogue.missing".
    static Result<std::shared_ptr<Catalogue const>> load(std::filesystem::path const& folder);
    // Every problem, for `leitstand catalogue check`.
    static std::vector<Problem> check(std::filesystem::path const& folder);

    std::string authority;  // "Musteramt"
    std::string version;    // as "2026-11-01"
    std::string state_date; // of the law it follows
    std::string hash;       // SHA-256 over the files, hex
    std::vector<Service> services;
    std::vector<Act> acts;
    std::vector<Theme> themes;
    std::vector<DocumentType> document_types;
    std::vector<Field> fields;
    std::vector<Unit> units;

    Service const* service(std::string_view key) const;
    Act const* act(std::string_view key) const;
    Theme const* theme(std::string_view key) const;
    DocumentType const* document_type(std::string_view key) const;
    Field const* field(std::string_view key) const;
    Unit const* unit(std::string_view key) const;
};

} // namespace leitstand
