// SPDX-License-Identifier: EUPL-1.2
// Reads values out of one parsed catalogue file and collects what is wrong with them, with the
// line. Private to catalogue/. Threads: used by one thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <toml++/toml.h>

#include "base/time.hpp"
#include "catalogue/catalogue.hpp"

namespace leitstand::detail_catalogue {

inline constexpr std::size_t kPhraseWordsMax = 6;
inline constexpr std::size_t kPhraseBytesMax = 80;
inline constexpr std::size_t kProblemsMax = 500;
inline constexpr double kWeightMax = 10;

class FileReader {
  public:
    FileReader(std::string file, std::vector<Problem>& problems)
        : file_(std::move(file)), problems_(problems) {}

    void problem(int line, std::string reason) const {
        if (problems_.size() < kProblemsMax)
            problems_.push_back({file_, line, std::move(reason)});
    }
    static int line_of(toml::node const& node) {
        return static_cast<int>(node.source().begin.line);
    }

    void allow(toml::table const& table, std::initializer_list<std::string_view> keys) const {
        for (auto const& [key, node] : table)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
                problem(static_cast<int>(key.source().begin.line),
                        fmt::format("unknown key '{}'", key.str()));
    }

    enum class Need : std::uint8_t { required, optional };

    std::string text(toml::table const& table, std::string_view key, Need need) const {
        auto const* node = table.get(key);
        if (node == nullptr) {
            if (need == Need::required)
                problem(line_of(table), fmt::format("'{}' is missing", key));
            return {};
        }
        auto const value = node->value<std::string>();
        if (!value || !node->is_string())
            problem(line_of(*node), fmt::format("'{}' must be a text", key));
        else if (value->empty())
            problem(line_of(*node), fmt::format("'{}' is empty", key));
        return value.value_or("");
    }

    std::vector<std::string> texts(toml::table const& table, std::string_view key) const {
        std::vector<std::string> out;
        auto const* node = table.get(key);
        if (node == nullptr)
            return out;
        auto const* list = node->as_array();
        if (list == nullptr) {
            problem(line_of(*node), fmt::format("'{}' must be a list of texts", key));
            return out;
        }
        for (auto const& item : *list) {
            if (item.is_string() && !item.value<std::string>()->empty())
                out.push_back(*item.value<std::string>());
            else
                problem(line_of(item), fmt::format("'{}' must hold texts only", key));
        }
        return out;
    }

    double number(toml::table const& table, std::string_view key, double otherwise) const {
        auto const* node = table.get(key);
        if (node == nullptr)
            return otherwise;
        auto const value = node->is_number() ? node->value<double>() : std::nullopt;
        if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax)
            problem(line_of(*node), fmt::format("'{}' must be a number between -10 and 10", key));
        return value.value_or(otherwise);
    }

    std::vector<Phrase> phrases(toml::table const& table) const {
        std::vector<Phrase> out;
        auto const* node = table.get("phrases");
        if (node == nullptr)
            return out;
        auto const* list = node->as_table();
        if (list == nullptr) {
            problem(line_of(*node), "'phrases' must be a table of phrase = weight");
            return out;
        }
        return weighed(*list);
    }

    // A table of phrase = weight.
    std::vector<Phrase> weighed(toml::table const& list) const {
        std::vector<Phrase> out;
        for (auto const& [phrase, weight] : list) {
            auto const line = static_cast<int>(phrase.source().begin.line);
            if (auto const wrong = phrase_fault(phrase.str()); !wrong.empty())
                problem(line, wrong);
            auto const value = weight.is_number() ? weight.value<double>() : std::nullopt;
            if (!value || !std::isfinite(*value) || std::abs(*value) > kWeightMax || *value == 0)
                problem(line,
                        fmt::format("weight of '{}' must be a number between -10 and 10 and not 0",
                                    phrase.str()));
            out.push_back({std::string(phrase.str()), value.value_or(1)});
        }
        return out;
    }

    // A whole number within its bounds, both inclusive.
    int integer(toml::table const& table, std::string_view key, int least, int most,
                int otherwise) const {
        auto const* node = table.get(key);
        if (node == nullptr)
            return otherwise;
        auto const value = node->is_integer() ? node->value<std::int64_t>() : std::nullopt;
        if (!value || *value < least || *value > most) {
            problem(line_of(*node),
                    fmt::format("'{}' must be a whole number from {} to {}", key, least, most));
            return otherwise;
        }
        return static_cast<int>(*value);
    }

