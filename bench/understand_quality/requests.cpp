// SPDX-License-Identifier: EUPL-1.2
#include "requests.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "learn/figures.hpp"
#include "understand/annotated_letters.hpp"
#include "understand/second_look.hpp"

namespace leitstand {

namespace {

class AllAssist : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

using Pair = std::pair<std::string, std::string>;    // service, act; no service is ""
using Pairs = std::map<Pair, std::set<std::string>>; // with the persons it is for; "" the sender

struct Letter {
    Pairs gold, found;
};

std::string text_or_empty(nlohmann::json const& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

Pairs gold_of(nlohmann::json const& letter) {
    Pairs out;
    for (auto const& request : letter.at("gold").at("requests"))
        out[{text_or_empty(request.at("service")), request.at("act")}].insert(
            text_or_empty(request.at("person")));
    return out;
}

// The findings with the gold services and acts as the suggested ones; a key that nothing spoke for
// stands without evidence.
std::vector<Finding> with_gold(std::vector<Finding> findings, nlohmann::json const& letter) {
    for (auto const kind : {FindingKind::service, FindingKind::act}) {
        std::set<std::string> gold;
        for (auto const& key : letter.at("gold").at(std::string(finding_kind_name(kind)) + "s"))
            gold.insert(key.get<std::string>());
        for (auto& finding : findings)
            if (finding.kind == kind)
                finding.suggested = gold.erase(finding.key) > 0;
        for (auto const& key : gold) {
            Finding finding;
            finding.kind = kind;
            finding.key = key;
            finding.suggested = true;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

learn::HitCounts counts_of(std::vector<Letter> const& letters,
                           std::span<std::uint32_t const> drawn) {
    learn::HitCounts counts;
    for (auto const number : drawn) {
        auto const& letter = letters[number];
        for (auto const& [pair, persons] : letter.found)
            ++(letter.gold.contains(pair) ? counts.hits : counts.wrong);
        for (auto const& [pair, persons] : letter.gold)
            counts.missed += !letter.found.contains(pair);
    }
    return counts;
}

// Of the pairs found rightly, those with a person who is meant.
learn::Share persons_of(std::vector<Letter> const& letters) {
    learn::Share share;
    for (auto const& letter : letters)
        for (auto const& [pair, persons] : letter.found)
            if (auto const gold = letter.gold.find(pair); gold != letter.gold.end()) {
                ++share.count;
                share.hits += std::any_of(persons.begin(), persons.end(), [&](auto const& person) {
                    return gold->second.contains(person);
                });
            }
    return share;
}

} // namespace

int measure_requests(std::shared_ptr<Catalogue const> const& catalogue,
                     std::shared_ptr<JudgingModels const> const& models,
                     std::vector<std::filesystem::path> const& files) {
    Understander const understander(catalogue, models);
    SecondLook const second_look(catalogue, models);
    AllAssist const modes;
    UnderstandOptions options;
    options.with_unsuggested = true;
    std::vector<Letter> letters;
    for (auto const& path : files) {
        auto const read = read_annotated_letters(
            path, GeneratedLetters::refused, [&](Json const& letter, auto const&) -> Result<void> {
                if (!letter.at("gold").contains("requests"))
                    return {};
                auto const document = document_of(letter);
                auto const standing =
                    with_gold(understander.understand(document, modes, options).findings, letter);
                auto& one = letters.emplace_back();
                one.gold = gold_of(letter);
                for (auto const& request :
                     second_look.consequences(document, standing, {}, options).requests)
                    one.found[{request.service, request.act}].insert(request.person);
                return {};
            });
        if (!read) {
            std::fprintf(stderr, "%s\n", read.error().describe().c_str());
            return 3;
        }
    }
    std::vector<std::uint32_t> all(letters.size());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        all[i] = i;
    auto const counts = counts_of(letters, all);
    auto const interval =
        learn::bootstrap_interval(all.size(), [&](std::span<std::uint32_t const> drawn) {
            return counts_of(letters, drawn).f1();
        });
    auto const persons = persons_of(letters);
    auto const persons_interval = learn::wilson_interval(persons);
    std::printf("%zu letters with named requests; services and acts given\n"
                "pairs    F1 %.3f (%.3f to %.3f)  precision %.3f  recall %.3f\n"
                "persons  right in %.3f (%.3f to %.3f) of the pairs found rightly\n",
                letters.size(), counts.f1(), interval.lower, interval.upper,
                counts.precision().value(), counts.recall().value(), persons.value(),
                persons_interval.lower, persons_interval.upper);
    return 0;
}

} // namespace leitstand
