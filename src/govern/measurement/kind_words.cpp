// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/kind_words.hpp"

#include <algorithm>
#include <array>

namespace leitstand {

namespace {

struct Words {
    std::string_view key, german, english;
};

constexpr auto kWords = std::to_array<Words>({
    {"service", "Leistung", "Service"},
    {"act", "Anliegen", "What is wanted"},
    {"theme", "Dringlichkeit", "Urgency"},
    {"field", "Herausgelesene Angabe", "Detail read out"},
    {"document", "Unterlage", "Enclosure"},
    {"unit", "Zuständige Stelle", "Responsible unit"},
    {"relation", "Zusammenhang von Schreiben", "Letters that belong together"},
});

} // namespace

KindInWords finding_kind_in_words(std::string_view kind) {
    auto const* const found = std::ranges::find(kWords, kind, &Words::key);
    auto const words = found == kWords.end() ? Words{kind, kind, kind} : *found;
    return {std::string{words.german}, std::string{words.english}};
}

} // namespace leitstand
