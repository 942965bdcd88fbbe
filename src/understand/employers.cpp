// SPDX-License-Identifier: EUPL-1.2
// Employers and institutions named as such: a legal form ("GmbH", "e. V.") with the words before
// it, a label, or the kind of a house ("Klinikum", "Grundschule", "Bäckerei") with the name behind
// it.
#include <algorithm>
#include <array>

#include "text/utf8.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/words.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr auto kForms = std::to_array<std::string_view>(
    {"gmbh", "gbr", "ggmbh", "ag", "ohg", "mbh", "ug", "se", "kgaa", "eg", "ltd", "ev"});
constexpr auto kInside =
    std::to_array<std::string_view>({"der", "des", "am", "im", "an", "für", "und", "zum", "zur",
                                     "zu", "von", "den", "in", "bei", "dem", "vom"});

bool in(auto const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool has_break(std::string_view text, std::uint32_t from, std::uint32_t to) {
    auto const between = text.substr(from, to - from);
    bool const joined = between == " & " || between == " + " || between == "- " || between == ". ";
    return (between.size() > 2 && !joined) || between.find('\n') != std::string_view::npos ||
           between.find(',') != std::string_view::npos ||
           between.find('(') != std::string_view::npos;
}

// From the legal form back over the capital words before it.
std::uint32_t start_before(Scene const& scene, std::size_t form) {
    auto const text = scene.text();
    auto const& tokens = scene.tokens();
    auto start = tokens[form].span.start;
    std::size_t words = 0;
    for (auto i = form; i-- > 0 && words < 6;) {
        auto const& token = tokens[i];
        if (has_break(text, token.span.end, start))
            break;
        auto const word = token.span.of(text);
        if (token.kind == text::TokenKind::sign) {
            if (word == "&" || word == "-" || word == "+" || word == ".")
                continue;
            break;
        }
        bool const joiner = in(kInside, word) && i > 0 && tokens[i - 1].capital && word != "bei" &&
                            word != "von" && word != "der" && word != "in" && word != "vom";
        if (!token.capital && !joiner && !(token.kind == text::TokenKind::number && words > 0))
            break;
        if (no_name_word(token.form) && token.form != "stadt" && token.form != "mail")
            break;
        static constexpr auto kNot = std::to_array<std::string_view>(
            {"firma", "fa", "arbeitgeber", "mandant", "mandantin", "die", "der", "unsere", "bei",
             "herr", "frau", "betrieb"});
        if (in(kNot, token.form))
            break;
        if (joiner)
            continue;
        start = token.span.start;
        ++words;
    }
    return words == 0 ? tokens[form].span.start : start;
}

// "& Co. KG" behind the form.
std::uint32_t end_behind(Scene const& scene, std::uint32_t end) {
    auto const text = scene.text();
    for (auto const tail : {" & Co. KGaA", " & Co. KG", " & Co KG", " & CO. KG", " u. Co. KG",
                            "&Co. KG", " & Co. OHG", " & Co.KG"})
        if (text.substr(end).starts_with(tail))
            return end + static_cast<std::uint32_t>(std::string_view(tail).size());
    return end;
}

void add(Scene const& scene, ByteSpan span, double score, std::vector<Found>& out) {
    span = trimmed(scene.text(), span);
    if (span.size() < 3 || span.size() > 80)
        return;
    auto const value = std::string(span.of(scene.text()));
    for (auto const& found : out)
        if ((found.key == "employer" &&
             (found.value == value || found.value.find(value) != std::string::npos)) ||
            (found.key != "city" && found.key != "employer" && found.span.start < span.end &&
             span.start < found.span.end))
            return;
    std::erase_if(out, [&](Found const& found) {
        return found.key == "employer" && value.find(found.value) != std::string::npos;
    });
    out.push_back({"employer", value, std::nullopt, std::nullopt, span, score});
}

void by_legal_form(Scene const& scene, std::vector<Found>& out) {
    auto const text = scene.text();
    auto const& tokens = scene.tokens();
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        auto const& token = tokens[i];
        std::uint32_t end = token.span.end;
        bool form = in(kForms, token.form) && token.capital;
        // "e. V.", "e.K.", "KG" behind capital words.
        if (token.form == "e" && i + 2 < tokens.size()) {
            auto const next = tokens[i + 2].form;
            if ((next == "v" || next == "k") && tokens[i + 2].span.end - token.span.start <= 5) {
                form = true;
                end = tokens[i + 2].span.end;
                if (end < text.size() && text[end] == '.')
                    ++end;
            }
        }
        if (token.span.of(text) == "KG" && tokens[i - 1].capital &&
            tokens[i - 1].span.end + 1 == token.span.start &&
            !(i + 1 < tokens.size() && tokens[i + 1].form.size() >= 9))
            form = true;
        if (!form || scene.zone_at(token.span.start) == Zone::quoted)
            continue;
        auto const start = start_before(scene, i);
        if (start == token.span.start)
            continue;
        add(scene, {start, end_behind(scene, end)}, 1, out);
    }
}

