// SPDX-License-Identifier: EUPL-1.2
#include "govern/measurement/machine.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "govern/measurement/blind_scan.hpp"
#include "govern/measurement/explanation.hpp"
#include "govern/measurement/letter_groups.hpp"
#include "govern/measurement/out_of_fold.hpp"
#include "govern/measurement/override_path.hpp"
#include "govern/measurement/quality.hpp"
#include "govern/measurement/relate_measurement.hpp"
#include "understand/understand.hpp"

namespace leitstand {

namespace {

class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

bool judges(FunctionKey function) {
    return function == FunctionKey::sort || function == FunctionKey::urgent;
}

class Machine {
  public:
    Machine(MachineInput const& input, MeasuredLetters letters)
        : input_(input), letters_(std::move(letters)), understander_(input.catalogue, input.models),
          understand_([this](Document const& document) {
              return understander_.understand(document, modes_);
          }) {}

    Result<void> measure(FunctionKey function, Release const& release) {
        function_ = function;
        release_ = release;
        TRY(take_outcomes());
        if (judges(function))
            TRY(take_manifest());
        take_blindness();
        take_explanation();
        take_counterfactuals();
        return take_override_path();
    }
    std::vector<TakenMeasurement> take() { return std::move(taken_); }

  private:
    void say(std::string_view subject) const {
        if (input_.progress)
            input_.progress(fmt::format("{} {}", function_name(function_), subject));
    }

    template <typename Measurement>
    void add(Measurement measurement, bool unseen) {
        auto& taken = measurement.taken;
        taken.release = release_.measured();
        taken.version = release_.version;
        if (taken.data.empty()) {
            taken.data = fmt::format("{} Dateien / files: {} … {}", input_.files.size(),
                                     input_.files.front().filename().string(),
                                     input_.files.back().filename().string());
            taken.data_sha256 = letters_.sha256();
        }
        if (taken.letters == 0)
            taken.letters = letters_.letters.size();
        taken.unseen_writers = unseen;
        taken_.push_back(
            {function_, std::string(Measurement::kSubject), record_body(pack(measurement))});
    }

    JudgingModel const* model() const {
        return input_.models == nullptr ? nullptr : input_.models->of(function_);
    }

    // Quality, calibration and figures by group, on letters of writers not seen.
    Result<void> take_outcomes() {
        bool const relates = function_ == FunctionKey::relate;
        if (!relates && !judges(function_) && function_ != FunctionKey::extract) {
            // Nobody annotated what is right: it is known who writes, and no more.
            add(TRY(measure_groups(letters_.letters, {}, *input_.templates)), false);
            return {};
        }
        say(GroupFiguresMeasurement::kSubject);
        auto const outcomes =
            relates ? relate_outcomes(letters_.letters, understand_, input_.threads)
                    : TRY(outcomes_out_of_fold(function_, {input_.catalogue, input_.files,
                                                           input_.models.get(), input_.threads}));
        add(TRY(measure_groups(letters_.letters, outcomes.letters, *input_.templates)), true);
        if (!outcomes.kinds.empty()) {
            QualityMeasurement quality;
            quality.kinds = outcomes.kinds;
            quality.bounds = outcomes.bounds;
            add(std::move(quality), true);
        }
        if (!outcomes.calibration.empty()) {
            CalibrationMeasurement calibration;
            calibration.kinds = outcomes.calibration;
            add(std::move(calibration), true);
        }
        return {};
    }

    Result<void> take_manifest() {
        auto const* running = model();
        if (running == nullptr)
            return {};
        auto figures = TRY(manifest_figures(*running));
        for (auto* taken : {&figures.quality.taken, &figures.calibration.taken}) {
            taken->data = "Trainingsbriefe des Modells / the model's training letters";
            taken->data_sha256 = release_.model;
        }
        add(std::move(figures.quality), true);
        add(std::move(figures.calibration), true);
        return {};
    }

