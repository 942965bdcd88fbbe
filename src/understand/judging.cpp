// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/judging.hpp"

#include <algorithm>

#include "understand/rules_version.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr std::size_t kEvidenceMax = 8;       // places shown for one finding
constexpr std::size_t kContributionsMax = 40; // kept for one finding; the rest is added up

template <typename T>
std::vector<Entry const*> entries(std::vector<T> const& list) {
    std::vector<Entry const*> out;
    for (auto const& entry : list)
        out.push_back(&entry);
    return out;
}

// A learned model gives nearly every word some weight. Evidence is what a
// person would point at: reasons of at least this share of the strongest, and
// no "das" or "vom" by itself.
constexpr double kEvidenceShareMin = 0.25;
constexpr std::size_t kProvingBytesMin = 4;

bool proves(Evidence const& evidence) {
    auto const& text = evidence.text;
    bool const abbreviation = // "ALG", "KiZ"
        std::any_of(text.begin() + !text.empty(), text.end(),
                    [](char sign) { return sign >= 'A' && sign <= 'Z'; });
    return text.size() >= kProvingBytesMin || abbreviation;
}

// Takes the words that speak for a finding as its evidence, no place twice.
class EvidenceTaker {
  public:
    EvidenceTaker(Scene const& scene, double share_min, Finding& finding)
        : scene_(scene), share_min_(share_min), finding_(finding) {}

    // Reasons come the strongest first. False where none behind it can be
    // evidence any more.
    bool take(double amount, std::span<ByteSpan const> spans) {
        if (amount <= 0 || spans.empty())
            return true;
        if (!first_)
            strongest_ = amount, first_ = spans.front();
        auto& evidence = finding_.evidence;
        if (!evidence.empty() && amount < share_min_ * strongest_)
            return false;
        for (auto const& span : spans)
            if (evidence.size() < kEvidenceMax)
                take(scene_.evidence(span));
        return evidence.size() < kEvidenceMax;
    }

    void finish() {
        if (finding_.evidence.empty() && first_) // better a short word than none
            finding_.evidence.push_back(scene_.evidence(*first_));
    }

  private:
    void take(Evidence evidence) {
        bool const known = std::any_of(
            finding_.evidence.begin(), finding_.evidence.end(), [&](Evidence const& other) {
                return evidence.span.start < other.span.end && other.span.start < evidence.span.end;
            });
        if (!known && proves(evidence))
            finding_.evidence.push_back(std::move(evidence));
    }

    Scene const& scene_;
    double share_min_, strongest_ = 0;
    std::optional<ByteSpan> first_; // of the strongest reason
    Finding& finding_;
};

Contribution contribution_of(Scene const& scene, std::string feature, double amount,
                             std::span<ByteSpan const> spans) {
    Contribution out{std::move(feature), amount, {}};
    for (auto const& span : spans)
        if (auto const place = scene.in_document(span); place)
            out.spans.push_back(*place);
    return out;
}

Finding finding_by_phrases(Scene const& scene, Judged const& judged) {
    Finding finding;
    finding.kind = judged.kind;
    finding.key = judged.key;
    finding.score = judged.score;
    finding.intercept = judged.intercept;
    finding.suggested = judged.score >= 0;
    finding.part = judged.part;
    std::vector<JudgedContribution const*> strongest_first;
    for (auto const& contribution : judged.contributions) {
        finding.contributions.push_back(contribution_of(scene, std::string(contribution.phrase),
                                                        contribution.amount, contribution.spans));
        strongest_first.push_back(&contribution);
    }
    std::stable_sort(strongest_first.begin(), strongest_first.end(),
                     [](auto const* a, auto const* b) { return a->amount > b->amount; });
    EvidenceTaker taker{scene, 0, finding};
    for (auto const* contribution : strongest_first)
        if (!taker.take(contribution->amount, contribution->spans))
            break;
    taker.finish();
    return finding;
}

void add_evidence_of_clue(Scene const& scene, JudgingView const& view, std::string const& clue,
                          Finding& finding) {
    for (std::size_t i = 0; i < view.clues.size(); ++i)
        if (view.clues[i].name == clue)
            for (auto const& span : view.places[i])
                if (finding.evidence.size() < kEvidenceMax)
                    finding.evidence.push_back(scene.evidence(span));
}

