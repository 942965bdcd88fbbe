// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/letters.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "understand/annotated_letters.hpp"

namespace leitstand {

namespace {

std::string field_of(Json const& gold, std::string_view key) {
    auto const fields = gold.find("fields");
    if (fields != gold.end())
        for (auto const& field : *fields)
            if (field.at("key") == key)
                return field.at("value").get<std::string>();
    return {};
}

MeasuredLetter letter_of(Json const& json, std::string writer) {
    auto const& gold = json.at("gold");
    MeasuredLetter letter;
    letter.id = json.at("id").get<std::string>();
    letter.writer = std::move(writer);
    letter.channel = json.value("channel", "");
    letter.language = gold.value("language", "");
    letter.sender_name = field_of(gold, "sender_name");
    letter.birth_date = field_of(gold, "birth_date");
    letter.letter_date = field_of(gold, "letter_date");
    letter.document = document_of(json);
    return letter;
}

} // namespace

std::string MeasuredLetters::sha256() const {
    std::string all;
    for (auto const& hash : data_sha256)
        all += hash + "\n";
    return to_hex(leitstand::sha256(all));
}

Result<MeasuredLetters> read_measured_letters(std::span<std::filesystem::path const> files) {
    MeasuredLetters out;
    for (auto const& file : files)
        out.data_sha256.push_back(TRY(
            read_annotated_letters(file, GeneratedLetters::refused,
                                   [&](Json const& json, std::string const&) -> Result<void> {
                                       out.letters.push_back(letter_of(json, file.stem().string()));
                                       return {};
                                   })));
    if (out.letters.empty())
        return fail(Code::bad_input, "measurement.no_letters");
    return out;
}

bool written_in(MeasuredLetter const& letter, std::string_view language) {
    return letter.language.empty() || letter.language == language;
}

NameParts name_parts(std::string const& name) {
    auto const trimmed = [](std::string_view part) {
        auto const first = part.find_first_not_of(' ');
        return first == std::string_view::npos
                   ? std::string{}
                   : std::string(part.substr(first, part.find_last_not_of(' ') - first + 1));
    };
    if (auto const comma = name.find(','); comma != std::string::npos)
        return {trimmed(std::string_view(name).substr(comma + 1)),
                trimmed(std::string_view(name).substr(0, comma))};
    auto const last = name.rfind(' ');
    if (last == std::string::npos)
        return {{}, name};
    return {trimmed(std::string_view(name).substr(0, last)), name.substr(last + 1)};
}

} // namespace leitstand
