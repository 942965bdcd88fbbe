// SPDX-License-Identifier: EUPL-1.2
#include "held_out.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "learn/calibration_error.hpp"
#include "learn/figures.hpp"
#include "understand/judging_training.hpp"

namespace leitstand {

namespace {

// What a model that did not know the writer said of the labels of one kind, letter by letter.
struct HeldOut {
    std::size_t labels = 0;
    std::vector<double> probabilities;
    std::vector<std::uint8_t> said, truth;
    std::vector<std::uint32_t> writers; // of each letter

    std::size_t letters() const { return labels == 0 ? 0 : truth.size() / labels; }
};

using ByKind = std::map<FindingKind, HeldOut>;

void judge(JudgingSample const& sample, FunctionKey function, JudgingModel const& model,
           std::uint32_t writer, ByKind& out) {
    auto const& names = model.labels().labels();
    auto const& letter = sample.of(function);
    learn::LabelModel::Scratch scratch;
    std::vector<double> scores(names.size()), probabilities(names.size());
    model.labels().scores(letter.text, letter.given, scratch, scores);
    model.labels().probabilities(scores, probabilities);
    std::set<FindingKind> kinds;
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const kind = parts_of_label(names[i])->first;
        auto& held_out = out[kind];
        held_out.probabilities.push_back(probabilities[i]);
        held_out.said.push_back(probabilities[i] >= model.bound(kind).suggest);
        held_out.truth.push_back(std::find(letter.labels.begin(), letter.labels.end(), names[i]) !=
                                 letter.labels.end());
        if (kinds.insert(kind).second)
            held_out.writers.push_back(writer);
    }
    for (auto const kind : kinds)
        out[kind].labels = static_cast<std::size_t>(
            std::count_if(names.begin(), names.end(),
                          [&](auto const& name) { return parts_of_label(name)->first == kind; }));
}

learn::HitCounts counts_of(HeldOut const& held_out, std::span<std::uint32_t const> letters) {
    learn::HitCounts counts;
    for (auto const letter : letters)
        for (std::size_t at = letter * held_out.labels; at < (letter + 1) * held_out.labels; ++at) {
            counts.hits += held_out.said[at] && held_out.truth[at];
            counts.wrong += held_out.said[at] && !held_out.truth[at];
            counts.missed += !held_out.said[at] && held_out.truth[at];
        }
    return counts;
}

// The largest recall of a common bound at which at least half of what is named is right.
double recall_at_half(HeldOut const& held_out) {
    std::vector<std::size_t> order(held_out.truth.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return held_out.probabilities[a] > held_out.probabilities[b];
    });
    std::size_t hits = 0, best = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        hits += held_out.truth[order[i]];
        if (2 * hits >= i + 1)
            best = hits;
    }
    auto const gold = std::count(held_out.truth.begin(), held_out.truth.end(), 1);
    return static_cast<double>(best) / static_cast<double>(std::max<std::ptrdiff_t>(gold, 1));
}

void print(FindingKind kind, HeldOut const& held_out) {
    std::vector<std::uint32_t> all(held_out.letters());
    for (std::uint32_t i = 0; i < all.size(); ++i)
        all[i] = i;
    auto const counts = counts_of(held_out, all);
    auto const interval =
        learn::bootstrap_interval(all.size(), [&](std::span<std::uint32_t const> drawn) {
            return counts_of(held_out, drawn).f1();
        });
    learn::CalibrationErrorOptions options;
    options.decisions_per_item = held_out.labels;
    options.bootstrap.rounds = 200;
    auto const error = learn::calibration_error(held_out.probabilities, held_out.truth, options);
    std::printf("%-9s F1 %.3f (%.3f to %.3f)  precision %.3f  recall %.3f  recall at precision 0.5 "
                "%.3f  calibration error %.4f (up to %.4f)\n",
                std::string(finding_kind_name(kind)).c_str(), counts.f1(), interval.lower,
                interval.upper, counts.precision().value(), counts.recall().value(),
                recall_at_half(held_out), error.debiased, error.interval.upper);
}

void print_by_writer(ByKind const& by_kind, std::vector<std::string> const& writers) {
    for (std::uint32_t writer = 0; writer < writers.size(); ++writer) {
        std::printf("  %-6s", writers[writer].c_str());
        for (auto const& [kind, held_out] : by_kind) {
            std::vector<std::uint32_t> own;
            for (std::uint32_t i = 0; i < held_out.writers.size(); ++i)
                if (held_out.writers[i] == writer)
                    own.push_back(i);
            std::printf("  %s %.3f", std::string(finding_kind_name(kind)).c_str(),
                        counts_of(held_out, own).f1());
        }
        std::printf("\n");
    }
}

} // namespace

int leave_one_writer_out(std::shared_ptr<Catalogue const> const& catalogue,
                         HeldOutOptions const& options) {
    auto const judged = read_judging_letters(catalogue, options.judged);
    auto const beside = read_judging_letters(catalogue, options.beside);
    for (auto const* letters : {&judged, &beside})
        if (!*letters) {
            std::fprintf(stderr, "%s\n", letters->error().describe().c_str());
            return 3;
        }
    ByKind by_kind;
    std::vector<std::string> writers;
    std::size_t trained_on = 0;
    for (auto const& file : options.judged) {
        auto const writer = file.stem().string();
        std::vector<JudgingSample> others = beside->samples;
        for (auto const& sample : judged->samples)
            if (sample.writer != writer)
                others.push_back(sample);
        // A part of each writer's letters, the same each time.
        std::vector<JudgingSample> chosen;
        for (std::size_t i = 0; i < others.size(); ++i)
            if (static_cast<double>(i * 7919 % 1000) < 1000 * options.share)
                chosen.push_back(others[i]);
        trained_on += chosen.size();
        for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
            JudgingTraining training;
            training.threads = options.threads;
            auto trained = train_judging_model(function, *catalogue, chosen, training);
            if (!trained) {
                std::fprintf(stderr, "%s\n", trained.error().describe().c_str());
                return 3;
            }
            JudgingModel const model{std::move(*trained), "held out"};
            for (auto const& sample : judged->samples)
                if (sample.writer == writer)
                    judge(sample, function, model, static_cast<std::uint32_t>(writers.size()),
                          by_kind);
        }
        writers.push_back(writer);
    }
    std::printf(
        "%zu letters of %zu writers, each judged by models of %zu other letters on average\n",
        judged->samples.size(), writers.size(),
        trained_on / std::max<std::size_t>(writers.size(), 1));
    for (auto const& [kind, held_out] : by_kind)
        print(kind, held_out);
    print_by_writer(by_kind, writers);
    return 0;
}

} // namespace leitstand
