// SPDX-License-Identifier: EUPL-1.2
#include "understand/annotated_letters.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"

namespace leitstand {

Result<std::string> read_annotated_letters(std::filesystem::path const& file,
                                           GeneratedLetters generated, TakeLetter const& take) {
    auto const bytes = TRY(read_file(file, kLettersBytesMax));
    std::size_t line_number = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const end = std::min(bytes.find('\n', at), bytes.size());
        auto const line = std::string_view(bytes).substr(at, end - at);
        at = end + 1;
        auto const place = fmt::format("{}:{}", file.string(), ++line_number);
        if (line.empty())
            continue;
        try {
            auto const letter = Json::parse(line);
            if (generated == GeneratedLetters::refused && letter.value("generated", false))
                return fail(Code::bad_input, "letters.generated", place);
            TRY(take(letter, place));
        } catch (Json::exception const&) { // no JSON, or a key is missing
            return fail(Code::bad_input, "letters.not_json", place);
        }
    }
    return to_hex(sha256(bytes));
}

Document document_of(Json const& letter) {
    Document document;
    document.text = letter.at("text").get<std::string>();
    document.language = letter.at("gold").value("language", "");
    if (letter.contains("subject") && letter["subject"].is_string())
        document.envelope.subject = letter["subject"];
    Part part;
    part.span = {0, static_cast<std::uint32_t>(document.text.size())};
    document.parts.push_back(part);
    return document;
}

} // namespace leitstand
