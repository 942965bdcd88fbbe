// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/exchange.hpp"

#include <algorithm>

namespace leitstand {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kNameBytesMin = 3; // a shorter word stands for too much else

bool letter_byte(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// FNV-1a: the same on every machine.
std::uint64_t number_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (auto const c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
    return (at == 0 || !letter_byte(text[at - 1])) &&
           (at + size == text.size() || !letter_byte(text[at + size]));
}

// Umlauts are exchanged inside of words too.
bool inside_words(std::string const& from) {
    return from.size() == 2 && static_cast<unsigned char>(from[0]) >= 0x80;
}

Pairs both_ways(Pairs const& pairs) {
    Pairs out = pairs;
    for (auto const& [one, other] : pairs)
        out.emplace_back(other, one);
    std::stable_sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
        return a.first.size() > b.first.size(); // "meine Frau" before "Frau"
    });
    return out;
}

// Behind the first line that ends with a comma or an exclamation mark (the greeting), else at the
// end.
std::string with_sentence(std::string const& text, std::string const& sentence) {
    for (std::size_t at = 0, lines = 0; at < text.size() && lines < 25; ++lines) {
        auto const end = std::min(text.find('\n', at), text.size());
        bool const greeting =
            end > at && (text[end - 1] == ',' || text[end - 1] == '!') && end < text.size();
        if (greeting && end - at < 60)
            return text.substr(0, end) + "\n" + sentence + text.substr(end);
        at = end + 1;
    }
    return text + "\n" + sentence;
}

struct Forms {
    std::string text, subject;
    bool operator==(Forms const&) const = default;
};

Forms forms_of(MeasuredLetter const& letter) {
    return {letter.document.text, letter.document.envelope.subject};
}

Forms exchanged(Forms const& forms, Pairs const& pairs) {
    return {exchange_words(forms.text, pairs), exchange_words(forms.subject, pairs)};
}

// The letter as if somebody of that name had written it.
Forms written_by(MeasuredLetter const& letter, std::string const& given,
                 std::string const& family) {
    auto const parts = name_parts(letter.sender_name);
    Pairs pairs;
    if (parts.family.size() >= kNameBytesMin)
        pairs.emplace_back(parts.family, family);
    if (parts.given.size() >= kNameBytesMin)
        pairs.emplace_back(parts.given, given);
    auto const before = forms_of(letter);
    auto after = exchanged(before, pairs);
    if (after.text == before.text)
        after.text += "\n\nMit freundlichen Grüßen\n" + given + " " + family;
    return after;
}

class PairsOfLetter {
  public:
    PairsOfLetter(MeasuredLetter const& letter, Counterfactuals const& templates)
        : letter_(letter), templates_(templates), number_(number_of(letter.id)) {}

    std::vector<ExchangedPair> take() {
        for (std::size_t trait = 0; trait < templates_.traits.size(); ++trait)
            add(trait);
        return std::move(pairs_);
    }

  private:
    void add(std::size_t trait) {
        auto const& rule = templates_.traits[trait];
        auto const own = forms_of(letter_);
        bool const of_names = rule.kind == ExchangeKind::name_origin ||
                              rule.kind == ExchangeKind::name_sex ||
                              rule.kind == ExchangeKind::name_other;
        if (!of_names && !written_in(letter_, templates_.language))
            return; // German words in an Arabic letter would show nothing of either
        switch (rule.kind) {
        case ExchangeKind::name_origin:
            return add_origins(trait);
        case ExchangeKind::name_sex:
            return add_sexes(trait);
        case ExchangeKind::name_other:
            return add_other(trait);
        case ExchangeKind::words:
            return add(trait, own, exchanged(own, both_ways(rule.pairs)));
        case ExchangeKind::writing:
            return add(trait, own, poorly_written(own, rule));
        case ExchangeKind::sentences:
            auto const& [one, other] = rule.pairs[number_ % rule.pairs.size()];
            return add(trait, {with_sentence(own.text, one), own.subject},
                       {with_sentence(own.text, other), own.subject});
        }
    }

    Forms poorly_written(Forms const& forms, ExchangedTrait const& rule) const {
        Pairs pairs = rule.pairs;
        for (auto const& word : rule.drop)
            pairs.emplace_back(word + " ", "");
        return exchanged(forms, pairs);
    }

    std::string const& of(std::vector<std::string> const& names, unsigned shift) const {
        return names[(number_ >> shift) % names.size()];
    }

    void add_origins(std::size_t trait) {
        bool const woman = number_ & 1;
        auto const form = [&](NamesOfOrigin const& names) {
            return written_by(letter_, of(woman ? names.female : names.male, 8),
                              of(names.family, 24));
        };
        auto const first = form(templates_.names.front());
        for (std::size_t i = 1; i < templates_.names.size(); ++i)
            add(trait, first, form(templates_.names[i]));
    }

    void add_sexes(std::size_t trait) {
        auto const& names = of_origin();
        auto const& family = of(names.family, 24);
        add(trait, written_by(letter_, of(names.female, 8), family),
            written_by(letter_, of(names.male, 8), family));
    }
    void add_other(std::size_t trait) {
        auto const& names = templates_.names.front();
        auto const& given = number_ & 1 ? names.female : names.male;
        add(trait, written_by(letter_, of(given, 8), of(names.family, 24)),
            written_by(letter_, given[(number_ >> 8) % given.size() == 0 ? 1 : 0],
                       names.family[(number_ >> 24) % names.family.size() == 0 ? 1 : 0]));
    }
    NamesOfOrigin const& of_origin() const {
        return templates_.names[(number_ >> 40) % templates_.names.size()];
    }

    void add(std::size_t trait, Forms one, Forms other) {
        if (one == other || pairs_.size() >= kPairsOfLetterMax)
            return;
        pairs_.push_back({trait, std::move(one.text), std::move(one.subject), std::move(other.text),
                          std::move(other.subject)});
    }

    MeasuredLetter const& letter_;
    Counterfactuals const& templates_;
    std::uint64_t number_;
    std::vector<ExchangedPair> pairs_;
};

} // namespace

std::string exchange_words(std::string_view text, Pairs const& pairs) {
    std::string out;
    out.reserve(text.size() + 64);
    for (std::size_t at = 0; at < text.size();) {
        auto const found = std::find_if(pairs.begin(), pairs.end(), [&](auto const& pair) {
            auto const& from = pair.first;
            auto const word = from.ends_with(' ') ? from.size() - 1 : from.size();
            return text.substr(at).starts_with(from) &&
                   (inside_words(from) || stands_alone(text, at, word));
        });
        if (found == pairs.end()) {
            out += text[at++];
        } else {
            out += found->second;
            at += found->first.size();
        }
    }
    return out;
}

std::vector<ExchangedPair> exchanged_pairs(MeasuredLetter const& letter,
                                           Counterfactuals const& templates) {
    return PairsOfLetter{letter, templates}.take();
}

Document with_text(Document const& letter, std::string text, std::string subject) {
    Document out;
    out.text = std::move(text);
    out.language = letter.language;
    out.envelope = letter.envelope;
    out.envelope.subject = std::move(subject);
    Part part;
    part.span = {0, static_cast<std::uint32_t>(out.text.size())};
    out.parts.push_back(part);
    return out;
}

} // namespace leitstand
