// SPDX-License-Identifier: EUPL-1.2
#include "understand/judging_training.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/json_members.hpp"
#include "learn/intervals.hpp"
#include "learn/risk_bound.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/judging.hpp"
#include "understand/detail/letter_kinds.hpp"
#include "understand/judging_quality.hpp"

namespace leitstand {

using namespace detail_understand;

namespace {

constexpr unsigned kFolds = 6;
constexpr std::uint64_t kModelBytesMax = 6'000'000;
constexpr double kSortCost = 1, kUrgentCost = 1.5; // of an error; ADR 0021
constexpr double kRightLeast = 0.7;                // of what is suggested
constexpr double kAlternativePrecision = 0.5;      // of what is suggested or kept beside it
constexpr double kNearMin = 0.05;                  // no alternative is less likely
constexpr double kAlpha = 0.10, kDelta = 0.05;     // of the promise below which an item is held

constexpr std::array kSortKinds{FindingKind::service, FindingKind::act};
constexpr std::array kUrgentKinds{FindingKind::theme};

std::vector<std::string> labels_of(FunctionKey function, Catalogue const& catalogue) {
    std::vector<std::string> labels;
    auto const add = [&](FindingKind kind, auto const& entries) {
        for (auto const& entry : entries)
            labels.push_back(label_of(kind, entry.key));
    };
    if (function == FunctionKey::sort) {
        add(FindingKind::service, catalogue.services);
        add(FindingKind::act, catalogue.acts);
    } else {
        add(FindingKind::theme, catalogue.themes);
    }
    return labels;
}

Result<std::vector<std::string>> gold_labels(FunctionKey function, Catalogue const& catalogue,
                                             nlohmann::json const& gold, std::string const& place) {
    auto const known = labels_of(function, catalogue);
    std::vector<std::string> labels;
    for (auto const kind : kinds_judged(function))
        for (auto const& key : gold.at(std::string(finding_kind_name(kind)) + "s")) {
            auto label = label_of(kind, key.get<std::string>());
            if (std::find(known.begin(), known.end(), label) == known.end())
                return fail(Code::bad_input, "letters.unknown_label", place);
            if (std::find(labels.begin(), labels.end(), label) == labels.end())
                labels.push_back(std::move(label));
        }
    return labels;
}

Result<JudgingSample> sample_of(Contexts const& contexts, Judging const& judging,
                                Catalogue const& catalogue, nlohmann::json const& letter,
                                std::string const& place) {
    JudgingSample sample;
    sample.id = letter.at("id").get<std::string>();
    sample.channel = letter.value("channel", "");
    sample.language = letter.at("gold").value("language", "");
    auto const document = document_of(letter);
    Scene const scene(document);
    auto const masked = scene.masked(masks(scene, extract(scene, contexts)));
    for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
        auto view = judging.view(function, masked);
        auto& out = function == FunctionKey::sort ? sample.sort : sample.urgent;
        out.labels = TRY(gold_labels(function, catalogue, letter.at("gold"), place));
        out.text = std::move(view.text);
        out.given = std::move(view.clues);
    }
    sample.kinds = letter_kinds(scene, {sample.language, letter.at("gold").at("services").size(),
                                        judging.phrase_judgement(masked)});
    return sample;
}

} // namespace

std::span<FindingKind const> kinds_judged(FunctionKey function) {
    return function == FunctionKey::sort ? std::span<FindingKind const>(kSortKinds)
                                         : std::span<FindingKind const>(kUrgentKinds);
}

bool knows_label(FunctionKey function, Catalogue const& catalogue, std::string_view label) {
    auto const known = labels_of(function, catalogue);
    return std::find(known.begin(), known.end(), label) != known.end();
}

Result<JudgingLetters> read_judging_letters(std::shared_ptr<Catalogue const> const& catalogue,
                                            std::span<std::filesystem::path const> files,
                                            GeneratedLetters generated) {
    Contexts const contexts(*catalogue);
    Judging const judging(*catalogue, nullptr);
    JudgingLetters letters;
    for (auto const& file : files)
        letters.data_sha256.push_back(TRY(read_annotated_letters(
            file, generated, [&](Json const& letter, std::string const& place) -> Result<void> {
                auto sample = TRY(sample_of(contexts, judging, *catalogue, letter, place));
                sample.writer = file.stem().string();
                letters.samples.push_back(std::move(sample));
                return {};
            })));
    return letters;
}

