// SPDX-License-Identifier: EUPL-1.2
#include "held_out.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <set>

#include "base/files.hpp"
#include "learn/calibration_error.hpp"
#include "learn/figures.hpp"
#include "learning_curve.hpp"
#include "understand/judging_training.hpp"

namespace leitstand {

namespace {

// What a model that did not know the writer said of the labels of one kind, letter by letter.
struct HeldOut {
    std::size_t labels = 0;
    std::vector<double> probabilities;
    std::vector<std::uint8_t> said, truth;
    std::vector<std::uint32_t> writers;        // of each letter
    std::vector<JudgingSample const*> samples; // the letters themselves

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
            held_out.writers.push_back(writer), held_out.samples.push_back(&sample);
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

// The letters of one channel or of one kind: precision and recall with Wilson's interval, F1 with
// one drawn over letters.
void print_group(std::string const& name, HeldOut const& held_out,
                 std::vector<std::uint32_t> const& letters) {
    auto const counts = counts_of(held_out, letters);
    auto const drawn_f1 = [&](std::span<std::uint32_t const> drawn) {
        std::vector<std::uint32_t> chosen;
        for (auto const place : drawn)
            chosen.push_back(letters[place]);
        return counts_of(held_out, chosen).f1();
    };
    auto const f1 = learn::bootstrap_interval(letters.size(), drawn_f1);
    auto const share = [](learn::Share const& of) {
        auto const interval = learn::wilson_interval(of);
        return fmt::format("{:.2f} ({:.2f} to {:.2f})", of.value(), interval.lower, interval.upper);
    };
    std::printf("| %s | %zu | %s | %s | %.2f (%.2f to %.2f) |\n", name.c_str(), letters.size(),
                share(counts.precision()).c_str(), share(counts.recall()).c_str(), counts.f1(),
                f1.lower, f1.upper);
}

void print_by_group(ByKind const& by_kind) {
    for (auto const& [kind, held_out] : by_kind) {
        std::map<std::string, std::vector<std::uint32_t>> groups;
        for (std::uint32_t letter = 0; letter < held_out.samples.size(); ++letter) {
            groups[held_out.samples[letter]->channel].push_back(letter);
            for (auto const& name : held_out.samples[letter]->kinds)
                groups["kind " + name].push_back(letter);
        }
        std::printf("\n| %s | letters | precision | recall | F1 |\n|---|---|---|---|---|\n",
                    std::string(finding_kind_name(kind)).c_str());
        for (auto const& [name, letters] : groups)
            print_group(name, held_out, letters);
    }
}

struct Measured {
    ByKind by_kind;
    std::vector<std::string> writers; // judged
    std::size_t trained_on = 0;       // letters, on average
};

// A part of each writer's letters, the same each time.
std::vector<JudgingSample> part_of(std::vector<JudgingSample> const& letters, double share) {
    std::vector<JudgingSample> chosen;
    for (std::size_t i = 0; i < letters.size(); ++i)
        if (static_cast<double>(i * 7919 % 1000) < 1000 * share)
            chosen.push_back(letters[i]);
    return chosen;
}

Result<Measured> measure(Catalogue const& catalogue, JudgingLetters const& judged,
                         JudgingLetters const& beside, HeldOutOptions const& options) {
    Measured measured;
    for (std::size_t file = 0; file < options.judged.size(); file += options.judge_every) {
        auto const writer = options.judged[file].stem().string();
        std::vector<JudgingSample> others = beside.samples;
        for (auto const& sample : judged.samples)
            if (sample.writer != writer)
                others.push_back(sample);
        auto const chosen = part_of(others, options.share);
        measured.trained_on += chosen.size();
        for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
            JudgingTraining training;
            training.threads = options.threads;
            JudgingModel const model{
                TRY(train_judging_model(function, catalogue, chosen, training)), "held out"};
            for (auto const& sample : judged.samples)
                if (sample.writer == writer)
                    judge(sample, function, model,
                          static_cast<std::uint32_t>(measured.writers.size()), measured.by_kind);
        }
        measured.writers.push_back(writer);
    }
    measured.trained_on /= std::max<std::size_t>(measured.writers.size(), 1);
    return measured;
}

// Six numbers of letters, without and with those beside.
Result<void> draw_curve(Catalogue const& catalogue, JudgingLetters const& judged,
                        JudgingLetters const& beside, HeldOutOptions options) {
    constexpr std::array kShares{1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1.0};
    LearningCurve curve;
    for (bool const with_beside : {false, true})
        for (auto const share : kShares) {
            options.share = share;
            auto const measured =
                TRY(measure(catalogue, judged, with_beside ? beside : JudgingLetters{}, options));
            for (auto const& [kind, held_out] : measured.by_kind) {
                std::vector<std::uint32_t> all(held_out.letters());
                std::iota(all.begin(), all.end(), 0u);
                auto const f1 = learn::bootstrap_interval(
                    all.size(), [&](auto drawn) { return counts_of(held_out, drawn).f1(); });
                curve.points.push_back({std::string(finding_kind_name(kind)), with_beside,
                                        measured.trained_on, counts_of(held_out, all).f1(), f1});
            }
        }
    std::printf("%s", curve.table().c_str());
    return write_file_durably(options.curve, curve.svg());
}

int failed(Error const& error) {
    std::fprintf(stderr, "%s\n", error.describe().c_str());
    return 3;
}

} // namespace

int leave_one_writer_out(std::shared_ptr<Catalogue const> const& catalogue,
                         HeldOutOptions const& options) {
    auto const judged = read_judging_letters(catalogue, options.judged);
    if (!judged)
        return failed(judged.error());
    auto const beside = read_judging_letters(catalogue, options.beside, GeneratedLetters::taken);
    if (!beside)
        return failed(beside.error());
    if (!options.curve.empty()) {
        auto const drawn = draw_curve(*catalogue, *judged, *beside, options);
        return drawn ? 0 : failed(drawn.error());
    }
    auto const measured = measure(*catalogue, *judged, *beside, options);
    if (!measured)
        return failed(measured.error());
    std::printf(
        "%zu letters of %zu writers, each judged by models of %zu other letters on average\n",
        measured->by_kind.at(FindingKind::theme).letters(), measured->writers.size(),
        measured->trained_on);
    for (auto const& [kind, held_out] : measured->by_kind)
        print(kind, held_out);
    print_by_writer(measured->by_kind, measured->writers);
    if (options.by_group)
        print_by_group(measured->by_kind);
    return 0;
}

} // namespace leitstand
