// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/judging.hpp"

#include <algorithm>

#include "understand/detail/learned_judge.hpp"

namespace leitstand::detail_understand {

namespace {

// Of judging without a model.
constexpr std::string_view kSortVersion = "1.0.0", kUrgentVersion = "1.1.0";
constexpr std::size_t kEvidenceMax = 8;       // places shown for one finding
constexpr std::size_t kContributionsMax = 40; // kept for one finding; the rest is added up

template <typename T>
std::vector<Entry const*> entries(std::vector<T> const& list) {
    std::vector<Entry const*> out;
    for (auto const& entry : list)
        out.push_back(&entry);
    return out;
}

// The words that speak most for a finding, one behind the other; no place twice.
struct Reason {
    double amount = 0;
    std::vector<ByteSpan> const* spans = nullptr;
};

// A learned model gives nearly every word some weight. Evidence is what a person would point at:
// reasons of at least this share of the strongest, and no "das" or "vom" by itself.
constexpr double kEvidenceShareMin = 0.25;
constexpr std::size_t kProvingBytesMin = 4;

bool proves(Evidence const& evidence) {
    auto const& text = evidence.text;
    bool const abbreviation = // "ALG", "KiZ"
        std::any_of(text.begin() + !text.empty(), text.end(),
                    [](char sign) { return sign >= 'A' && sign <= 'Z'; });
    return text.size() >= kProvingBytesMin || abbreviation;
}

void add_evidence_of(Scene const& scene, Reason const& reason, Finding& finding) {
    for (auto const& span : *reason.spans) {
        auto evidence = scene.evidence(span);
        bool const known = std::any_of(
            finding.evidence.begin(), finding.evidence.end(), [&](Evidence const& other) {
                return evidence.span.start < other.span.end && other.span.start < evidence.span.end;
            });
        if (!known && proves(evidence) && finding.evidence.size() < kEvidenceMax)
            finding.evidence.push_back(std::move(evidence));
    }
}

void add_evidence(Scene const& scene, std::vector<Reason> reasons, double share_min,
                  Finding& finding) {
    std::erase_if(reasons,
                  [](Reason const& reason) { return reason.amount <= 0 || reason.spans->empty(); });
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](auto const& a, auto const& b) { return a.amount > b.amount; });
    for (auto const& reason : reasons)
        if (finding.evidence.empty() || reason.amount >= share_min * reasons.front().amount)
            add_evidence_of(scene, reason, finding);
    if (finding.evidence.empty() && !reasons.empty()) // better a short word than none
        finding.evidence.push_back(scene.evidence(reasons.front().spans->front()));
}

Contribution contribution_of(Scene const& scene, std::string feature, double amount,
                             std::vector<ByteSpan> const& spans) {
    Contribution out{std::move(feature), amount, {}};
    for (auto const& span : spans)
        if (auto const place = scene.in_document(span); place)
            out.spans.push_back(*place);
    return out;
}

Finding finding_by_phrases(Scene const& scene, Judged const& judged, FunctionKey function,
                           std::string_view version) {
    Finding finding;
    finding.function = function;
    finding.function_version = version;
    finding.kind = judged.kind;
    finding.key = judged.key;
    finding.score = judged.score;
    finding.intercept = judged.intercept;
    finding.suggested = judged.score >= 0;
    finding.part = judged.part;
    std::vector<Reason> reasons;
    for (auto const& contribution : judged.contributions) {
        finding.contributions.push_back(contribution_of(scene, std::string(contribution.phrase),
                                                        contribution.amount, contribution.spans));
        reasons.push_back({contribution.amount, &contribution.spans});
    }
    add_evidence(scene, std::move(reasons), 0, finding);
    return finding;
}

// An attachment whose name told the type is the evidence where no word in the text is.
void evidence_from_part(Document const& document, Finding& finding) {
    if (!finding.evidence.empty() || finding.part == 0)
        return;
    for (auto const& part : document.parts)
        if (part.number == finding.part)
            finding.evidence.push_back(
                {part.number, 1, {part.span.start, part.span.start}, part.name, {}});
}

} // namespace

