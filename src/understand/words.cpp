// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/words.hpp"

#include <algorithm>
#include <array>

#include "text/normalise.hpp"
#include "text/utf8.hpp"
#include "understand/detail/given_names.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr auto kParticles = std::to_array<std::string_view>(
    {"von", "van", "de", "der", "den", "zu",  "zur", "vom", "del", "della", "di",
     "da",  "dos", "el", "al",  "bin", "ibn", "la",  "le",  "ten", "v",     "geb"});
constexpr auto kTitles = std::to_array<std::string_view>({"dr",
                                                          "prof",
                                                          "dipl",
                                                          "ing",
                                                          "med",
                                                          "jur",
                                                          "ra",
                                                          "rain",
                                                          "rechtsanwalt",
                                                          "rechtsanwaltin",
                                                          "steuerberater",
                                                          "steuerberaterin",
                                                          "sr",
                                                          "fr",
                                                          "hr",
                                                          "herr",
                                                          "frau",
                                                          "phil",
                                                          "rer",
                                                          "nat",
                                                          "mag",
                                                          "soz",
                                                          "pad",
                                                          "oec",
                                                          "notar",
                                                          "kffr",
                                                          "kfm",
                                                          "fh",
                                                          "pol",
                                                          "vet"});
constexpr auto kNoNames = std::to_array<std::string_view>({"name",
                                                           "vorname",
                                                           "nachname",
                                                           "absender",
                                                           "kd",
                                                           "kdnr",
                                                           "rv",
                                                           "kv",
                                                           "sv",
                                                           "betr",
                                                           "telefax",
                                                           "wann",
                                                           "warum",
                                                           "was",
                                                           "wie",
                                                           "partner",
                                                           "nachbar",
                                                           "nachbarin",
                                                           "ende",
                                                           "plan",
                                                           "firma",
                                                           "aktenzeichen",
                                                           "telefon",
                                                           "tel",
                                                           "fax",
                                                           "mobil",
                                                           "handy",
                                                           "anlage",
                                                           "anlagen",
                                                           "mail",
                                                           "email",
                                                           "betreff",
                                                           "datum",
                                                           "seite",
                                                           "nummer",
                                                           "adresse",
                                                           "anschrift",
                                                           "konto",
                                                           "iban",
                                                           "kundennummer",
                                                           "gesendet",
                                                           "antwort",
                                                           "danke",
                                                           "gruss",
                                                           "grusse",
                                                           "grussen",
                                                           "hochachtungsvoll",
                                                           "freundlichen",
                                                           "freundliche",
                                                           "ps",
                                                           "nachtrag",
                                                           "unterschrift",
                                                           "ort",
                                                           "mfg",
                                                           "lg",
                                                           "vg",
                                                           "bg",
                                                           "kg",
                                                           "az",
                                                           "vsnr",
                                                           "kvnr",
                                                           "ik",
                                                           "team",
                                                           "ihr",
                                                           "ihre",
                                                           "familie",
                                                           "eltern",
                                                           "personalabteilung",
                                                           "sekretariat",
                                                           "sozialdienst",
                                                           "geschaftsfuhrung",
                                                           "buchhaltung",
                                                           "hausverwaltung",
                                                           "betreuer",
                                                           "betreuerin",
                                                           "mandant",
                                                           "mandantin",
                                                           "jobcenter",
                                                           "familienkasse",
                                                           "wohngeldstelle",
                                                           "rentenversicherung",
                                                           "agentur",
                                                           "amt",
                                                           "stadt",
                                                           "landkreis",
                                                           "sehr",
                                                           "geehrte",
                                                           "hallo",
                                                           "guten",
                                                           "tag",
                                                           "moin",
                                                           "liebe",
                                                           "lieber",
                                                           "liebes",
                                                           "an",
                                                           "am",
                                                           "im",
                                                           "die",
                                                           "das",
                                                           "der",
                                                           "ich",
                                                           "wir",
                                                           "bitte",
                                                           "und",
                                                           "oder",
                                                           "mit",
                                                           "bei",
                                                           "zum",
                                                           "zur",
                                                           "eingang",
                                                           "fax",
                                                           "formular",
                                                           "antrag",
                                                           "widerspruch",
                                                           "kind",
                                                           "kinder",
                                                           "ja",
                                                           "nein",
                                                           "keine",
                                                           "keiner",
                                                           "ohne",
                                                           "auch",
                                                           "es",
                                                           "sie",
                                                           "er",
                                                           "so",
                                                           "da",
                                                           "wenn",
                                                           "dann",
                                                           "vielen",
                                                           "dank",
                                                           "hier",
                                                           "per",
                                                           "anbei",
                                                           "bis",
                                                           "aus",
                                                           "nach",
                                                           "vor",
                                                           "seit",
                                                           "ab",
                                                           "von",
                                                           "geboren",
                                                           "geb",
                                                           "straße",
                                                           "strasse",
                                                           "str",
                                                           "postfach",
                                                           "gmbh",
                                                           "ag",
                                                           "ev",
                                                           "mann",
                                                           "frau",
                                                           "herr",
                                                           "sohn",
                                                           "tochter",
                                                           "mutter",
                                                           "vater",
                                                           "regards",
                                                           "sincerely",
                                                           "thanks",
                                                           "thank",
                                                           "kind",
                                                           "yours",
                                                           "best",
                                                           "dear",
                                                           "sir",
                                                           "madam",
                                                           "the",
                                                           "my",
                                                           "please",
                                                           "z",
                                                           "hd",
                                                           "eilt",
                                                           "dringend",
                                                           "wichtig",
                                                           "nachricht",
                                                           "text",
                                                           "musteramt",
                                                           "pflegekasse",
                                                           "krankenkasse",
                                                           "unfallkasse",
                                                           "berufsgenossenschaft",
                                                           "elterngeldstelle",
                                                           "versorgungsamt",
                                                           "sozialamt",
                                                           "januar",
                                                           "februar",
                                                           "marz",
                                                           "april",
                                                           "mai",
                                                           "juni",
                                                           "juli",
                                                           "august",
                                                           "september",
                                                           "oktober",
                                                           "november",
                                                           "dezember"});
