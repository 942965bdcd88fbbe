// SPDX-License-Identifier: EUPL-1.2
#include "understand/understand.hpp"

#include <algorithm>

#include "text/normalise.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/judging.hpp"
#include "understand/detail/legal.hpp"
#include "understand/detail/requests.hpp"
#include "understand/detail/route.hpp"
#include "understand/detail/scene.hpp"
#include "understand/detail/trace.hpp"
#include "understand/rules_version.hpp"

namespace leitstand {

using namespace detail_understand;

namespace {

Finding field_finding(Scene const& scene, Found const& found, std::string const& version) {
    Finding finding;
    finding.function = FunctionKey::extract;
    finding.function_version = version;
    finding.kind = FindingKind::field;
    finding.key = found.key;
    finding.value = found.value;
    finding.role = found.role;
    finding.group = found.group;
    finding.probability = found.probability;
    finding.score = found.score;
    finding.intercept = found.score;
    finding.suggested = true;
    finding.evidence.push_back(scene.evidence(found.span));
    if (found.span.start == found.span.end) // from the envelope
        finding.evidence.back().text = found.value;
    finding.part = finding.evidence.back().part;
    return finding;
}

LetterWords letter_words(std::vector<FactWords> const& words, Scene const& scene,
                         Scene const& masked, std::vector<Found> const& found) {
    return {Facts::stated(masked, words), name_dates(scene, found, words)};
}

} // namespace

struct Understander::State {
    std::shared_ptr<Catalogue const> catalogue;
    Contexts contexts;
    Facts facts;
    std::shared_ptr<JudgingModels const> models;
    Judging judging;

    // Null without one: the rules decide what a date, an amount and a name are.
    JudgingModel const* field_model() const {
        return models == nullptr ? nullptr : models->of(FunctionKey::extract);
    }
    std::string extract_version() const {
        auto const* model = field_model();
        return model == nullptr ? std::string(rules_version(FunctionKey::extract))
                                : model->version();
    }

    State(std::shared_ptr<Catalogue const> given, std::shared_ptr<JudgingModels const> trained)
        : catalogue(std::move(given)), contexts(*catalogue), facts(*catalogue),
          models(std::move(trained)), judging(*catalogue, models) {}
};

Understander::Understander(std::shared_ptr<Catalogue const> catalogue,
                           std::shared_ptr<JudgingModels const> models)
    : state_(std::make_unique<State const>(std::move(catalogue), std::move(models))) {}
Understander::~Understander() = default;

Understanding Understander::understand(Document const& document, FunctionModes const& modes,
                                       UnderstandOptions const& options) const {
    Understanding out;
    out.language = document.language;
    auto const runs = [&](FunctionKey key) {
        auto const mode = modes.mode(key);
        if (mode == Mode::shadow)
            out.shadows.push_back(key);
        return mode != Mode::off;
    };
    bool const extracts = runs(FunctionKey::extract), sorts = runs(FunctionKey::sort),
               warns = runs(FunctionKey::urgent), completes = runs(FunctionKey::complete);
    Scene const scene(document);
    // The order is fixed: what is masked must be found first, also where `extract` itself may not
    // show anything.
    auto const* const fields = state_->field_model();
    auto const found =
        extract(scene, state_->contexts, fields == nullptr ? nullptr : &fields->labels());
    if (extracts) {
        auto const version = state_->extract_version();
        for (auto const& field : found)
            if (state_->catalogue->field(field.key) != nullptr)
                out.findings.push_back(field_finding(scene, field, version));
        out.functions.emplace_back(FunctionKey::extract, version);
    }
    if (runs(FunctionKey::relate)) {
        out.trace =
            std::make_shared<LetterTrace const>(trace_of(scene, found, options.relate_seed));
        out.functions.emplace_back(FunctionKey::relate, rules_version(FunctionKey::relate));
    }
    LetterWords letter;
    if (sorts || warns) {
        auto const hidden = masks(scene, found);
        out.mask = scene.in_source(hidden);
        auto const masked = scene.masked(hidden);
        auto const wanted =
            options.with_unsuggested ? Judging::Wanted::all : Judging::Wanted::shown;
        for (auto const function : {FunctionKey::sort, FunctionKey::urgent}) {
            if (function == FunctionKey::sort ? !sorts : !warns)
                continue;
            auto judged = state_->judging.judge(function, scene, masked, wanted);
            std::move(judged.findings.begin(), judged.findings.end(),
                      std::back_inserter(out.findings));
            out.functions.emplace_back(function, std::move(judged.version));
            if (judged.unsure)
                out.held_because.push_back(fmt::format("{}_unsure", function_name(function)));
        }
        if (sorts && (warns || completes))
            letter = letter_words(state_->facts.words(masked), scene, masked, found);
    }
    if (sorts) {
        out.requests = pair_requests(*state_->catalogue, scene, out.findings, found);
        out.unit = responsible_unit(*state_->catalogue, out.findings, found);
        hold_if_unclear(out);
    }
    // Both go by what `sort` says is asked for.
    if (sorts && warns)
        out.clocks = find_clocks(*state_->catalogue, out, letter, options);
    if (sorts && completes) {
        out.requirements = check_complete(*state_->catalogue, out, letter.facts, options,
                                          extracts ? ExtractRan::yes : ExtractRan::no);
        out.functions.emplace_back(FunctionKey::complete, rules_version(FunctionKey::complete));
    }
    return out;
}

} // namespace leitstand
