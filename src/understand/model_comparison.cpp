// SPDX-License-Identifier: EUPL-1.2
#include "understand/model_comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "learn/figures.hpp"
#include "learn/near_copies.hpp"

namespace leitstand {

namespace {

using learn::HitCounts;

// What a model says to one text, against what is right, for one kind.
HitCounts judged(JudgingModel const& model, FindingKind kind, learn::Sample const& text,
                 learn::LabelModel::Scratch& scratch) {
    auto const& names = model.labels().labels();
    std::vector<double> scores(names.size()), probabilities(names.size());
    model.labels().scores(text.text, text.given, scratch, scores);
    model.labels().probabilities(scores, probabilities);
    auto const bound = model.bound(kind).suggest;
    auto const prefix = std::string(finding_kind_name(kind)) + ".";
    HitCounts counts;
    for (std::size_t label = 0; label < names.size(); ++label) {
        if (!names[label].starts_with(prefix))
            continue;
        bool const said = probabilities[label] >= bound;
        bool const right =
            std::find(text.labels.begin(), text.labels.end(), names[label]) != text.labels.end();
        counts.hits += said && right;
        counts.wrong += said && !right;
        counts.missed += !said && right;
    }
    return counts;
}

std::vector<HitCounts> judged_all(JudgingModel const& model, FunctionKey function, FindingKind kind,
                                  std::span<JudgingSample const> texts) {
    learn::LabelModel::Scratch scratch;
    std::vector<HitCounts> counts;
    for (auto const& text : texts)
        counts.push_back(judged(model, kind, text.of(function), scratch));
    return counts;
}

learn::Figure micro_f1(std::vector<HitCounts> const& counts) {
    return [&counts](std::span<std::uint32_t const> drawn) {
        HitCounts sum;
        for (auto const item : drawn) {
            sum.hits += counts[item].hits;
            sum.wrong += counts[item].wrong;
            sum.missed += counts[item].missed;
        }
        return sum.f1();
    };
}

double on_all(learn::Figure const& figure, std::size_t items) {
    std::vector<std::uint32_t> all(items);
    for (std::uint32_t i = 0; i < items; ++i)
        all[i] = i;
    return figure(all);
}

std::vector<learn::Sample> texts_of(FunctionKey function, std::span<JudgingSample const> samples) {
    std::vector<learn::Sample> texts(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        texts[i].text = samples[i].of(function).text;
    return texts;
}

// For each of `texts` the gold text that it is, word for word or nearly so.
std::vector<std::optional<std::size_t>> copied_gold(std::vector<learn::Sample> const& gold,
                                                    std::vector<learn::Sample> const& texts,
                                                    unsigned threads) {
    auto all = gold;
    all.insert(all.end(), texts.begin(), texts.end());
    // A copy points to the first text like it, and gold stands first.
    auto const copies = learn::near_copies(all, threads);
    std::map<std::string_view, std::size_t> word_for_word; // short texts are copies of none
    for (std::size_t i = 0; i < gold.size(); ++i)
        word_for_word.emplace(gold[i].text, i);
    std::vector<std::optional<std::size_t>> copied(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (auto const first = copies[gold.size() + i]; first < gold.size())
            copied[i] = first;
        if (auto const same = word_for_word.find(texts[i].text); same != word_for_word.end())
            copied[i] = same->second;
    }
    return copied;
}

} // namespace

std::string_view compared_on_name(ComparedOn on) {
    return on == ComparedOn::gold ? "gold" : "recent";
}

std::vector<ComparedKind> compare_models(FunctionKey function, JudgingModel const& champion,
                                         JudgingModel const& challenger,
                                         std::span<JudgingSample const> texts, ComparedOn on) {
    std::vector<ComparedKind> compared;
    if (texts.empty())
        return compared;
    for (auto const kind : kinds_judged(function)) {
        auto const before = judged_all(champion, function, kind, texts);
        auto const after = judged_all(challenger, function, kind, texts);
        auto const ours = micro_f1(after), other = micro_f1(before);
        std::size_t labels = 0;
        for (auto const& counts : before)
            labels += counts.hits + counts.missed;
        compared.push_back({kind, on, texts.size(), on_all(other, texts.size()),
                            on_all(ours, texts.size()),
                            learn::paired_bootstrap(texts.size(), ours, other), labels});
    }
    return compared;
}

std::vector<Objection> objections(std::span<ComparedKind const> compared,
                                  std::span<AccountLeftOut const> left_out) {
    std::vector<Objection> found;
    if (std::none_of(compared.begin(), compared.end(),
                     [](auto const& one) { return one.on == ComparedOn::gold; }))
        found.push_back({"no_gold", {}});
    for (auto const& one : compared) {
        auto const kind = std::string(finding_kind_name(one.kind));
        if (one.on == ComparedOn::gold && one.labels < kGoldLabelsMin)
            found.push_back({"gold_too_small", kind});
        if (one.on == ComparedOn::gold && one.difference.difference < -kGoldLossMax)
            found.push_back({"gold_worse", kind});
        if (one.on == ComparedOn::recent && one.difference.interval.upper < 0)
            found.push_back({"recent_worse", kind});
    }
    for (auto const& account : left_out)
        found.push_back({"account", account.account});
    return found;
}

std::size_t gold_trained_on(FunctionKey function, std::span<JudgingSample const> gold,
                            std::span<JudgingSample const> letters,
                            learn::LabelModel const& champion, unsigned threads) {
    auto const texts = texts_of(function, gold);
    std::set<std::size_t> met;
    for (auto const& copied : copied_gold(texts, texts_of(function, letters), threads))
        if (copied)
            met.insert(*copied);
    return std::max(champion.trained_on(texts), met.size());
}

std::vector<learn::DeskSample> unlike_gold(FunctionKey function,
                                           std::span<JudgingSample const> gold,
                                           std::span<learn::DeskSample const> desk,
                                           unsigned threads) {
    std::vector<learn::Sample> texts(desk.size());
    for (std::size_t i = 0; i < desk.size(); ++i)
        texts[i].text = desk[i].text;
    auto const copied = copied_gold(texts_of(function, gold), texts, threads);
    std::vector<learn::DeskSample> unlike;
    for (std::size_t i = 0; i < desk.size(); ++i)
        if (!copied[i])
            unlike.push_back(desk[i]);
    return unlike;
}

Result<void> check_champion(FunctionKey function, Catalogue const& catalogue,
                            JudgingModel const& champion) {
    for (auto const& label : champion.labels().labels())
        if (!knows_label(function, catalogue, label))
            return fail(Code::bad_input, "training.foreign_model", label);
    return {};
}

} // namespace leitstand
