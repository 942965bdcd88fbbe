// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/out_of_fold.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/measurement/letter_shares.hpp"
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
    std::vector<learn::HitCounts> all;
    for (std::size_t i = 0; i < said.size(); ++i) {
        auto const& counts = all.emplace_back(count(letters.letters[i].gold, said[i]));
        out.letters.push_back({counts.missed > 0, counts.wrong > 0, false});
    }
    out.kinds.push_back(quality_kind("field", all));
    out.bounds = quality_bounds("field", all);
    out.calibration.push_back(calibration_of("field", TRY(learn::cross_calibrated(model))));
    return out;
}

} // namespace

QualityMeasurement::Kind quality_kind(std::string kind, std::span<learn::HitCounts const> letters) {
    std::vector<OfLetter> said, right;
    learn::HitCounts all;
    for (auto const& letter : letters) {
        said.push_back({letter.hits, letter.hits + letter.wrong});
        right.push_back({letter.hits, letter.hits + letter.missed});
        all.hits += letter.hits;
        all.wrong += letter.wrong;
        all.missed += letter.missed;
    }
    QualityMeasurement::Kind out{
        std::move(kind), share_by_letter(said), share_by_letter(right), {}};
    // Of F1, which is no share, the interval lies between those of its two parts at worst.
    auto const harmonic = [](double a, double b) { return a + b == 0 ? 0 : 2 * a * b / (a + b); };
    out.f1 = {all.f1(), harmonic(out.precision.lower, out.recall.lower),
              harmonic(out.precision.upper, out.recall.upper)};
    return out;
}

// What is wrong in one letter is seldom alone: the bound counts what its fields are worth together.
std::vector<QualityMeasurement::Bound> quality_bounds(std::string const& kind,
                                                      std::span<learn::HitCounts const> letters) {
    std::vector<OfLetter> wrong;
    std::uint64_t said = 0, errors = 0;
    for (auto const& letter : letters) {
        wrong.push_back({letter.wrong, letter.hits + letter.wrong});
        said += wrong.back().count;
        errors += letter.wrong;
    }
    auto const independent = independent_count(wrong);
    auto const effect = independent == 0 ? 1 : static_cast<double>(said) / independent;
    auto const upper = upper_by_letter(wrong, 1 - kDelta);
    std::vector<QualityMeasurement::Bound> bounds;
    for (auto const alpha : kAlphas) {
        QualityMeasurement::Bound bound{kind, alpha, kDelta};
        bound.items = bound.acted_on = said;
        bound.errors = errors;
        auto const needed = static_cast<double>(learn::items_needed(alpha, kDelta)) * effect;
        bound.needed = static_cast<std::uint64_t>(std::ceil(needed));
        bound.holds = said > 0 && upper <= alpha;
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