Judging::Judging(Catalogue const& catalogue, std::shared_ptr<JudgingModels const> models)
    : models_(std::move(models)), clues_(catalogue) {
    sort_.add(FindingKind::service, entries(catalogue.services));
    sort_.add(FindingKind::act, entries(catalogue.acts));
    sort_.add(FindingKind::document, entries(catalogue.document_types));
    sort_.add_cues(catalogue);
    urgent_.add(FindingKind::theme, entries(catalogue.themes));
    urgent_.add_cues(catalogue);
    auto const name = [&](FindingKind kind, auto const& list) {
        for (auto const& entry : list)
            names_[phrase_clue(label_of(kind, entry.key))] = "Stichwörter: " + entry.name;
    };
    name(FindingKind::service, catalogue.services);
    name(FindingKind::act, catalogue.acts);
    name(FindingKind::document, catalogue.document_types);
    name(FindingKind::theme, catalogue.themes);
    for (auto const& cue : catalogue.cues)
        if (is_sign(cue)) {
            names_[cue.key] = cue.description;
            names_["quoted." + cue.key] = cue.description + " (im Zitat)";
        }
}

Judge const& Judging::phrases(FunctionKey function) const {
    return function == FunctionKey::sort ? sort_ : urgent_;
}

JudgingView Judging::view(FunctionKey function, Scene const& masked) const {
    return clues_.view(masked, phrases(function).judge(masked));
}

std::string Judging::name_of(std::string const& feature) const {
    if (feature.empty())
        return "Form des Schreibens";
    auto const known = names_.find(feature);
    return known == names_.end() ? feature : known->second;
}

Judging::Outcome Judging::judge(FunctionKey function, Scene const& scene, Scene const& masked,
                                Wanted wanted) const {
    Outcome outcome;
    auto const* model = models_ == nullptr ? nullptr : models_->of(function);
    outcome.version = model == nullptr ? std::string(function == FunctionKey::sort ? kSortVersion
                                                                                   : kUrgentVersion)
                                       : model->version();
    auto const add = [&](Finding finding) {
        evidence_from_part(scene.document(), finding);
        if (!finding.evidence.empty() || wanted == Wanted::all)
            outcome.findings.push_back(std::move(finding));
    };
    auto const judged = phrases(function).judge(masked);
    if (model != nullptr) {
        auto const judgement =
            judge_by_model(*model, clues_.view(masked, judged), wanted == Wanted::all);
        outcome.unsure = judgement.certainty < model->hold_below();
        for (auto const& label : judgement.labels) {
            Finding finding;
            finding.function = function;
            finding.function_version = outcome.version;
            finding.kind = label.kind;
            finding.key = label.key;
            finding.probability = label.probability;
            finding.score = label.score;
            finding.intercept = label.intercept;
            finding.suggested = label.suggested;
            std::vector<Reason> reasons;
            double rest = 0;
            for (auto const& contribution : label.contributions) {
                reasons.push_back({contribution.amount, &contribution.spans});
                if (finding.contributions.size() < kContributionsMax)
                    finding.contributions.push_back(
                        contribution_of(scene, name_of(contribution.feature), contribution.amount,
                                        contribution.spans));
                else
                    rest += contribution.amount;
            }
            if (rest != 0)
                finding.contributions.push_back({"Übriges", rest, {}});
            add_evidence(scene, std::move(reasons), kEvidenceShareMin, finding);
            add(std::move(finding));
        }
    }
    for (auto const& entry : judged)
        if ((model == nullptr || entry.kind == FindingKind::document) &&
            (entry.score >= 0 || wanted == Wanted::all))
            add(finding_by_phrases(scene, entry, function, outcome.version));
    return outcome;
}

} // namespace leitstand::detail_understand
