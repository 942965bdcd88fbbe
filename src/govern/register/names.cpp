// SPDX-License-Identifier: EUPL-1.2
// Finds names of people in what is to be published: words compared as people misspell them, family
// name first or last, and the family name alone behind "Frau" or "Herr".
#include <algorithm>
#include <array>
#include <cctype>

#include "govern/register/entry.hpp"
#include "text/normalise.hpp"

namespace leitstand {

namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view text) {
    auto const form = text::matching_form(text);
    Words words(1);
    for (char const c : form) {
        auto const code = static_cast<unsigned char>(c);
        if (code >= 0x80 || std::isalnum(code) != 0)
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

bool is_address(std::string const& word) {
    static std::array const forms{text::matching_form("Frau"), text::matching_form("Herr"),
                                  text::matching_form("Herrn")};
    return std::ranges::find(forms, word) != forms.end();
}

// Stands between an address and a family name, and is none by itself.
bool is_title(std::string const& word) {
    static std::array const forms{text::matching_form("Dr"),  text::matching_form("Prof"),
                                  text::matching_form("von"), text::matching_form("van"),
                                  text::matching_form("zu"),  text::matching_form("de"),
                                  text::matching_form("der"), text::matching_form("den")};
    return std::ranges::find(forms, word) != forms.end();
}

struct Name {
    Words given, family;

    explicit Name(std::string const& display) {
        auto const comma = display.find(',');
        auto const blank = display.find_last_of(' ');
        if (comma != std::string::npos) {
            family = words_of(std::string_view{display}.substr(0, comma));
            given = words_of(std::string_view{display}.substr(comma + 1));
        } else if (blank != std::string::npos) {
            given = words_of(std::string_view{display}.substr(0, blank));
            family = words_of(std::string_view{display}.substr(blank + 1));
        } else {
            family = words_of(display);
        }
        for (auto* part : {&given, &family})
            std::erase_if(*part,
                          [](auto const& word) { return is_address(word) || is_title(word); });
    }
};

Words joined(Words first, Words const& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

bool holds(Words const& text, Words const& wanted) {
    return !wanted.empty() && !std::ranges::search(text, wanted).empty();
}

bool addresses(Words const& text, Words const& family) {
    if (family.empty())
        return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_address(text[at]))
            continue;
        auto next = text.begin() + static_cast<std::ptrdiff_t>(at) + 1;
        next = std::find_if_not(next, text.end(), is_title);
        if (static_cast<std::size_t>(text.end() - next) >= family.size() &&
            std::equal(family.begin(), family.end(), next))
            return true;
    }
    return false;
}

bool names(Words const& text, Name const& name) {
    bool const whole = !name.given.empty() && (holds(text, joined(name.given, name.family)) ||
                                               holds(text, joined(name.family, name.given)));
    return whole || addresses(text, name.family);
}

} // namespace

std::vector<std::string> names_in(RegisterEntry const& entry, std::string_view note,
                                  std::vector<std::string> const& names_of_accounts) {
    std::vector<Words> texts{words_of(note)};
    auto const add = [&](std::string_view text) { texts.push_back(words_of(text)); };
    for (auto const& fact : entry.facts) {
        add(fact.value.german);
        add(fact.value.english);
    }
    for (auto const& figure : entry.figures)
        add(figure.slice);
    for (auto const& risk : entry.risks)
        for (auto const* text : {&risk.title, &risk.description, &risk.measure, &risk.residual})
            add(*text);
    std::vector<std::string> found;
    for (auto const& display : names_of_accounts)
        if (Name const name{display};
            std::ranges::any_of(texts, [&](Words const& text) { return names(text, name); }))
            found.push_back(display);
    return found;
}

} // namespace leitstand
