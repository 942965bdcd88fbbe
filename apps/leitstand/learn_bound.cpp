// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn bound|reliability`: from which probability on a model's labels may be acted on
// with a promised share of errors, and how well its probabilities hold.
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/json_members.hpp"
#include "commands.hpp"
#include "learn/label_model.hpp"
#include "learn/label_predictions.hpp"
#include "learn/reliability_diagram.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

using learn::BoundOutcome;
using learn::JudgedItem;
using learn::RiskBound;

constexpr double kCoverageAlphas[] = {0.02, 0.05, 0.10};
constexpr std::size_t kGroupNameBytesMax = 200;

struct Calibration {
    learn::SampleFile file;
    learn::LabelPredictions predictions;
};

// Short texts come again in the same words; a larger share was trained on.
constexpr std::size_t kTrainedOnShare = 10; // one in so many

// Texts that the model was trained on would make it look surer than it is.
Result<Calibration> predict_calibration(fs::path const& model_path, fs::path const& file_path) {
    auto const model = TRY(learn::LabelModel::open(model_path));
    auto file = TRY(learn::read_samples(file_path));
    auto const trained_on = model.manifest().find("data_sha256");
    if (trained_on != model.manifest().end() && trained_on->is_array())
        for (auto const& hash : *trained_on)
            if (hash == file.sha256)
                return fail(Code::refused, "learn.trained_on_it", file_path.string());
    if (auto const known = model.trained_on(file.samples);
        known * kTrainedOnShare > file.samples.size())
        return fail(Code::refused, "learn.trained_on_it",
                    fmt::format("{}: {} / {}", file_path.string(), known, file.samples.size()));
    auto predictions = TRY(learn::predict_samples(model, file, file_path.string()));
    return Calibration{std::move(file), std::move(predictions)};
}

