// SPDX-License-Identifier: EUPL-1.2
#include "read/language.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "read/document.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kSampleBytes = 32 << 10;

struct Words {
    std::string_view language;
    std::string_view list; // between spaces
};

// Function words that are frequent in one language and rare in the others.
constexpr std::array kWords{
    Words{"de", " der die und ich das nicht ist ein mit auf den für sie von dem eine wir sich auch "
                "bitte ihre mein meine "
                "habe bin zu zum zur wird werden bei oder aber nach sehr geehrte damen herren "},
    Words{"en", " the and of to is you that it for with are this have not be your from my was "
                "please we has which would "
                "been their "},
    Words{"fr", " le les des et est une que vous pour dans qui pas je sur avec nous votre mon ma "
                "ne au aux cette sont "},
    Words{"es", " el los las que y por una para con del se su como más pero usted mi esta muy al "
                "es en no "},
    Words{"it",
          " il che di per un una non con del della sono ho mi la gli nel questo anche alla più "},
    Words{"pl", " i w na z nie do się jest że o jak po od dla proszę mam czy przez za mnie moje "},
    Words{"tr", " ve bir bu için ile da de ben mi çok olarak var ne gibi daha benim olan kadar "
                "lütfen sonra "},
    Words{"ro", " şi și de la în cu pe nu un o care este din pentru că mai sunt am vă prin "},
    Words{"nl",
          " de het een en van ik niet dat op te met voor zijn aan ook mijn u bij uw wij heb "},
    Words{"ru", " и в не на я что с по это как мне для за от мы вы но у меня "},
    Words{"uk", " і в не на я що з до це як мені для за від ми ви та у мене "},
    Words{"bg", " и в не на аз че с за да се от как съм мен ви ни са това "},
};

// Each word with one bit for each language that it speaks for, so that a text costs one look-up a
// word.
std::unordered_map<std::string_view, std::uint32_t> const& languages_of_words() {
    static auto const known = [] {
        std::unordered_map<std::string_view, std::uint32_t> words;
        for (std::size_t i = 0; i < kWords.size(); ++i) {
            auto rest = kWords[i].list.substr(1);
            for (auto end = rest.find(' '); end != std::string_view::npos; end = rest.find(' ')) {
                words[rest.substr(0, end)] |= 1u << i;
                rest.remove_prefix(end + 1);
            }
        }
        return words;
    }();
    return known;
}

struct Scripts {
    std::size_t letters = 0, arabic = 0, persian = 0, cyrillic = 0, greek = 0;
    std::size_t russian = 0, ukrainian = 0; // letters that only one of the two has
};

char32_t next(std::string_view text, std::size_t& at) {
    auto const lead = static_cast<unsigned char>(text[at++]);
    int const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    char32_t value = more == 0 ? lead : lead & (0x3fu >> more);
    for (int i = 0; i < more && at < text.size(); ++i)
        value = value << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
    return value;
}

Scripts count_scripts(std::string_view text) {
    Scripts scripts;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = next(text, at);
        bool const latin =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x250);
        bool const arabic = c >= 0x600 && c < 0x780;
        bool const cyrillic = c >= 0x400 && c < 0x530;
        bool const greek = c >= 0x370 && c < 0x400;
        scripts.letters += latin || arabic || cyrillic || greek ? 1 : 0;
        scripts.arabic += arabic ? 1 : 0;
        scripts.persian += c == 0x67e || c == 0x686 || c == 0x698 || c == 0x6af ? 1 : 0;
        scripts.cyrillic += cyrillic ? 1 : 0;
        scripts.greek += greek ? 1 : 0;
        scripts.russian += c == 0x44b || c == 0x44d || c == 0x44a ? 1 : 0;
        scripts.ukrainian += c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491 ? 1 : 0;
    }
    return scripts;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Small letters for ASCII, and for the two-byte capitals of Latin-1 (Ä) and Cyrillic (А to П),
// which begin sentences.
std::string lower(std::string_view word) {
    std::string out{word};
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const byte = static_cast<unsigned char>(out[i]);
        if (byte >= 'A' && byte <= 'Z')
            out[i] = static_cast<char>(byte + 32);
        auto const before = i > 0 ? static_cast<unsigned char>(out[i - 1]) : 0u;
        if ((before == 0xc3 && byte >= 0x80 && byte <= 0x9e) ||
            (before == 0xd0 && byte >= 0x90 && byte <= 0x9f))
            out[i] = static_cast<char>(byte + 32);
    }
    return out;
}

std::string by_words(std::string_view text) {
    auto const& known = languages_of_words();
    std::array<std::size_t, kWords.size()> hits{};
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
        while (at < text.size() && !is_letter(text[at]))
            ++at;
        auto end = at;
        while (end < text.size() && is_letter(text[end]))
            ++end;
        if (end == at)
            break;
        ++words;
        if (end - at <= 16) {
            auto const found = known.find(lower(text.substr(at, end - at)));
            for (std::size_t i = 0; found != known.end() && i < kWords.size(); ++i)
                hits[i] += found->second >> i & 1u;
        }
        at = end;
    }
    auto const best = std::max_element(hits.begin(), hits.end());
    auto second = std::size_t{0};
    for (auto const& one : hits)
        if (&one != &*best)
            second = std::max(second, one);
    if (*best < 2 || *best * 12 < words || *best * 4 < second * 5)
        return {};
    return std::string{kWords[static_cast<std::size_t>(best - hits.begin())].language};
}

} // namespace

std::string guess_language(std::string_view text) {
    text = text.substr(0, kSampleBytes);
    auto const scripts = count_scripts(text);
    if (scripts.letters < 10)
        return {};
    if (scripts.arabic * 2 > scripts.letters)
        return scripts.persian * 50 > scripts.arabic ? "fa" : "ar";
    if (scripts.greek * 2 > scripts.letters)
        return "el";
    if (scripts.cyrillic * 2 > scripts.letters && scripts.russian + scripts.ukrainian > 0) {
        if (scripts.ukrainian > scripts.russian)
            return "uk";
        if (scripts.russian > 4 * scripts.ukrainian)
            if (auto const language = by_words(text); language.empty() || language == "ru")
                return "ru";
    }
    return by_words(text);
}

std::string language_of(Part const& part, Document const& document) {
    return guess_language(
        std::string_view(document.text).substr(part.span.start, part.span.end - part.span.start));
}

} // namespace leitstand