    // Judging functions may know no trait; of what sees the text, nothing may be their feature.
    void take_blindness() {
        say(BlindFeaturesMeasurement::kSubject);
        BlindFeaturesMeasurement blind;
        for (auto const judge : {FunctionKey::sort, FunctionKey::urgent}) {
            auto const* of = input_.models == nullptr ? nullptr : input_.models->of(judge);
            if (of == nullptr)
                continue;
            if (judge == function_)
                scan_features(*of, input_.catalogue, *input_.templates, blind);
            else if (!judges(function_))
                scan_outputs(*of, *input_.catalogue, blind);
        }
        if (blind.features == 0)
            return;
        if (judges(function_))
            scan_masks(letters_.letters, *input_.templates, understand_, input_.threads, blind);
        add(std::move(blind), false);
    }

    void take_explanation() {
        ExplanationOptions options;
        options.threads = input_.threads;
        if (function_ == FunctionKey::relate) {
            add(relate_explanation(letters_.letters, understand_, options.letters_max), false);
        } else if (judges(function_) || function_ == FunctionKey::extract) {
            say(ExplanationMeasurement::kSubject);
            SecondLook const second_look{input_.catalogue, input_.models};
            add(measure_explanation(function_, letters_.letters, understand_, second_look, options),
                false);
        }
    }

    // One pass serves all functions.
    void take_counterfactuals() {
        if (function_ != FunctionKey::relate && counterfactuals_.empty()) {
            say(CounterfactualMeasurement::kSubject);
            counterfactuals_ =
                measure_counterfactuals(letters_.letters, *input_.templates, understand_,
                                        {input_.threads, input_.counterfactual_pairs_max});
        }
        if (function_ == FunctionKey::relate)
            add(relate_counterfactuals(letters_.letters, *input_.templates, understand_,
                                       input_.threads),
                false);
        else if (auto const own = counterfactuals_.find(function_); own != counterfactuals_.end())
            add(own->second, false);
    }

    // On the first letter with a finding that can be put right.
    Result<void> take_override_path() {
        if (function_ == FunctionKey::relate)
            return take_relation_path();
        if (!judges(function_) && function_ != FunctionKey::extract)
            return {};
        say(OverridePathMeasurement::kSubject);
        for (auto const& letter : letters_.letters) {
            auto const understanding = understand_(letter.document);
            bool const has_ground = std::any_of(
                understanding.findings.begin(), understanding.findings.end(),
                [&](Finding const& finding) {
                    return finding.function == function_ && finding.suggested &&
                           (finding.kind != FindingKind::field || finding.key == "sender_name");
                });
            if (!has_ground)
                continue;
            auto const folder = input_.scratch / std::string(function_name(function_));
            add(TRY(measure_override_path(function_, letter.document, understanding,
                                          input_.catalogue, folder)),
                false);
            return {};
        }
        return {};
    }

    Result<void> take_relation_path() {
        say(OverridePathMeasurement::kSubject);
        for (auto const& letter : letters_.letters) {
            auto const again = sent_again(letter.document);
            auto const earlier = understand_(letter.document), later = understand_(again);
            if (!earlier.trace->can_resemble() ||
                !related(again, *later.trace, letter.document, *earlier.trace))
                continue;
            add(TRY(measure_relation_path({letter.document, earlier}, {again, later},
                                          input_.catalogue, input_.scratch / "relate")),
                false);
            return {};
        }
        return {};
    }

    MachineInput const& input_;
    MeasuredLetters letters_;
    AllAssist modes_;
    Understander understander_;
    UnderstandLetter understand_;
    FunctionKey function_ = FunctionKey::sort;
    Release release_;
    CounterfactualByFunction counterfactuals_;
    std::vector<TakenMeasurement> taken_;
};

} // namespace

Result<std::vector<TakenMeasurement>>
measure_by_machine(std::vector<std::pair<FunctionKey, Release>> const& functions,
                   MachineInput const& input) {
    Machine machine{input, TRY(read_measured_letters(input.files))};
    for (auto const& [function, release] : functions)
        TRY(machine.measure(function, release));
    return machine.take();
}

} // namespace leitstand