namespace {

learn::LabelTraining settings_of(FunctionKey function, Catalogue const& catalogue,
                                 std::span<JudgingSample const> samples,
                                 JudgingTraining const& training) {
    learn::LabelTraining settings;
    learn::FeatureSettings features;
    features.word_sequence_max = 2;
    features.piece_size_min = 3;
    features.piece_size_max = 5;
    settings.choices = {{features, function == FunctionKey::sort ? kSortCost : kUrgentCost}};
    settings.labels = labels_of(function, catalogue);
    settings.several_labels = true;
    for (auto const kind : kinds_judged(function)) {
        auto& rivals = settings.rivals.emplace_back();
        for (auto const& label : settings.labels)
            if (parts_of_label(label)->first == kind)
                rivals.push_back(label);
    }
    settings.folds = kFolds;
    settings.model_bytes_max = kModelBytesMax;
    settings.seed = training.seed;
    settings.threads = training.threads;
    settings.data_sha256 = training.data_sha256;
    std::vector<std::string> writers;
    for (auto const& sample : samples) {
        auto const known = std::find(writers.begin(), writers.end(), sample.writer);
        settings.groups.push_back(static_cast<std::uint32_t>(known - writers.begin()));
        if (known == writers.end())
            writers.push_back(sample.writer);
    }
    return settings;
}

// Probabilities of labels of one kind on letters of writers not trained on, likeliest first.
struct Decision {
    double probability = 0;
    bool right = false;
};

double f1_from(std::vector<Decision> const& decisions, double bound) {
    std::size_t said = 0, hits = 0, gold = 0;
    for (auto const& decision : decisions) {
        gold += decision.right;
        said += decision.probability >= bound;
        hits += decision.probability >= bound && decision.right;
    }
    return 2.0 * static_cast<double>(hits) /
           static_cast<double>(std::max<std::size_t>(said + gold, 1));
}

// Whether at least kRightLeast of what is said from a bound on is right, at the worse end of the
// interval: more wrong suggestions than that are a burden, and the gate before the desk stays
// closed for them (catalogue/de/govern/gates.toml).
bool right_often_enough(std::vector<Decision> const& decisions, double bound) {
    learn::Share right;
    for (auto const& decision : decisions)
        if (decision.probability >= bound) {
            ++right.count;
            right.hits += decision.right;
        }
    return right.count > 0 && learn::wilson_interval(right).lower >= kRightLeast;
}

// The probability from which on F1 of all decisions is highest, among those from which on enough is
// right; among all where none is. F1 jumps from decision to decision; the mean over a window of
// bounds is asked, so that no single letter decides.
double best_bound(std::vector<Decision> const& decisions) {
    constexpr int kSteps = 100, kFrom = 15, kTo = 70, kWindow = 3;
    std::array<double, kSteps + 1> f1{};
    for (std::size_t step = 0; step < f1.size(); ++step)
        f1[step] = f1_from(decisions, static_cast<double>(step) / kSteps);
    int best = kFrom;
    double best_mean = -1;
    bool best_right = false;
    for (int step = kFrom; step <= kTo; ++step) {
        double mean = 0;
        for (int near = step - kWindow; near <= step + kWindow; ++near)
            mean += f1[static_cast<std::size_t>(near)];
        bool const right = right_often_enough(decisions, static_cast<double>(step) / kSteps);
        if (std::pair{right, mean} > std::pair{best_right, best_mean})
            best_right = right, best_mean = mean, best = step;
    }
    return static_cast<double>(best) / kSteps;
}

// The lowest probability down to which at least half of the decisions are right.
double alternatives_bound(std::vector<Decision> decisions) {
    std::stable_sort(decisions.begin(), decisions.end(),
                     [](auto const& a, auto const& b) { return a.probability > b.probability; });
    std::size_t hits = 0;
    double bound = 1;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        hits += decisions[i].right;
        if (static_cast<double>(hits) >= kAlternativePrecision * static_cast<double>(i + 1))
            bound = decisions[i].probability;
    }
    return bound;
}

