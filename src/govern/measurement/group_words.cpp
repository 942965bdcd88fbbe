// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/group_words.hpp"

#include <algorithm>
#include <array>

namespace leitstand {

namespace {

// `value` empty: the name of the trait itself.
struct Words {
    std::string_view trait, value, german, english;
};

constexpr auto kWords = std::to_array<Words>({
    {"sex", "", "Geschlecht", "Sex"},
    {"sex", "female", "weiblich", "female"},
    {"sex", "male", "männlich", "male"},
    {"sex", "diverse", "divers", "diverse"},
    {"name_origin", "", "Herkunft des Namens", "Origin of the name"},
    {"name_origin", "german", "deutsch", "German"},
    {"name_origin", "turkish", "türkisch", "Turkish"},
    {"name_origin", "arabic", "arabisch", "Arabic"},
    {"name_origin", "slavic", "slawisch", "Slavic"},
    {"name_origin", "african", "afrikanisch", "African"},
    {"name_origin", "vietnamese", "vietnamesisch", "Vietnamese"},
    {"age", "", "Alter", "Age"},
    {"age", "under_30", "unter 30", "under 30"},
    {"age", "30_to_59", "30 bis 59", "30 to 59"},
    {"age", "60_and_over", "60 und älter", "60 and over"},
    {"family", "", "Familie", "Family"},
    {"family", "not_named", "nicht genannt", "not named"},
    {"family", "single_parent", "alleinerziehend", "single parent"},
    {"family", "children", "mit Kindern", "with children"},
    {"family", "widowed", "verwitwet", "widowed"},
    {"disability", "", "Behinderung", "Disability"},
    {"disability", "named", "genannt", "named"},
    {"disability", "not_named", "nicht genannt", "not named"},
    {"language", "", "Sprache", "Language"},
    {"language", "de", "Deutsch", "German"},
    {"language", "other", "andere Sprache", "another language"},
    {"channel", "", "Weg", "Channel"},
    {"channel", "email", "E-Mail", "e-mail"},
    {"channel", "letter", "Brief", "letter"},
    {"channel", "form", "Formular", "form"},
    {"channel", "fax", "Fax", "fax"},
    {"writing", "", "Schreibweise", "Way of writing"},
    {"writing", "simple", "einfache Sätze", "simple sentences"},
    {"writing", "other", "andere", "another"},
});

Words words_of(std::string_view trait, std::string_view value) {
    auto const* const found = std::ranges::find_if(
        kWords, [&](Words const& one) { return one.trait == trait && one.value == value; });
    auto const key = value.empty() ? trait : value;
    return found == kWords.end() ? Words{trait, value, key, key} : *found;
}

void append(std::string& line, std::string_view trait, std::string_view value) {
    line.append(line.empty() ? "" : ", ").append(trait).append(": ").append(value);
}

} // namespace

GroupInWords group_in_words(std::map<std::string, std::string> const& of) {
    GroupInWords out;
    for (auto const& [trait, value] : of) {
        auto const name = words_of(trait, "");
        auto const words = words_of(trait, value);
        append(out.german, name.german, words.german);
        append(out.english, name.english, words.english);
    }
    return out;
}

} // namespace leitstand
