// SPDX-License-Identifier: EUPL-1.2
// Annotated letters as measurements need them: the document as the reader would give it, and what
// the annotation says of who writes. What is said of people here is never an input of a function;
// figures by group need it. Threads: plain values; any.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "read/document.hpp"

namespace leitstand {

struct MeasuredLetter {
    std::string id;
    std::string writer; // the name of its file: one file, one writer
    std::string channel, language;
    std::string sender_name;             // as annotated: "Brockmann, Jessica"; empty: none
    std::string birth_date, letter_date; // ISO, as annotated; empty: none
    Document document;
};

struct MeasuredLetters {
    std::vector<MeasuredLetter> letters;
    std::vector<std::string> data_sha256; // of each file, in the order given
    std::string sha256() const;           // over these
};

// Errors: those of read_annotated_letters(); generated letters are refused.
Result<MeasuredLetters> read_measured_letters(std::span<std::filesystem::path const> files);

// A letter of which nobody annotated the language is taken to be in it.
bool written_in(MeasuredLetter const& letter, std::string_view language);

// The two parts of a name as annotated: "Brockmann, Jessica", "Jessica Brockmann". Either may be
// empty.
struct NameParts {
    std::string given, family;
};
NameParts name_parts(std::string const& name);

} // namespace leitstand