// From which certainty on at most the share kAlpha of the documents gets a wrong service or misses
// one, for post like the letters.
Result<void> promise(std::vector<std::string> const& names,
                     std::vector<double> const& probabilities,
                     std::vector<double> const& suggest_from,
                     std::vector<std::uint8_t> const& truth, learn::LabelModel& model) {
    constexpr double kNever = 2; // no certainty is as high
    std::vector<learn::JudgedItem> judged;
    for (std::size_t at = 0; at < probabilities.size(); at += names.size()) {
        learn::JudgedItem item{1, false};
        for (std::size_t label = 0; label < names.size(); ++label) {
            if (!names[label].starts_with(finding_kind_name(FindingKind::service)))
                continue;
            auto const probability = probabilities[at + label];
            bool const said = probability >= suggest_from[label];
            item.confidence *= said ? probability : 1 - probability;
            item.wrong = item.wrong || said != (truth[at + label] != 0);
        }
        item.confidence = learn::as_printed(item.confidence);
        judged.push_back(item);
    }
    auto const bound = TRY(learn::bound_risk(judged, kAlpha, kDelta));
    model.set_figures("hold", {{"alpha", kAlpha},
                               {"delta", kDelta},
                               {"outcome", std::string(learn::bound_outcome_name(bound.outcome))},
                               {"below", bound.holds() ? bound.threshold : kNever},
                               {"share_above", bound.share_acted_on()}});
    return {};
}

// Enters the bounds and the promise into the manifest.
Result<void> choose_bounds(FunctionKey function, learn::LabelModel& model) {
    auto const& names = model.labels();
    auto const& known = model.out_of_fold();
    auto const items = known.scores.size() / names.size();
    std::vector<double> probabilities(known.scores.size());
    for (std::size_t item = 0; item < items; ++item)
        model.probabilities(std::span(known.scores).subspan(item * names.size(), names.size()),
                            std::span(probabilities).subspan(item * names.size(), names.size()));
    Json bounds = Json::object();
    std::vector<double> suggest_from(names.size(), 0.5);
    for (auto const kind : kinds_judged(function)) {
        std::vector<Decision> decisions;
        for (std::size_t i = 0; i < probabilities.size(); ++i)
            if (names[i % names.size()].starts_with(finding_kind_name(kind)))
                decisions.push_back({probabilities[i], known.truth[i] != 0});
        auto const suggest = best_bound(decisions);
        auto const f1 = f1_from(decisions, suggest);
        // A little lower than what was seen: an alternative that is missing costs more than one
        // too many. Far lower, alternatives would hide each other.
        auto const near =
            std::min(suggest, std::max(kNearMin, 0.7 * alternatives_bound(std::move(decisions))));
        bounds[std::string(finding_kind_name(kind))] = {
            {"suggest", suggest}, {"near", rounded(near)}, {"f1", rounded(f1)}};
        for (std::size_t label = 0; label < names.size(); ++label)
            if (names[label].starts_with(finding_kind_name(kind)))
                suggest_from[label] = suggest;
    }
    model.set_figures("bounds", std::move(bounds));
    if (function == FunctionKey::sort)
        TRY(promise(names, probabilities, suggest_from, known.truth, model));
    return {};
}

Result<void> enter_quality(FunctionKey function, std::span<JudgingSample const> samples,
                           learn::LabelModel& model) {
    auto const& bounds = model.manifest().at("figures").at("bounds");
    std::map<FindingKind, double> suggest_from;
    for (auto const kind : kinds_judged(function))
        suggest_from[kind] = bounds.at(std::string(finding_kind_name(kind))).at("suggest");
    std::vector<QualityGrouping> groupings{{"writer", {}}, {"channel", {}}, {"language", {}}};
    for (auto const& sample : samples) {
        groupings[0].names.push_back(sample.from_desk ? std::string{} : sample.writer);
        groupings[1].names.push_back(sample.channel);
        groupings[2].names.push_back(sample.language);
    }
    for (auto const kind : kLetterKinds) { // a letter may be of several
        auto& grouping = groupings.emplace_back(QualityGrouping{"letter_kind", {}});
        for (auto const& sample : samples)
            grouping.names.push_back(std::find(sample.kinds.begin(), sample.kinds.end(), kind) ==
                                             sample.kinds.end()
                                         ? std::string{}
                                         : std::string{kind});
    }
    model.set_figures("quality", TRY(judging_quality(model, suggest_from, groupings)));
    return {};
}

} // namespace

Result<learn::LabelModel> train_judging_model(FunctionKey function, Catalogue const& catalogue,
                                              std::span<JudgingSample const> samples,
                                              JudgingTraining const& training) {
    std::vector<learn::Sample> chosen;
    for (auto const& sample : samples)
        chosen.push_back(sample.of(function));
    auto model =
        TRY(learn::LabelModel::train(chosen, settings_of(function, catalogue, samples, training)));
    TRY(choose_bounds(function, model));
    TRY(enter_quality(function, samples, model));
    return model;
}

} // namespace leitstand
