// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/out_of_fold.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "learn/label_predictions.hpp"
#include "understand/field_training.hpp"
#include "understand/judging_training.hpp"

namespace leitstand {

namespace {

constexpr double kDelta = 0.05;
constexpr std::array kAlphas{0.02, 0.05, 0.10, 0.15};

CalibrationMeasurement::Kind calibration_of(std::string kind,
                                            learn::LabelPredictions const& predictions) {
    auto const error = learn::calibration_error_of(predictions);
    return {std::move(kind),
            error.decisions,
            {error.debiased, error.interval.lower, error.interval.upper}};
}

double suggest_from(learn::LabelModel const& model, std::string_view kind) {
    return model.manifest().at("figures").at("bounds").at(std::string(kind)).at("suggest");
}

Result<OutOfFoldOutcomes> judged(FunctionKey function, OutOfFoldInput const& input) {
    auto const letters = TRY(read_judging_letters(input.catalogue, input.files));
    JudgingTraining training;
    training.threads = input.threads;
    training.data_sha256 = letters.data_sha256;
    auto const model =
        TRY(train_judging_model(function, *input.catalogue, letters.samples, training));
    auto const predictions = TRY(learn::cross_calibrated(model));
    auto const* running = input.running == nullptr ? nullptr : input.running->of(function);
    double const hold_below = running == nullptr ? 0 : running->hold_below();
    std::vector<double> from;
    std::vector<bool> service;
    for (auto const& label : model.labels()) {
        auto const kind = finding_kind_name(parts_of_label(label)->first);
        from.push_back(suggest_from(model, kind));
        service.push_back(kind == finding_kind_name(FindingKind::service));
    }
    OutOfFoldOutcomes out;
    out.model_sha256 = to_hex(sha256(model.bytes()));
    for (std::size_t row = 0; row < predictions.rows(); ++row) {
        LetterOutcome outcome;
        double certainty = 1;
        for (std::size_t label = 0; label < predictions.labels; ++label) {
            auto const at = row * predictions.labels + label;
            auto const probability = predictions.probabilities[at];
            bool const said = probability >= from[label], right = predictions.truth[at] != 0;
            outcome.missed |= right && !said;
            outcome.false_alarm |= said && !right;
            if (service[label])
                certainty *= said ? probability : 1 - probability;
        }
        outcome.held = function == FunctionKey::sort && certainty < hold_below;
        out.letters.push_back(outcome);
    }
    return out;
}

learn::HitCounts count(std::vector<FieldValue> const& gold, std::vector<FieldValue> const& said) {
    learn::HitCounts counts;
    auto const among = [](auto const& list, auto const& one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    for (auto const& field : said)
        ++(among(gold, field) ? counts.hits : counts.wrong);
    for (auto const& field : gold)
        counts.missed += !among(said, field);
    return counts;
}

Result<OutOfFoldOutcomes> fields(OutOfFoldInput const& input) {
    auto const letters = TRY(read_field_letters(input.catalogue, input.files));
    JudgingTraining training;
    training.threads = input.threads;
    training.data_sha256 = letters.data_sha256;
    auto const model = TRY(train_field_model(letters.letters, training));
    auto const said = fields_out_of_fold(letters.letters, model);
    OutOfFoldOutcomes out;
    out.model_sha256 = to_hex(sha256(model.bytes()));
    learn::HitCounts all;
    for (std::size_t i = 0; i < said.size(); ++i) {
        auto const counts = count(letters.letters[i].gold, said[i]);
        out.letters.push_back({counts.missed > 0, counts.wrong > 0, false});
        all.hits += counts.hits;
        all.wrong += counts.wrong;
        all.missed += counts.missed;
    }
    out.kinds.push_back(quality_kind("field", all));
    out.bounds = quality_bounds("field", all.hits + all.wrong, all.wrong);
    out.calibration.push_back(calibration_of("field", TRY(learn::cross_calibrated(model))));
    return out;
}

} // namespace

QualityMeasurement::Kind quality_kind(std::string kind, learn::HitCounts const& counts) {
    auto const share = [](learn::Share of) { return estimate_of(of.hits, of.count); };
    QualityMeasurement::Kind out{
        std::move(kind), share(counts.precision()), share(counts.recall()), {}};
    // Of F1, which is no share, the interval lies between those of its two parts at worst.
    auto const harmonic = [](double a, double b) { return a + b == 0 ? 0 : 2 * a * b / (a + b); };
    out.f1 = {counts.f1(), harmonic(out.precision.lower, out.recall.lower),
              harmonic(out.precision.upper, out.recall.upper)};
    return out;
}

// Of everything said, the share that is wrong: a promise at the one threshold that is in use.
std::vector<QualityMeasurement::Bound> quality_bounds(std::string const& kind, std::uint64_t said,
                                                      std::uint64_t wrong) {
    std::vector<QualityMeasurement::Bound> bounds;
    for (auto const alpha : kAlphas) {
        QualityMeasurement::Bound bound{kind, alpha, kDelta};
        bound.items = bound.acted_on = said;
        bound.errors = wrong;
        bound.needed = learn::items_needed(alpha, kDelta);
        bound.holds = said > 0 && learn::clopper_pearson_upper({wrong, said}, 1 - kDelta) <= alpha;
        bounds.push_back(bound);
    }
    return bounds;
}

Result<OutOfFoldOutcomes> outcomes_out_of_fold(FunctionKey function, OutOfFoldInput const& input) {
    switch (function) {
    case FunctionKey::sort:
    case FunctionKey::urgent:
        return judged(function, input);
    case FunctionKey::extract:
        return fields(input);
    default:
        return fail(Code::refused, "measurement.no_ground", std::string(function_name(function)));
    }
}

} // namespace leitstand
