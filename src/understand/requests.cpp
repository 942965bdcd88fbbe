// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/requests.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace leitstand::detail_understand {

namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kChildNear = 200;  // bytes between a child's name and the service's words
constexpr std::uint32_t kSubjectGap = 400; // as far as some sentences
constexpr auto kGreetings =
    std::to_array<std::string_view>({"Sehr geehrte", "Hallo", "Guten Tag", "Liebe", "Dear", "z.Hd",
                                     "z. Hd", "An ", "Zu Händen", "Betreff Ihr"});

std::vector<Finding const*> suggested(std::vector<Finding> const& findings, FindingKind kind) {
    std::vector<Finding const*> out;
    for (auto const& finding : findings)
        if (finding.kind == kind && finding.suggested)
            out.push_back(&finding);
    return out;
}

bool in_subject_line(Span const& span) {
    return span.start == span.end;
}

// Bytes from one to the other; the subject line stands apart from the text.
std::uint32_t gap(Span const& a, Span const& b) {
    if (in_subject_line(a) != in_subject_line(b))
        return kSubjectGap;
    return a.start > b.start ? a.start - b.start : b.start - a.start;
}

// Bytes between the nearest evidence of the two.
std::uint32_t distance(Finding const& a, Finding const& b) {
    std::uint32_t best = kFar;
    for (auto const& left : a.evidence)
        for (auto const& right : b.evidence)
            best = std::min(best, gap(left.span, right.span));
    return best;
}

class Pairing {
  public:
    Pairing(Catalogue const& catalogue, Scene const& scene, std::vector<Finding> const& findings,
            std::vector<Found> const& found)
        : catalogue_(catalogue), scene_(scene), found_(found),
          services_(suggested(findings, FindingKind::service)),
          acts_(suggested(findings, FindingKind::act)), represented_(represented()) {
        for (auto const& sentence : scene.sentences())
            if (auto const place = scene.in_document(sentence))
                sentence_starts_.push_back(place->start);
    }

    std::vector<Request> requests() {
        for (auto const* act : acts_) {
            if (services_.empty() || of_whole_letter(*act)) {
                add(nullptr, *act);
                continue;
            }
            auto const nearest = nearest_to(*act, services_);
            for (auto const* service : services_)
                if (service == nearest || in_one_sentence(*service, *act) ||
                    distance(*service, *act) == distance(*nearest, *act))
                    add(service, *act);
        }
        for (auto const* service : services_)
            if (!has(*service))
                if (auto const act = nearest_to(*service, own_acts()); act != nullptr)
                    add(service, *act);
        return std::move(out_);
    }

  private:
    bool of_whole_letter(Finding const& act) const {
        auto const* entry = catalogue_.act(act.key);
        return entry != nullptr && entry->whole_letter;
    }

    std::vector<Finding const*> own_acts() const {
        auto acts = acts_;
        std::erase_if(acts, [&](auto const* act) { return of_whole_letter(*act); });
        return acts;
    }

    static Finding const* nearest_to(Finding const& to, std::vector<Finding const*> const& among) {
        auto const best =
            std::min_element(among.begin(), among.end(), [&](auto const* a, auto const* b) {
                return distance(to, *a) < distance(to, *b);
            });
        return best == among.end() ? nullptr : *best;
    }

    std::ptrdiff_t sentence(Span const& place) const {
        return std::upper_bound(sentence_starts_.begin(), sentence_starts_.end(), place.start) -
               sentence_starts_.begin();
    }

    // Whether some words of the two stand in one sentence.
    bool in_one_sentence(Finding const& a, Finding const& b) const {
        for (auto const& left : a.evidence)
            for (auto const& right : b.evidence) {
                if (in_subject_line(left.span) || in_subject_line(right.span))
                    continue;
                auto const one = sentence(left.span), other = sentence(right.span);
                if (one == other)
                    return true;
            }
        return false;
    }

    bool has(Finding const& service) const {
        return std::any_of(out_.begin(), out_.end(),
                           [&](Request const& request) { return request.service == service.key; });
    }

    void add(Finding const* service, Finding const& act) {
        Request request{service ? service->key : std::string(), act.key, person(service),
                        act.probability};
        if (service != nullptr && request.probability) {
            bool const several = services_.size() > 1 && own_acts().size() > 1;
            request.probability = service->probability
                                      ? std::optional(*service->probability * *act.probability *
                                                      (several ? kPairedRightly : 1.0))
                                      : std::nullopt;
        }
        out_.push_back(std::move(request));
    }

    // Who is meant where somebody acts for another person; else the only child named close to the
    // service's words; nobody where the sender asks for himself or herself.
    std::string person(Finding const* service) const {
        if (!represented_.empty())
            return represented_;
        std::string child;
        bool near = false;
        for (auto const& field : found_) {
            if (field.key != "child_name")
                continue;
            if (!child.empty() && child != field.value)
                return {};
            child = field.value;
            auto const place = scene_.in_document(field.span);
            near = near || (service != nullptr && place &&
                            std::any_of(service->evidence.begin(), service->evidence.end(),
                                        [&](Evidence const& evidence) {
                                            return gap(evidence.span, *place) < kChildNear;
                                        }));
        }
        return near ? child : std::string();
    }

    // A clerk who is greeted is not who the letter is for.
    bool greeted(Found const& person) const {
        auto const line = scene_.line_at(person.span.start).span.of(scene_.text());
        return std::any_of(kGreetings.begin(), kGreetings.end(),
                           [&](auto greeting) { return line.starts_with(greeting); });
    }

    // Whoever is named with the fullest name, the first of equals; empty where nobody is
    // represented.
    std::string represented() const {
        if (std::none_of(acts_.begin(), acts_.end(),
                         [&](auto const* act) { return of_whole_letter(*act); }))
            return {};
        Found const* best = nullptr;
        auto const words = [](Found const& person) {
            return std::count(person.value.begin(), person.value.end(), ' ');
        };
        for (auto const& field : found_)
            if (field.key == kPersonName && !greeted(field) &&
                (best == nullptr || words(field) > words(*best)))
                best = &field;
        if (best != nullptr)
            return best->value;
        std::string child;
        for (auto const& field : found_)
            if (field.key == "child_name") {
                if (!child.empty() && child != field.value)
                    return {};
                child = field.value;
            }
        return child;
    }

    Catalogue const& catalogue_;
    Scene const& scene_;
    std::vector<Found> const& found_;
    std::vector<Finding const*> services_, acts_;
    std::string represented_;
    std::vector<std::uint32_t> sentence_starts_; // in the document, ascending
    std::vector<Request> out_;
};

} // namespace

std::vector<Request> pair_requests(Catalogue const& catalogue, Scene const& scene,
                                   std::vector<Finding> const& findings,
                                   std::vector<Found> const& found) {
    return Pairing(catalogue, scene, findings, found).requests();
}

} // namespace leitstand::detail_understand
