// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/judge.hpp"

#include <algorithm>
#include <cmath>

namespace leitstand::detail_understand {

namespace {

constexpr double kSubjectFactor = 1.25;
constexpr double kMentionFactor = 0.4;     // a benefit that is only named as income or comparison
constexpr double kNoEnclosureFactor = 0.2; // a document type named outside of what is enclosed
constexpr double kAgainFactor = 0.25;      // each further place of the same phrase
constexpr double kFactorMax = 1.75;
constexpr std::size_t kNegationBefore = 4; // words
constexpr std::size_t kNegationAfter = 3;

// Amounts are whole 1/1024, so that their sum is exact in any order.
double whole(double amount) {
    return std::round(amount * 1024.0) / 1024.0;
}

bool clause_break(text::Token const& token) {
    return token.kind == text::TokenKind::sign &&
           (token.form == "," || token.form == ";" || token.form == "(" || token.form == ")" ||
            token.form == "." || token.form == "!" || token.form == "?");
}

} // namespace

// Which tokens carry a cue, and which sentences and lines speak of enclosures.
struct Judge::Marks {
    std::vector<bool> negation, service_negation; // per token
    std::vector<bool> mention, wish, later;       // per sentence
    std::vector<bool> enclosure;                  // per sentence
    std::vector<bool> enclosure_line;             // per line: "Anlagen:" and what stands below
};

void Judge::add_cue(Catalogue const& catalogue, std::string_view key, Cue cue) {
    auto const* found = catalogue.cue(key);
    if (found == nullptr)
        return;
    for (auto const& phrase : found->phrases) {
        auto const id = phrases_.add(phrase.text);
        cues_.resize(std::max<std::size_t>(cues_.size(), id + 1));
        if (cues_[id].empty() || cues_[id].back() != cue) // else written in two ways
            cues_[id].push_back(cue);
    }
}

void Judge::add(FindingKind kind, std::vector<Entry const*> const& entries) {
    for (auto const* entry : entries) {
        auto const number = static_cast<std::uint32_t>(entries_.size());
        Judged judged;
        judged.kind = kind;
        judged.key = entry->key; // the catalogue outlives the judge
        judged.intercept = whole(entry->intercept);
        entries_.push_back(std::move(judged));
        for (auto const& phrase : entry->phrases) {
            auto const id = phrases_.add(phrase.text);
            uses_.resize(std::max<std::size_t>(uses_.size(), id + 1));
            if (uses_[id].empty() || uses_[id].back().entry != number) // else written in two ways
                uses_[id].push_back({number, phrase.weight});
        }
    }
    uses_.resize(phrases_.size());
}

void Judge::add_cues(Catalogue const& catalogue) {
    add_cue(catalogue, "negation", Cue::negation);
    add_cue(catalogue, "service_negation", Cue::service_negation);
    add_cue(catalogue, "mention", Cue::mention);
    add_cue(catalogue, "sign_wish", Cue::wish);
    add_cue(catalogue, "enclosure", Cue::enclosure);
    add_cue(catalogue, "later", Cue::later);
    uses_.resize(phrases_.size());
    cues_.resize(phrases_.size());
    own_negation_.resize(phrases_.size());
    for (std::uint32_t phrase = 0; phrase < phrases_.size(); ++phrase)
        for (auto const& hit : phrases_.find(text::tokenise(phrases_.text(phrase))))
            for (auto const cue : cues_[hit.phrase])
                if (cue == Cue::negation)
                    own_negation_[phrase] = true;
}

double Judge::factor(Scene const& scene, Marks const& marks, PhraseHit const& hit, Use const& use,
                     bool quoted) const {
    auto const& tokens = scene.tokens();
    auto const& first = tokens[hit.first];
    auto const zone = scene.zone_at(first.span.start);
    if (zone == Zone::footer || (zone == Zone::quoted) != quoted)
        return 0;
    auto const kind = entries_[use.entry].kind;
    double factor = zone == Zone::subject ? kSubjectFactor : 1;
    if (use.weight < 0)
        return factor;
    auto const& negation = kind == FindingKind::service ? marks.service_negation : marks.negation;
    // "nicht einverstanden" speaks for an objection; "stelle keinen Antrag" has its negation in a
    // gap.
    bool const own = own_negation_[hit.phrase];
    bool negated = false;
    for (auto i = hit.first; i <= hit.last && !own; ++i)
        negated = negated || negation[i];
    auto const same = [&](std::size_t i) {
        return tokens[i].sentence == first.sentence && !clause_break(tokens[i]);
    };
    for (std::size_t i = hit.first, n = 0; !own && i-- > 0 && n < kNegationBefore && same(i); ++n)
        negated = negated || negation[i];
    for (std::size_t i = hit.last + 1, n = 0;
         !own && i < tokens.size() && n < kNegationAfter && same(i); ++i, ++n)
        negated = negated || negation[i];
    if (negated)
        return 0;
    // "Ich möchte Elterngeld bekommen" names no income.
    if (kind == FindingKind::service && marks.mention[first.sentence] &&
        !marks.wish[first.sentence])
        factor *= kMentionFactor;
    if (kind == FindingKind::document) {
        if (marks.later[first.sentence])
            return 0;
        if (!marks.enclosure[first.sentence] &&
            !marks.enclosure_line[scene.line_number(first.span.start)])
            factor *= kNoEnclosureFactor;
    }
    return factor;
}

void Judge::collect(Scene const& scene, std::vector<PhraseHit> const& hits, Marks const& marks,
                    bool quoted, std::vector<Judged>& out) const {
    auto const& tokens = scene.tokens();
    for (auto const& hit : hits) {
        for (auto const& use : uses_[hit.phrase]) {
            double const factor = this->factor(scene, marks, hit, use, quoted);
            if (factor == 0)
                continue;
            auto& entry = out[use.entry];
            entry.named = entry.named || use.weight + entry.intercept >= 0;
            auto& contributions = entry.contributions;
            ByteSpan const span{tokens[hit.first].span.start, tokens[hit.last].span.end};
            std::string_view const phrase = phrases_.text(hit.phrase);
            auto known = std::find_if(contributions.begin(), contributions.end(),
                                      [&](auto const& other) { return other.phrase == phrase; });
            if (known == contributions.end()) {
                contributions.push_back({phrase, whole(use.weight * factor), {span}});
                continue;
            }
            if (known->spans.back() == span)
                continue;
            double const now = known->amount / use.weight;
            double const more =
                std::min(kFactorMax, std::max(now, factor) + kAgainFactor * std::min(now, factor));
            known->amount = whole(use.weight * more);
            known->spans.push_back(span);
        }
    }
}

// Names of attachments ("abrechnung_juni.pdf") tell their document type.
void Judge::judge_part_names(Scene const& scene, std::vector<Judged>& out) const {
    for (auto const& part : scene.document().parts) {
        if (part.number == 0 || part.name.empty())
            continue;
        auto const tokens = text::tokenise(part.name);
        for (auto const& hit : phrases_.find(tokens))
            for (auto const& use : uses_[hit.phrase]) {
                auto& judged = out[use.entry];
                if (judged.kind != FindingKind::document || use.weight < 0)
                    continue;
                judged.part = part.number;
                auto& contributions = judged.contributions;
                std::string_view const phrase = phrases_.text(hit.phrase);
                auto const known =
                    std::find_if(contributions.begin(), contributions.end(),
                                 [&](auto const& other) { return other.phrase == phrase; });
                auto const amount = whole(use.weight);
                if (known == contributions.end())
                    contributions.push_back({phrase, amount, {}});
                else
                    known->amount = std::max(known->amount, amount);
            }
    }
}

std::vector<Judged> Judge::judge(Scene const& scene) const {
    auto const& tokens = scene.tokens();
    auto const hits = phrases_.find(tokens);
    Marks marks;
    marks.negation.resize(tokens.size());
    marks.service_negation.resize(tokens.size());
    marks.mention.resize(scene.sentences().size() + 1);
    marks.wish.resize(scene.sentences().size() + 1);
    marks.later.resize(scene.sentences().size() + 1);
    marks.enclosure.resize(scene.sentences().size() + 1);
    marks.enclosure_line.resize(scene.lines().size());
    for (auto const& hit : hits) {
        auto const sentence = tokens[hit.first].sentence;
        for (auto const cue : cues_[hit.phrase]) {
            switch (cue) {
            case Cue::negation:
            case Cue::service_negation: {
                auto& list = cue == Cue::negation ? marks.negation : marks.service_negation;
                for (auto i = hit.first; i <= hit.last; ++i)
                    list[i] = true;
                break;
            }
            case Cue::mention:
                marks.mention[sentence] = true;
                break;
            case Cue::wish:
                marks.wish[sentence] = true;
                break;
            case Cue::later:
                marks.later[sentence] = true;
                break;
            case Cue::enclosure: {
                marks.enclosure[sentence] = true;
                // "Anlagen:" speaks for the lines below it as far as the next blank line.
                auto line = scene.line_number(tokens[hit.first].span.start);
                if (tokens[hit.first].line_start)
                    for (; line < scene.lines().size() && !scene.lines()[line].blank(); ++line)
                        marks.enclosure_line[line] = true;
                break;
            }
            }
        }
    }
    auto out = entries_;
    collect(scene, hits, marks, false, out);
    bool const any_service = std::any_of(out.begin(), out.end(), [](Judged const& judged) {
        return judged.kind == FindingKind::service && !judged.contributions.empty();
    });
    // Where the own words name no benefit at all, the quoted mail is the only source of what it is
    // about.
    if (!any_service) {
        auto quoted = entries_;
        collect(scene, hits, marks, true, quoted);
        for (std::size_t i = 0; i < out.size(); ++i)
            if (out[i].kind == FindingKind::service)
                out[i] = std::move(quoted[i]);
    }
    judge_part_names(scene, out);
    for (auto& judged : out) {
        judged.score = judged.intercept;
        for (auto const& contribution : judged.contributions)
            judged.score += contribution.amount;
    }
    return out;
}

} // namespace leitstand::detail_understand
