// SPDX-License-Identifier: EUPL-1.2
#include "understand/model_comparison.hpp"

#include <algorithm>
#include <map>

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
                            std::span<learn::DeskSample const> desk,
                            learn::LabelModel const& champion, unsigned threads) {
    std::vector<learn::Sample> all;
    auto const add = [&](std::string const& text) { all.emplace_back().text = text; };
    for (auto const& sample : gold)
        add(sample.of(function).text);
    auto const known = champion.trained_on(all);
    for (auto const& letter : letters)
        add(letter.of(function).text);
    for (auto const& sample : desk)
        add(sample.text);
    // A copy points to the first text like it; gold stands first, so what is trained on points to
    // gold.
    auto const copies = learn::near_copies(all, threads);
    std::map<std::string_view, std::size_t> word_for_word; // short texts are copies of none
    for (std::size_t i = 0; i < gold.size(); ++i)
        word_for_word.emplace(all[i].text, i);
    std::vector<std::uint8_t> met(gold.size(), 0);
    for (std::size_t i = gold.size(); i < all.size(); ++i) {
        if (copies[i] < gold.size())
            met[copies[i]] = 1;
        if (auto const same = word_for_word.find(all[i].text); same != word_for_word.end())
            met[same->second] = 1;
    }
    return std::max<std::size_t>(
        known, static_cast<std::size_t>(std::count(met.begin(), met.end(), std::uint8_t{1})));
}

Result<void> check_champion(FunctionKey function, Catalogue const& catalogue,
                            JudgingModel const& champion) {
    for (auto const& label : champion.labels().labels())
        if (!knows_label(function, catalogue, label))
            return fail(Code::bad_input, "training.foreign_model", label);
    return {};
}

} // namespace leitstand
