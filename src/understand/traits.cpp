// SPDX-License-Identifier: EUPL-1.2
// What a text says of who people are: named persons, titles and salutations that tell the sex,
// nationality, place of birth. No field of the catalogue comes of it; it is found so that it can
// be masked (DESIGN rule 7), and so that a request knows for whom it is.
#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "text/dates.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/given_names.hpp"
#include "understand/detail/words.hpp"
#include "understand/masked_fields.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kPersonWordsMax = 4; // longer is a line of a form, not a name

void add(std::string_view key, Scene const& scene, ByteSpan span, std::vector<Found>& out) {
    out.push_back(
        {std::string(key), std::string(span.of(scene.text())), std::nullopt, std::nullopt, span});
}

// The name directly behind `hit`: a blank and one of `marks` may stand between, and no sentence
// ends within the name.
NameRead name_behind(Scene const& scene, Context::Hit const& hit, std::string_view marks) {
    auto const text = scene.text();
    auto at = hit.span.end;
    bool const marked = at < text.size() && marks.find(text[at]) != std::string_view::npos;
    bool const shortened = marked && text[at] == '.'; // "Hr.": no sentence ends there
    at += marked;
    if (at < text.size() && text[at] == ' ')
        ++at;
    auto const sentence = scene.sentence_at(shortened ? at : hit.span.start);
    auto const end = std::min(scene.lines()[hit.line].span.end, scene.sentences()[sentence].end);
    auto const name = at < end ? read_name(scene, {at, end}, NameStyle::capitals) : NameRead{};
    bool const directly = name.found() && name.span.start == at && name.words <= kPersonWordsMax;
    return directly ? name : NameRead{};
}

// Which bytes of the text belong to something found.
class Taken {
  public:
    Taken(Scene const& scene, std::vector<Found> const& found, bool persons_only = false)
        : bytes_(scene.text().size()) {
        for (auto const& one : found)
            if (!persons_only || names_person(one.key))
                add(one.span);
    }
    void add(ByteSpan span) {
        std::fill(bytes_.begin() + span.start, bytes_.begin() + span.end, true);
    }
    bool any(ByteSpan span) const {
        return std::find(bytes_.begin() + span.start, bytes_.begin() + span.end, true) !=
               bytes_.begin() + span.end;
    }

  private:
    std::vector<bool> bytes_;
};

// "Frau Erna Plath", "Herrn Sattler": whatever stands behind a title is a name.
void find_titled(Scene const& scene, Context const& context, std::vector<Found>& out) {
    Taken const taken(scene, out), persons(scene, out, true);
    for (auto const& hit : context.all("cue.title")) {
        auto const name = name_behind(scene, hit, "."); // "Hr. Sattler"
        if (!name.found())
            continue;
        bool const known = persons.any(name.span); // the title before it is still a trait
        if (!known && taken.any(name.span))
            continue; // an institution, a street
        add(kSalutation, scene, hit.span, out);
        if (!known)
            add(kPersonName, scene, name.span, out);
    }
}

// "meine Mutter Edeltraud Krautwig", "unsere Klientin, Irena Szczepanski". Nouns begin with a
// capital too: a single word is believed only where it stands between commas, like "mein Mann,
// Gerd, ist".
void find_related(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    Taken const taken(scene, out);
    for (auto const& hit : context.all("cue.relative")) {
        auto const name = name_behind(scene, hit, ",");
        if (!name.found() || taken.any(name.span))
            continue;
        bool const set_off =
            text[hit.span.end] == ',' && name.span.end < text.size() && text[name.span.end] == ',';
        if (name.words >= 2 || set_off)
            add(kPersonName, scene, name.span, out);
    }
}

// Words of nationality and origin, but for a sentence about the right of residence: there they
// are what is asked about.
void find_nationality(Scene const& scene, Context const& context, std::vector<Found>& out) {
    Taken const taken(scene, out);
    std::set<std::uint32_t> residence; // sentences
    for (auto const& hit : context.all("cue.residence"))
        residence.insert(hit.sentence);
    for (auto const& hit : context.all("cue.nationality"))
        if (!residence.contains(hit.sentence) && !taken.any(hit.span))
            add(kNationality, scene, hit.span, out);
}

void find_birth_place(Scene const& scene, Context const& context, std::vector<Found>& out) {
    Taken const taken(scene, out);
    auto const text = scene.text();
    for (auto const& hit : context.all("cue.birth_place")) {
        auto at = hit.span.end;
        while (at < text.size() &&
               std::string_view(" :.\t").find(text[at]) != std::string_view::npos)
            ++at;
        auto const place =
            read_name(scene, {at, scene.lines()[hit.line].span.end}, NameStyle::capitals);
        if (place.found() && place.span.start == at && !taken.any(place.span))
            add(kBirthPlace, scene, place.span, out);
    }
}

} // namespace

void find_traits(Scene const& scene, Context const& context, std::vector<Found>& out) {
    find_titled(scene, context, out);
    find_related(scene, context, out);
    find_nationality(scene, context, out);
    find_birth_place(scene, context, out);
}

std::vector<ByteSpan> masks(Scene const& scene, std::vector<Found> const& found) {
    constexpr std::size_t kNameBytesMin = 3; // a shorter word stands for too much else
    std::vector<ByteSpan> out;
    std::unordered_set<std::string_view> names;
    std::set<std::string> births;
    for (auto const& field : found) {
        if (!masks_field(field.key))
            continue;
        out.push_back(field.span);
        if (field.key.ends_with("birth_date"))
            births.insert(field.value);
        if (!names_person(field.key))
            continue;
        auto const& tokens = scene.tokens();
        for (auto at = scene.token_at(field.span.start);
             at < tokens.size() && tokens[at].span.end <= field.span.end; ++at)
            if (tokens[at].capital && tokens[at].span.size() >= kNameBytesMin)
                names.insert(tokens[at].span.of(scene.text()));
    }
    // The same names and birth dates elsewhere in the text, and what is a name at sight: of people
    // named in passing, whom no rule reads.
    for (auto const& token : scene.tokens())
        if (token.capital &&
            (names.contains(token.span.of(scene.text())) || name_to_mask(token.form)))
            out.push_back(token.span);
    if (!births.empty())
        for (auto const& date : text::find_dates(scene.text()))
            if (date.complete() && births.contains(date.iso()))
                out.push_back(date.span);
    return out;
}

} // namespace leitstand::detail_understand

namespace leitstand {

bool names_person(std::string_view key) {
    return key == "sender_name" || key == "child_name" || key == detail_understand::kPersonName;
}

bool masks_field(std::string_view key) {
    static constexpr auto kMasked =
        std::to_array<std::string_view>({"street",
                                         "postcode",
                                         "city",
                                         "phone",
                                         "email",
                                         "birth_date",
                                         "child_birth_date",
                                         "iban",
                                         "vsnr",
                                         "steuer_id",
                                         "kvnr",
                                         "betriebsnummer",
                                         "ik",
                                         "kindergeldnummer",
                                         "kundennummer",
                                         "bg_nummer",
                                         "aktenzeichen",
                                         detail_understand::kSalutation,
                                         detail_understand::kNationality,
                                         detail_understand::kBirthPlace,
                                         detail_understand::kMaskedOnly});
    return names_person(key) || std::find(kMasked.begin(), kMasked.end(), key) != kMasked.end();
}

} // namespace leitstand