// Kinds of houses whose name follows or whose compound is the name ("Gesamtschule am Kiebitzberg",
// "Hotel Bergblick").
bool house_word(std::string const& form) {
    static constexpr auto kEndings =
        std::to_array<std::string_view>({"klinikum",     "klinik",         "krankenhaus",
                                         "hospital",     "schule",         "gymnasium",
                                         "backerei",     "schreinerei",    "tischlerei",
                                         "wascherei",    "giesserei",      "werkstatt",
                                         "kindergarten", "autohaus",       "mobelhaus",
                                         "hotel",        "gasthaus",       "gasthof",
                                         "restaurant",   "ristorante",     "metzgerei",
                                         "fleischerei",  "druckerei",      "gartnerei",
                                         "spedition",    "kanzlei",        "beratungsstelle",
                                         "seniorenheim", "pflegeheim",     "pflegedienst",
                                         "apotheke",     "drogerie",       "zimmerei",
                                         "brauerei",     "logistik",       "werke",
                                         "fabrik",       "reinigung",      "kita",
                                         "berufskolleg", "universitat",    "uni",
                                         "hochschule",   "kinderhaus",     "wohnstift",
                                         "jugendamt",    "betreuungsburo", "bau",
                                         "praxis",       "verein",         "verband",
                                         "stiftung",     "caritas",        "diakonie",
                                         "awo",          "metallbau",      "elektro",
                                         "friseur",      "salon",          "cafe",
                                         "eventtechnik", "landtechnik",    "verlag",
                                         "institut",     "akademie",       "studio",
                                         "frauenhaus",   "beratung",       "betreuungsverein",
                                         "glasbau",      "holzbau",        "backstube",
                                         "schwimmbad",   "museum",         "theater",
                                         "werft",        "stahlbau",       "dachdeckerei",
                                         "kfz",          "markt"});
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](auto ending) { return form.ends_with(ending); });
}

std::uint32_t name_end(Scene const& scene, std::size_t first) {
    auto const text = scene.text();
    auto const& tokens = scene.tokens();
    auto end = tokens[first].span.end;
    auto last = end; // of the token before
    std::size_t capitals = 0;
    for (auto i = first + 1; i < tokens.size() && i < first + 8; ++i) {
        auto const& token = tokens[i];
        auto const between = text.substr(last, token.span.start - last);
        if (between.size() > 1 || between.find('\n') != std::string_view::npos)
            break;
        last = token.span.end;
        auto const word = token.span.of(text);
        if (token.kind == text::TokenKind::sign) {
            if (word != "&" && word != "-" && word != "\"" &&
                !(word == "." && (tokens[i - 1].form == "st" || tokens[i - 1].span.size() <= 4)))
                break;
            if (word == "-" && !between.empty())
                break;
            if (i + 1 >= tokens.size() || !tokens[i + 1].capital)
                break;
            continue;
        }
        if (in(kInside, word) && i + 1 < tokens.size() &&
            (tokens[i + 1].capital || in(kInside, tokens[i + 1].span.of(text))) && word != "in" &&
            word != "bei" && word != "und" && word != "zu" && word != "von")
            continue;
        if (!token.capital || no_name_word(token.form))
            break;
        end = token.span.end;
        ++capitals;
    }
    return capitals == 0 ? 0 : end;
}

void by_house(Scene const& scene, std::vector<Found>& out) {
    auto const& tokens = scene.tokens();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto const& token = tokens[i];
        if (token.kind != text::TokenKind::word || !token.capital || !house_word(token.form) ||
            scene.zone_at(token.span.start) == Zone::quoted)
            continue;
        auto const end = name_end(scene, i);
        if (end != 0)
            add(scene, {token.span.start, end}, 0.8, out);
    }
}

// "bei der Firma X", "Arbeitgeber: X", "Mandant: X": what follows, as far as it looks like a name.
void by_label(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const text = scene.text();
    for (auto const& hit : context.all("employer")) {
        auto const& line = scene.lines()[hit.line];
        if (line.zone == Zone::quoted)
            continue;
        auto at = hit.span.end;
        while (at < line.span.end &&
               (text[at] == ' ' || text[at] == ':' || text[at] == '=' || text[at] == '.' ||
                text[at] == '|' || text[at] == ';' || text[at] == '\t'))
            ++at;
        bool const label = text.substr(hit.span.end, at - hit.span.end).find_first_of(":=|;") !=
                           std::string_view::npos;
        std::uint32_t end = at;
        if (label) { // to the end of the line, a bracket, a comma or a wide gap
            end = line.span.end;
            for (auto const mark : {"  ", ",", " (", ";", "|", " / ", " - "}) {
                auto const found = text.substr(at, end - at).find(mark);
                if (found != std::string_view::npos)
                    end = at + static_cast<std::uint32_t>(found);
            }
        } else {
            auto const first = scene.token_at(at);
            if (first < scene.tokens().size() && scene.tokens()[first].span.start == at &&
                scene.tokens()[first].capital) {
                end = std::max(name_end(scene, first), scene.tokens()[first].span.end);
            }
        }
        if (end > at + 2 && text::is_ascii_digit(text[at]) == false)
            add(scene, {at, end}, 0.9, out);
    }
}

} // namespace

void find_employers(Scene const& scene, Context const& context, std::vector<Found>& out) {
    by_legal_form(scene, out);
    by_label(scene, context, out);
    by_house(scene, out);
}

} // namespace leitstand::detail_understand
