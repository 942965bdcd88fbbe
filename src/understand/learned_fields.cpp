// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/learned_fields.hpp"

#include <algorithm>
#include <map>

#include "understand/detail/date_roles.hpp"

namespace leitstand::detail_understand {

namespace {

// From which probability on a field is shown: about half of the F1 reached, where F1 is highest
// (Lipton, Elkan, Narayanaswamy 2014, Optimal Thresholding of Classifiers to Maximize F1).
constexpr double kValueShown = 0.4, kSenderShown = 0.25, kChildShown = 0.3;
constexpr double kSecondSenderShown = 0.5; // most letters have one
constexpr std::size_t kChildrenMax = 12;

struct Choice {
    std::size_t label = 0;
    double probability = 0;
    ByteSpan span;
    std::string const* value = nullptr;
};

Found found_of(std::string_view label, Choice const& choice) {
    auto role = label.substr(label.find('.') + 1);
    Found found{std::string(role), *choice.value,      std::nullopt,      std::nullopt,
                choice.span,       choice.probability, choice.probability};
    if (label.starts_with(candidate_kind_name(CandidateKind::amount))) {
        found.key = "amount";
        found.role = role;
    }
    return found;
}

bool of_kind(std::string_view label, CandidateKind kind) {
    auto const name = candidate_kind_name(kind);
    return label.size() > name.size() && label.starts_with(name) && label[name.size()] == '.';
}

// A value that stands in several places is one field: its places are judged together.
void decide_values(CandidateKind kind, std::vector<std::string> const& labels,
                   std::span<JudgedCandidate const> judged, std::vector<Found>& out) {
    struct Value {
        std::vector<double> sums;
        std::vector<JudgedCandidate const*> places;
    };
    std::map<std::string_view, Value> values;
    std::vector<std::string_view> order;
    for (auto const& one : judged) {
        if (one.candidate->kind != kind)
            continue;
        auto& value = values[one.candidate->value];
        if (value.places.empty()) {
            value.sums.assign(labels.size(), 0);
            order.push_back(one.candidate->value);
        }
        for (std::size_t label = 0; label < labels.size(); ++label)
            value.sums[label] += one.probabilities[label];
        value.places.push_back(&one);
    }
    for (auto const name : order) {
        auto const& value = values[name];
        auto const best = static_cast<std::size_t>(
            std::max_element(value.sums.begin(), value.sums.end()) - value.sums.begin());
        auto const probability = value.sums[best] / static_cast<double>(value.places.size());
        if (!of_kind(labels[best], kind) || labels[best].ends_with(".none") ||
            probability < kValueShown)
            continue;
        auto const* clearest = *std::max_element(
            value.places.begin(), value.places.end(), [&](auto const* a, auto const* b) {
                return a->probabilities[best] < b->probabilities[best];
            });
        out.push_back(found_of(labels[best], {best, probability, clearest->candidate->span,
                                              &clearest->candidate->value}));
    }
}

// The likeliest names for one label, of those that share words only the likeliest.
void decide_names(std::string_view role, double shown, double further_shown, std::size_t most,
                  std::vector<std::string> const& labels, std::span<JudgedCandidate const> judged,
                  std::vector<Found>& out) {
    auto const name = field_label(CandidateKind::name, role);
    auto const at = std::find(labels.begin(), labels.end(), name);
    if (at == labels.end())
        return;
    auto const label = static_cast<std::size_t>(at - labels.begin());
    std::vector<Choice> choices;
    for (auto const& one : judged)
        if (one.candidate->kind == CandidateKind::name && one.probabilities[label] >= shown)
            choices.push_back(
                {label, one.probabilities[label], one.candidate->span, &one.candidate->value});
    std::stable_sort(choices.begin(), choices.end(),
                     [](auto const& a, auto const& b) { return a.probability > b.probability; });
    std::vector<Choice> taken;
    for (auto const& choice : choices) {
        if (taken.size() >= most || (!taken.empty() && choice.probability < further_shown))
            break;
        bool const known = std::any_of(taken.begin(), taken.end(), [&](Choice const& other) {
            bool const shared =
                other.span.start < choice.span.end && choice.span.start < other.span.end;
            return shared || other.value->find(*choice.value) != std::string::npos;
        });
        bool const another = std::any_of(out.begin(), out.end(), [&](Found const& other) {
            return other.value == *choice.value ||
                   (other.span.start < choice.span.end && choice.span.start < other.span.end);
        });
        if (!known && !another)
            taken.push_back(choice);
    }
    std::sort(taken.begin(), taken.end(),
              [](auto const& a, auto const& b) { return a.span.start < b.span.start; });
    for (auto const& choice : taken)
        out.push_back(found_of(labels[label], choice));
}

bool is_decided(Found const& found) {
    bool const from_envelope = found.span.start == found.span.end;
    return found.key == "amount" || found.key.ends_with("_date") || found.key == "child_name" ||
           (found.key == "sender_name" && !from_envelope);
}

// A child's birth date bears the child's number.
void tie_children(Scene const& scene, std::vector<Found>& found) {
    int number = 0;
    for (auto& one : found)
        if (one.key == "child_name")
            one.group = ++number;
    for (auto& one : found)
        if (one.key == "child_birth_date")
            if (auto const* child = child_before(scene, found, one.span))
                one.group = child->group;
}

// Lists and statements of account are no letters; each value is held against all others.
bool beyond_letters(Scene const& scene) {
    constexpr std::size_t kWordsMax = 20'000; // of a letter that the model looks at
    constexpr std::ptrdiff_t kNumbersMax = 600;
    auto const& tokens = scene.tokens();
    return tokens.size() > kWordsMax ||
           std::count_if(tokens.begin(), tokens.end(), [](text::Token const& token) {
               return token.kind == text::TokenKind::number;
           }) > kNumbersMax;
}

// What the rules took for a name or a birth date stays hidden where the model takes it for
// something else: a doubt must not show it to the judges.
void keep_masked(std::vector<Found> rejected, std::vector<Found>& found) {
    for (auto& one : rejected) {
        bool const name = one.key.ends_with("_name");
        one.key = name && !overlaps(found, one.span) ? kPersonName : kMaskedOnly;
        one.group.reset();
        found.push_back(std::move(one));
    }
}

} // namespace

std::string field_label(CandidateKind kind, std::string_view role) {
    return fmt::format("{}.{}", candidate_kind_name(kind), role);
}

std::vector<Found> decide_fields(std::vector<std::string> const& labels,
                                 std::span<JudgedCandidate const> judged) {
    std::vector<Found> out;
    decide_names("sender_name", kSenderShown, kSecondSenderShown, 2, labels, judged, out);
    decide_names("child_name", kChildShown, kChildShown, kChildrenMax, labels, judged, out);
    decide_values(CandidateKind::date, labels, judged, out);
    decide_values(CandidateKind::amount, labels, judged, out);
    return out;
}

void decide_by_model(learn::LabelModel const& model, Scene const& scene, Context const& context,
                     std::vector<Found>& found) {
    if (beyond_letters(scene))
        return;
    thread_local learn::LabelModel::Scratch scratch;
    auto const candidates = field_candidates(scene, context, found);
    auto const& labels = model.labels();
    std::vector<double> scores(labels.size()), probabilities(labels.size() * candidates.size());
    std::vector<JudgedCandidate> judged;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto const own = std::span(probabilities).subspan(i * labels.size(), labels.size());
        model.scores(std::string_view{}, candidates[i].clues, scratch, scores);
        model.probabilities(scores, own);
        judged.push_back({&candidates[i], own});
    }
    auto decided = decide_fields(labels, judged);
    bool const has_sender = std::any_of(decided.begin(), decided.end(),
                                        [](Found const& one) { return one.key == "sender_name"; });
    std::vector<Found> rejected;
    std::erase_if(found, [&](Found const& one) {
        if (one.key == "sender_name" && one.span.start == one.span.end)
            return has_sender; // the envelope's name is for letters without one
        if (!is_decided(one))
            return false;
        if (one.key.ends_with("_name") || one.key.ends_with("birth_date"))
            rejected.push_back(one);
        return true;
    });
    std::move(decided.begin(), decided.end(), std::back_inserter(found));
    keep_masked(std::move(rejected), found);
    tie_children(scene, found);
    if (auto const sender = std::find_if(
            found.begin(), found.end(),
            [](Found const& one) { return one.key == "sender_name" && one.span.end > 0; });
        sender != found.end())
        find_town_beside(scene, ByteSpan{sender->span}, found);
}

} // namespace leitstand::detail_understand
