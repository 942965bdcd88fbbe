// SPDX-License-Identifier: EUPL-1.2
#include "understand/understand.hpp"

#include <algorithm>

#include "text/normalise.hpp"
#include "understand/detail/extract.hpp"
#include "understand/detail/judge.hpp"
#include "understand/detail/legal.hpp"
#include "understand/detail/route.hpp"
#include "understand/detail/scene.hpp"

namespace leitstand {

using namespace detail_understand;

namespace {

constexpr std::string_view kExtractVersion = "1.0.0";
constexpr std::string_view kSortVersion = "1.0.0";
constexpr std::string_view kUrgentVersion = "1.1.0";
constexpr std::string_view kCompleteVersion = "1.0.0";
constexpr std::size_t kEvidenceMax = 8; // places shown for one finding; the contributions keep all

template <typename T>
std::vector<Entry const*> entries(std::vector<T> const& list) {
    std::vector<Entry const*> out;
    for (auto const& entry : list)
        out.push_back(&entry);
    return out;
}

Finding field_finding(Scene const& scene, Found const& found) {
    Finding finding;
    finding.function = FunctionKey::extract;
    finding.function_version = kExtractVersion;
    finding.kind = FindingKind::field;
    finding.key = found.key;
    finding.value = found.value;
    finding.role = found.role;
    finding.group = found.group;
    finding.score = found.score;
    finding.intercept = found.score;
    finding.suggested = true;
    finding.evidence.push_back(scene.evidence(found.span));
    if (found.span.start == found.span.end) // from the envelope
        finding.evidence.back().text = found.value;
    finding.part = finding.evidence.back().part;
    return finding;
}

Finding judged_finding(Scene const& scene, Judged const& judged, FunctionKey function,
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
    // The strongest words first, as evidence.
    std::vector<JudgedContribution const*> strongest;
    for (auto const& contribution : judged.contributions) {
        Contribution out{std::string(contribution.phrase), contribution.amount, {}};
        for (auto const& span : contribution.spans)
            if (auto const place = scene.in_document(span); place)
                out.spans.push_back(*place);
        finding.contributions.push_back(std::move(out));
        if (contribution.amount > 0)
            strongest.push_back(&contribution);
    }
    std::stable_sort(strongest.begin(), strongest.end(),
                     [](auto const* a, auto const* b) { return a->amount > b->amount; });
    for (auto const* contribution : strongest)
        for (auto const& span : contribution->spans)
            if (finding.evidence.size() < kEvidenceMax) {
                auto evidence = scene.evidence(span);
                bool const known = std::any_of(finding.evidence.begin(), finding.evidence.end(),
                                               [&](Evidence const& other) {
                                                   return evidence.span.start < other.span.end &&
                                                          other.span.start < evidence.span.end;
                                               });
                if (!known)
                    finding.evidence.push_back(std::move(evidence));
            }
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

struct Understander::State {
    std::shared_ptr<Catalogue const> catalogue;
    Contexts contexts;
    Facts facts;
    Judge sort, urgent;

    explicit State(std::shared_ptr<Catalogue const> given)
        : catalogue(std::move(given)), contexts(*catalogue), facts(*catalogue) {
        sort.add(FindingKind::service, entries(catalogue->services));
        sort.add(FindingKind::act, entries(catalogue->acts));
        sort.add(FindingKind::document, entries(catalogue->document_types));
        sort.add_cues(*catalogue);
        urgent.add(FindingKind::theme, entries(catalogue->themes));
        urgent.add_cues(*catalogue);
    }
};

Understander::Understander(std::shared_ptr<Catalogue const> catalogue)
    : state_(std::make_unique<State const>(std::move(catalogue))) {}
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
    auto const found = extract(scene, state_->contexts);
    if (extracts) {
        for (auto const& field : found)
            if (state_->catalogue->field(field.key) != nullptr)
                out.findings.push_back(field_finding(scene, field));
        out.functions.emplace_back(FunctionKey::extract, kExtractVersion);
    }
    std::vector<StatedFact> facts;
    if (sorts || warns) {
        auto const masked = scene.masked(masks(scene, found));
        auto const take = [&](Judge const& judge, FunctionKey function, std::string_view version) {
            for (auto const& judged : judge.judge(masked)) {
                if (judged.score < 0 && !options.with_unsuggested)
                    continue;
                auto finding = judged_finding(scene, judged, function, version);
                evidence_from_part(document, finding);
                if (!finding.evidence.empty() || options.with_unsuggested)
                    out.findings.push_back(std::move(finding));
            }
            out.functions.emplace_back(function, version);
        };
        if (sorts)
            take(state_->sort, FunctionKey::sort, kSortVersion);
        if (warns)
            take(state_->urgent, FunctionKey::urgent, kUrgentVersion);
        if (sorts && (warns || completes))
            facts = state_->facts.find(masked);
    }
    if (sorts) {
        out.requests = pair_requests(scene, out.findings);
        out.unit = responsible_unit(*state_->catalogue, out.findings, found);
        hold_if_unclear(out);
    }
    // Both go by what `sort` says is asked for.
    if (sorts && warns)
        out.clocks = find_clocks(*state_->catalogue, out, facts, options);
    if (sorts && completes) {
        out.requirements = check_complete(*state_->catalogue, out, facts, options,
                                          extracts ? ExtractRan::yes : ExtractRan::no);
        out.functions.emplace_back(FunctionKey::complete, kCompleteVersion);
    }
    return out;
}

} // namespace leitstand