    bool boolean(toml::table const& table, std::string_view key) const {
        auto const* node = table.get(key);
        if (node == nullptr)
            return false;
        if (!node->is_boolean())
            problem(line_of(*node), fmt::format("'{}' must be true or false", key));
        return node->is_boolean() && *node->value<bool>();
    }

    Date date(toml::table const& table, std::string_view key, Date otherwise) const {
        auto const written = text(table, key, Need::optional);
        if (written.empty())
            return otherwise;
        auto const value = parse_iso_date(written);
        if (!value)
            problem(line_of(*table.get(key)),
                    fmt::format("'{}' is no date like 2026-08-19", written));
        return value.value_or(otherwise);
    }

    // Phrases without weights.
    std::vector<std::string> phrase_list(toml::table const& table, std::string_view key) const {
        auto out = texts(table, key);
        for (auto const& phrase : out)
            if (auto const wrong = phrase_fault(phrase); !wrong.empty())
                problem(line_of(*table.get(key)), wrong);
        return out;
    }

    void named(toml::table const& table, LegalRule& out) const {
        out.file = file_;
        out.line = line_of(table);
        out.key = key(table);
        out.name = text(table, "name", Need::required);
        out.name_en = text(table, "name_en", Need::required);
    }

    // What a rule of law has: a key, names, and a source that somebody compared or not.
    void legal(toml::table const& table, LegalRule& out) const {
        named(table, out);
        out.source = source(table, out.key);
    }

    // A source that somebody compared or not; `key` is whose it is, for the message.
    LegalSource source(toml::table const& table, std::string_view key) const {
        LegalSource out;
        out.text = text(table, "source", Need::required);
        out.state = text(table, "state", Need::optional);
        out.unchecked = text(table, "unchecked", Need::optional);
        if (!out.state.empty() && !parse_iso_date(out.state))
            problem(line_of(table), fmt::format("'{}' is no date like 2026-08-19", out.state));
        if (out.state.empty() == out.unchecked.empty())
            problem(line_of(table), fmt::format("'{}' needs either 'state' (date of the law that "
                                                "it was compared with) or 'unchecked' (why it was "
                                                "not)",
                                                key));
        return out;
    }

    // The keys that each entry has.
    void entry(toml::table const& table, Entry& out) const {
        out.file = file_;
        out.line = line_of(table);
        out.key = key(table);
        out.name = text(table, "name", Need::required);
        out.name_en = text(table, "name_en", Need::required);
        out.description = text(table, "description", Need::required);
        out.source = text(table, "source", Need::required);
        out.synonyms = texts(table, "synonyms");
        out.intercept = number(table, "intercept", 0);
        out.phrases = phrases(table);
    }

    toml::array const* list(toml::table const& root, std::string_view key) const {
        auto const* node = root.get(key);
        if (node == nullptr || node->as_array() == nullptr ||
            !node->as_array()->is_homogeneous<toml::table>()) {
            problem(node == nullptr ? 1 : line_of(*node),
                    fmt::format("there must be at least one [[{}]]", key));
            return nullptr;
        }
        return node->as_array();
    }

    std::string key(toml::table const& table) const {
        auto out = text(table, "key", Need::required);
        bool const good = std::all_of(out.begin(), out.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        });
        if (!good)
            problem(line_of(table), fmt::format("key '{}' may hold a-z, 0-9, _ and - only", out));
        return out;
    }

  private:
    static std::string phrase_fault(std::string_view phrase) {
        if (phrase.empty() || phrase.size() > kPhraseBytesMax || phrase.front() == ' ' ||
            phrase.back() == ' ')
            return "a phrase is empty, too long or has blanks at its ends";
        std::size_t words = 0;
        bool gap = true; // a gap may not stand first, last or twice
        for (std::size_t start = 0; start <= phrase.size();) {
            auto const end = std::min(phrase.find(' ', start), phrase.size());
            auto const word = phrase.substr(start, end - start);
            if (word == "~") {
                if (gap)
                    return fmt::format("'~' in '{}' must stand between words", phrase);
                gap = true;
            } else {
                if (word.empty() || word == "*" || word == "=" || word == "**")
                    return fmt::format("'{}' has an empty word", phrase);
                gap = false;
                ++words;
            }
            start = end + 1;
        }
        if (gap)
            return fmt::format("'~' in '{}' must stand between words", phrase);
        if (words > kPhraseWordsMax)
            return fmt::format("'{}' has more than {} words: catalogue phrases are short", phrase,
                               kPhraseWordsMax);
        return {};
    }

    std::string file_;
    std::vector<Problem>& problems_;
};

} // namespace leitstand::detail_catalogue