constexpr auto kNounEndings = std::to_array<std::string_view>(
    {"verband",      "verein", "kanzlei",  "haus",      "heim",          "beratung", "bau",
     "technik",      "bezug",  "konto",    "kontos",    "ung",           "ungen",    "heit",
     "keit",         "schaft", "bescheid", "stelle",    "geld",          "rente",    "kasse",
     "amt",          "antrag", "schein",   "schreiben", "bescheinigung", "nachweis", "kosten",
     "versicherung", "nummer", "vertrag",  "zahlung",   "zuschuss",      "konto",    "termin",
     "zeit",         "schule", "urkunde",  "kopie",     "abteilung",     "buro",     "dienst",
     "zentrum",      "straße", "strasse",  "weg",       "platz"});

bool in(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

bool no_name_word(std::string const& form) {
    return in(kNoNames, form);
}

bool name_title(std::string const& form) {
    return in(kTitles, form);
}

bool noun_ending(std::string const& form) {
    return std::any_of(kNounEndings.begin(), kNounEndings.end(), [&](auto ending) {
        return form.size() > ending.size() + 1 && form.ends_with(ending);
    });
}

ByteSpan trimmed(std::string_view text, ByteSpan span) {
    auto const mark = [&](std::uint32_t at) {
        char const c = text[at];
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ';' ||
               c == ':' || c == '|' || c == '=' || c == '*' || c == '_' || c == '-' || c == '"';
    };
    while (span.start < span.end && mark(span.start))
        ++span.start;
    while (span.end > span.start && mark(span.end - 1))
        --span.end;
    return span;
}

NameRead read_name(Scene const& scene, ByteSpan span, NameStyle style) {
    auto const text = scene.text();
    auto const& tokens = scene.tokens();
    NameRead out;
    std::size_t all = 0;
    bool behind_given = false;
    std::uint32_t last_end = span.start;
    for (auto i = scene.token_at(span.start); i < tokens.size() && tokens[i].span.start < span.end;
         ++i) {
        auto const& token = tokens[i];
        auto const between = text.substr(last_end, token.span.start - last_end);
        if (all > 0 && (between.size() >= 3 || between.find('\n') != std::string_view::npos))
            break;
        if (token.kind == text::TokenKind::sign) {
            auto const sign = token.span.of(text);
            bool const inside = sign == "." || sign == "-" || sign == "'" || sign == "’";
            if (!inside || (sign == "-" && !between.empty()))
                break;
            last_end = token.span.end;
            continue;
        }
        if (token.kind == text::TokenKind::number)
            break;
        bool const title = in(kTitles, token.form);
        bool const particle = in(kParticles, token.form) && !token.capital;
        bool const initial = token.span.size() <= 2 && token.capital &&
                             token.span.end < text.size() && text[token.span.end] == '.';
        bool const capital = token.capital || style == NameStyle::small_letters;
        if (!title && !particle && !initial) {
            // Behind a given name "Hartung" and "Neuhaus" are no common nouns.
            bool const noun =
                !behind_given && (no_name_word(token.form) || noun_ending(token.form));
            if (!capital || noun || token.span.size() < 2 ||
                std::any_of(token.form.begin(), token.form.end(), text::is_ascii_digit))
                break;
            ++out.words;
            behind_given = token.capital && given_name(token.form);
        }
        out.initial = out.initial || initial;
        if (all == 0)
            out.span.start = token.span.start;
        ++all;
        last_end = token.span.end;
        if (!particle) // a name does not end with a particle
            out.span.end = token.span.end;
        if (all > 7)
            break;
    }
    if (out.words == 0 || out.words > 5)
        return {};
    return out;
}

} // namespace leitstand::detail_understand