// The value of `key` in each text's own line; the file is of JSON lines.
Result<std::vector<std::string>> groups_of(fs::path const& path, learn::SampleFile const& file,
                                           std::string const& key) {
    auto const bytes = TRY(read_regular_file(path, learn::kSampleFileBytesMax));
    std::vector<std::string> groups;
    std::size_t number = 0;
    std::string_view rest = bytes;
    for (auto const& sample : file.samples) {
        std::string_view line;
        for (; number < sample.line && !rest.empty(); ++number) {
            auto const end = rest.find('\n');
            line = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
        auto const place = fmt::format("{}:{}: {}", path.string(), sample.line, key);
        auto const parsed = parse_json(line, {learn::kSampleLineBytesMax, 8});
        if (!parsed || !parsed->is_object())
            return fail(Code::bad_input, "learn.no_group", place);
        auto const value = parsed->find(key);
        if (value == parsed->end() || !value->is_string() ||
            value->get_ref<std::string const&>().size() > kGroupNameBytesMax)
            return fail(Code::bad_input, "learn.no_group", place);
        groups.push_back(value->get<std::string>());
    }
    return groups;
}

Json bound_json(RiskBound const& bound) {
    return Json{{"alpha", bound.alpha},
                {"delta", bound.delta},
                {"threshold", bound.holds() ? Json(bound.threshold) : Json(nullptr)},
                {"share_acted_on", rounded(bound.share_acted_on())},
                {"errors", bound.errors},
                {"acted_on", bound.acted_on},
                {"holds", bound.holds()},
                {"outcome", learn::bound_outcome_name(bound.outcome)},
                {"items", bound.items},
                {"needed", bound.needed},
                {"error_upper", bound.holds() ? Json(rounded(bound.error_upper)) : Json(nullptr)}};
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

std::string in_words(RiskBound const& bound) {
    switch (bound.outcome) {
    case BoundOutcome::holds:
        return fmt::format("ab Wahrscheinlichkeit / from probability {:.4f}: {} von / of {} ({}), "
                           "davon falsch / of them wrong: {}",
                           bound.threshold, bound.acted_on, bound.items,
                           percent(bound.share_acted_on()), bound.errors);
    case BoundOutcome::too_few_items:
        return fmt::format("Die Daten reichen nicht: {} Texte ohne Fehler wären nötig, {} sind da. "
                           "/ The data do not suffice: {} texts without an error are needed, there "
                           "are {}.",
                           bound.needed, bound.items, bound.needed, bound.items);
    case BoundOutcome::too_many_errors:
        return "Bei keiner Schwelle lässt sich die Fehlerquote zusagen. / At no threshold can the "
               "share of errors be promised.";
    }
    return {};
}

void print_bound(RiskBound const& bound, std::string const& about) {
    fmt::print("{}alpha {}, delta {}: {}\n", about, bound.alpha, bound.delta, in_words(bound));
}

// Counted, not promised: what the threshold for all does in one group.
Json plain_figures(std::span<JudgedItem const> items, std::span<std::string const> groups,
                   std::string const& group, RiskBound const& joint) {
    if (!joint.holds())
        return nullptr;
    std::size_t acted_on = 0, errors = 0;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (groups[i] == group && items[i].confidence >= joint.threshold) {
            ++acted_on;
            errors += items[i].wrong ? 1 : 0;
        }
    return Json{{"acted_on", acted_on}, {"errors", errors}};
}

Result<void> print_groups(LearnBoundArguments const& arguments, Calibration const& calibration,
                          std::span<JudgedItem const> items, RiskBound const& joint) {
    auto const groups = TRY(groups_of(arguments.calibration, calibration.file, arguments.group));
    auto const bounds =
        TRY(learn::bound_risk_by_group(items, groups, arguments.alpha, arguments.delta));
    for (auto const& [group, bound] : bounds) {
        if (!arguments.json) {
            print_bound(bound, printable(group) + ": ");
            continue;
        }
        Json line{{"group", group}};
        line.update(bound_json(bound));
        line["at_joint_threshold"] = plain_figures(items, groups, group, joint);
        fmt::print("{}\n", print_json(line));
    }
    return {};
}

Json reliability_json(learn::CalibrationError const& error) {
    auto groups = Json::array();
    for (auto const& row : learn::reliability_rows(error))
        groups.push_back({{"said", rounded(row.said)},
                          {"came_true", rounded(row.came_true.value())},
                          {"lower", rounded(row.interval.lower)},
                          {"upper", rounded(row.interval.upper)},
                          {"decisions", row.came_true.count}});
    return Json{{"items", error.items},
                {"decisions", error.decisions},
                {"calibration_error", rounded(error.debiased)},
                {"calibration_error_lower", rounded(error.interval.lower)},
                {"calibration_error_upper", rounded(error.interval.upper)},
                {"plain_error", rounded(error.plain)},
                {"groups", std::move(groups)}};
}

} // namespace

int run_learn_bound(LearnBoundArguments const& arguments) {
    // Before the model reads thousands of texts: are the numbers ones that a bound can have?
    std::vector<JudgedItem> const one(1);
    if (auto const valid = learn::bound_risk(one, arguments.alpha, arguments.delta); !valid)
        return tell(valid.error(), kWrongUse);
    auto const calibration = predict_calibration(arguments.model, arguments.calibration);
    if (!calibration)
        return tell(calibration.error(), kWrongUse);
    auto const items = learn::judged_items(calibration->predictions);
    auto const bound = learn::bound_risk(items, arguments.alpha, arguments.delta);
    if (!bound)
        return tell(bound.error(), kWrongUse);
    auto line = bound_json(*bound);
    line["accuracy"] = rounded(learn::figures_of(calibration->predictions).wholly_right.value());
    line["coverage"] = Json::array();
    if (!arguments.json)
        print_bound(*bound, "");
    for (auto const alpha : kCoverageAlphas) {
        auto const covered = learn::bound_risk(items, alpha, arguments.delta);
        if (!covered)
            return tell(covered.error(), kWrongUse);
        line["coverage"].push_back(bound_json(*covered));
        if (!arguments.json && alpha != arguments.alpha)
            print_bound(*covered, "  ");
    }
    if (arguments.json)
        fmt::print("{}\n", print_json(line));
    if (!arguments.group.empty())
        if (auto const printed = print_groups(arguments, *calibration, items, *bound); !printed)
            return tell(printed.error(), kWrongUse);
    return kDone;
}

int run_learn_reliability(LearnReliabilityArguments const& arguments) {
    auto const calibration = predict_calibration(arguments.model, arguments.file);
    if (!calibration)
        return tell(calibration.error(), kWrongUse);
    auto const error = learn::calibration_error_of(calibration->predictions);
    learn::DiagramOptions options;
    options.title = fmt::format("{}: {}", arguments.model.filename().string(),
                                arguments.file.filename().string());
    if (arguments.english)
        options.language = learn::DiagramLanguage::english;
    if (!arguments.svg.empty())
        if (auto const written =
                write_file_durably(arguments.svg, learn::reliability_svg(error, options), 0644);
            !written)
            return tell(written.error(), kCannotRun, arguments.svg.string());
    auto const several = calibration->predictions.several_labels;
    auto const of_said = learn::said_calibration_error_of(calibration->predictions);
    if (arguments.json) {
        auto line = reliability_json(error);
        if (several)
            line["said"] = reliability_json(of_said);
        fmt::print("{}\n", print_json(line));
        return kDone;
    }
    fmt::print("Abweichung / error: {} ({} - {}), mit Zufall / with chance: {}\n",
               percent(error.debiased), percent(error.interval.lower),
               percent(error.interval.upper), percent(error.plain));
    if (several)
        fmt::print("nur gesagte Kennzeichen / labels said alone: {} ({} - {})\n",
                   percent(of_said.debiased), percent(of_said.interval.lower),
                   percent(of_said.interval.upper));
    fmt::print("gesagt/said\teingetreten/came true\t95 %\tEntscheidungen/decisions\n");
    for (auto const& row : learn::reliability_rows(error))
        fmt::print("{}\t{}\t{} - {}\t{}\n", percent(row.said), percent(row.came_true.value()),
                   percent(row.interval.lower), percent(row.interval.upper), row.came_true.count);
    return kDone;
}

} // namespace leitstand::app