// Nothing that may have been asked for is dropped (most favourable reading): a benefit that the
// text names is at least an alternative, even where it seems to be named in passing.
std::vector<std::string> services_named(std::vector<Judged> const& judged) {
    std::vector<std::string> labels;
    for (auto const& entry : judged)
        if (entry.kind == FindingKind::service && entry.named)
            labels.push_back(label_of(entry.kind, entry.key));
    return labels;
}

// An attachment whose name told the type is the evidence where no word in the
// text is.
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
        for (auto const& entry : list) {
            auto const label = label_of(kind, entry.key);
            names_[label] = entry.name;
            names_[phrase_clue(label)] = "Stichwörter: " + entry.name;
        }
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

std::string Judging::name_of(learn::Reason const& reason, JudgingView const& view) const {
    if (reason.of_words())
        return std::string(reason.span(view.words).of(view.text));
    if (reason.given == learn::Reason::kNoGiven)
        return "Form des Schreibens";
    auto const& clue = view.clues[reason.given].name;
    auto const known = names_.find(clue);
    return known == names_.end() ? clue : known->second;
}

Finding Judging::finding_by_model(Scene const& scene, JudgingView const& view,
                                  LearnedLabel const& label) const {
    Finding finding;
    finding.kind = label.kind;
    finding.key = label.key;
    finding.probability = label.probability;
    finding.score = label.why.score;
    finding.intercept = label.why.intercept;
    finding.suggested = label.suggested;
    if (!label.suggested) // why it is beside: the text names it here
        add_evidence_of_clue(scene, view, phrase_clue(label_of(label.kind, label.key)), finding);
    EvidenceTaker taker{scene, kEvidenceShareMin, finding};
    bool taking = true;
    double rest = 0;
    for (auto const& reason : label.why.reasons) {
        ByteSpan words;
        std::span<ByteSpan const> spans;
        if (reason.of_words())
            words = reason.span(view.words), spans = {&words, 1};
        else if (reason.given != learn::Reason::kNoGiven)
            spans = view.places[reason.given];
        taking = taking && taker.take(reason.value, spans);
        if (finding.contributions.size() < kContributionsMax)
            finding.contributions.push_back(
                contribution_of(scene, name_of(reason, view), reason.value, spans));
        else
            rest += reason.value;
    }
    taker.finish();
    if (rest != 0)
        finding.contributions.push_back({"Übriges", rest, {}});
    if (label.rival_amount != 0) {
        auto const known = names_.find(label.rival);
        finding.score += label.rival_amount;
        finding.contributions.push_back(
            {(label.rival_amount < 0 ? "Anderer Befund: " : "Kein anderer Befund so nahe wie: ") +
                 (known == names_.end() ? label.rival : known->second),
             label.rival_amount,
             {}});
    }
    return finding;
}

Judging::Outcome Judging::judge(FunctionKey function, Scene const& scene, Scene const& masked,
                                Wanted wanted) const {
    Outcome outcome;
    auto const* model = models_ == nullptr ? nullptr : models_->of(function);
    outcome.version = model == nullptr ? std::string(rules_version(function)) : model->version();
    auto const add = [&](Finding finding) {
        finding.function = function;
        finding.function_version = outcome.version;
        evidence_from_part(scene.document(), finding);
        if (!finding.evidence.empty() || wanted == Wanted::all)
            outcome.findings.push_back(std::move(finding));
    };
    auto const judged = phrases(function).judge(masked);
    if (model != nullptr) {
        auto const view = clues_.view(masked, judged);
        auto const judgement =
            judge_by_model(*model, view, services_named(judged), wanted == Wanted::all);
        outcome.unsure = judgement.certainty < model->hold_below();
        for (auto const& label : judgement.labels)
            add(finding_by_model(scene, view, label));
    }
    for (auto const& entry : judged)
        if ((model == nullptr || entry.kind == FindingKind::document) &&
            (entry.score >= 0 || wanted == Wanted::all))
            add(finding_by_phrases(scene, entry));
    return outcome;
}

} // namespace leitstand::detail_understand
