// SPDX-License-Identifier: EUPL-1.2
// Measurements as they lie in the journal (kind `measurement`, subject: the name of the kind below;
// docs/formats/governance-journal.md). Each names what it was taken on: a figure of another release
// says nothing about the one that runs. Shares lie within 0 and 1, intervals are at 95 %. Nothing
// here is of one person. Threads: plain values; any.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "govern/fairness/two_shares.hpp"
#include "govern/journal.hpp"
#include "govern/view.hpp"

namespace leitstand {

using fairness::Estimate;
Estimate estimate_of(std::uint64_t hits, std::uint64_t count); // Wilson's interval

// What a measurement was taken on.
struct Taken {
    std::string release; // Release::measured()
    std::string version; // of the function, for people
    std::string data;    // "catalogue/de/letters, 34 files": for people
    std::string data_sha256;
    std::uint64_t letters = 0;
    // Judged by models that had not seen the letters' writers; false: by the running model itself.
    bool unseen_writers = false;
};

// "quality": what is right, how much error can be promised, and for which letters it is worse.
struct QualityMeasurement {
    static constexpr std::string_view kSubject = "quality";
    struct Kind {
        std::string kind; // of findings: "service", "field" …
        Estimate precision, recall, f1;
    };
    // At most the share alpha of what stands above `threshold` is wrong, with confidence 1 - delta.
    struct Bound {
        std::string kind;
        double alpha = 0, delta = 0;
        bool holds = false;
        // `needed`: as many would do if none were wrong, at what one of them is worth here.
        std::uint64_t items = 0, needed = 0, acted_on = 0, errors = 0;
        double threshold = 0;
        double coverage() const {
            return items == 0 ? 0 : static_cast<double>(acted_on) / static_cast<double>(items);
        }
    };
    // Letters of one kind: "letter_kind" damaged, "channel" fax, "language" tr.
    struct Letters {
        std::string kind, by, name;
        std::uint64_t letters = 0;
        Estimate f1;
    };
    Taken taken;
    std::vector<Kind> kinds;
    std::vector<Bound> bounds;
    std::vector<Letters> by_letters;
};

// "calibration": how far probabilities are from what comes true, without the error of chance.
struct CalibrationMeasurement {
    static constexpr std::string_view kSubject = "calibration";
    struct Kind {
        std::string kind;
        std::uint64_t decisions = 0;
        Estimate debiased;
    };
    Taken taken;
    std::vector<Kind> kinds;
};

// "blind_features": whether the running model knows or sees what must be masked.
struct BlindFeaturesMeasurement {
    static constexpr std::string_view kSubject = "blind_features";
    struct Hit {
        std::string trait, feature;
        double weight = 0; // largest amount of it in any label's score
    };
    // Words of a trait set into letters: how many the function still saw.
    struct Planted {
        std::string trait;
        std::uint64_t planted = 0, seen = 0;
        Estimate share; // seen
    };
    Taken taken;
    std::uint64_t features = 0; // asked about
    std::vector<Hit> hits;
    std::vector<Planted> planted;
};

// "counterfactual": the same letter, one trait exchanged. What is found and whether a person is
// asked (`held`) are counted apart. Intervals are by letter (letter_shares.hpp).
struct CounterfactualMeasurement {
    static constexpr std::string_view kSubject = "counterfactual";
    struct Trait {
        std::string key, name, name_en;
        // Why a change may be right here; it is then reported apart and counts against nobody.
        std::string apart, apart_en;
        std::uint64_t letters = 0, pairs = 0; // of which the pairs are
        std::uint64_t changed = 0;            // pairs with another finding
        std::uint64_t held = 0;               // pairs of which one form alone is left to a person
        std::uint64_t rightful = 0;           // changed only in what the template names as rightful
        std::uint64_t only_lost = 0;          // the other form of the letter has less found
        std::uint64_t only_gained = 0;        // or more
        Estimate share, held_share;
        // What exchanging something that tells nothing of anybody changes (`control`, a trait of
        // this list) on the same letters, and how far the two are apart. Shown beside, never taken
        // off. Without a letter that has both: from 0 to 1 and from -1 to 1.
        std::string control;
        std::uint64_t control_letters = 0;
        Estimate control_share, control_held_share;
        Estimate excess, held_excess;
        // Do changes go one way? Sign test, exact, of letters that lose and that gain; of held
        // ones, that are held in one form and in the other.
        double direction_p = 1, held_direction_p = 1;
        double shift_max = 0; // largest difference of one finding's probability
        std::map<std::string, std::uint64_t> changed_by_kind; // "service", "unit", "clock" …
        bool counts() const { return apart.empty(); }
    };
    Taken taken;
    std::string templates_sha256;
    std::vector<Trait> traits;
};

// "group_figures": errors by who writes, on annotated letters.
struct GroupFiguresMeasurement {
    static constexpr std::string_view kSubject = "group_figures";
    // Of one rate ("error", "miss", "false_alarm", "abstention") to that of the reference group.
    struct Difference {
        std::string rate;
        Estimate difference; // the group's less the reference's
        double p = 1;        // after correction for all comparisons of this measurement
        // "within": the interval lies within the difference of interest; "worse", "better": more
        // than chance, however small; "open": neither, and nothing is known.
        std::string verdict = "open";
        std::uint64_t needed = 0; // letters of the group that would decide, where it is open
    };
    struct Group {
        std::map<std::string, std::string> of; // "sex": "female"; two entries: an intersection
        std::uint64_t letters = 0;
        // Of the catalogue's list: must be in the data; why, or why not.
        bool required = false;
        std::string because, because_en;
        bool reference = false;              // the others of its traits are compared with it
        bool assessable = false;             // no difference is open
        std::optional<std::uint64_t> needed; // letters, where it is not assessable
        Estimate error, miss, false_alarm, abstention;
        std::optional<Estimate> difference; // of `error`, against the reference group
        bool significant = false;           // any rate, after correction for the many comparisons
        std::vector<Difference> differences;
    };
    Taken taken;
    double difference_of_interest = 0; // the tolerance
    std::vector<Group> groups;
};

// "explanation": reasons add up to what is said, and "without this it would not be found" is true
// when asked again (explanation.hpp; of relations relate_measurement.hpp).
struct ExplanationMeasurement {
    static constexpr std::string_view kSubject = "explanation";
    Taken taken;
    std::uint64_t findings = 0, add_up = 0;
    std::uint64_t counterfactuals = 0, valid = 0;
};

// "override_path": on a throw-away authority a person put a finding right, rejected one, took it
// back.
struct OverridePathMeasurement {
    static constexpr std::string_view kSubject = "override_path";
    struct Step {
        std::string key; // "corrected", "rejected", "withdrawn"
        bool worked = false;
        std::string because; // key of the error where it did not
    };
    Taken taken;
    std::vector<Step> steps;
    bool worked() const;
};

// "planted_errors": an exercise in which people were shown wrong findings. By unit, never by
// person.
struct PlantedErrorsMeasurement {
    static constexpr std::string_view kSubject = "planted_errors";
    static constexpr std::uint64_t kPersonsMin = 5; // of a unit; docs/limits.md
    struct Unit {
        std::string unit;
        std::uint64_t persons = 0, shown = 0, found = 0;
        Estimate rate; // found
    };
    Taken taken;
    std::string day;           // ISO date
    bool in_operation = false; // else in a training run
    std::vector<Unit> units;
    Estimate rate() const; // of all units together
};

// "shadow_comparison": findings in shadow against what people decided without seeing them.
struct ShadowComparisonMeasurement {
    static constexpr std::string_view kSubject = "shadow_comparison";
    // Only kinds that at least kPersonsMin people decided about.
    struct Kind {
        std::string kind;
        std::uint64_t persons = 0;
        std::uint64_t said = 0, agreed = 0, missed = 0; // missed: decided, not said
        std::uint64_t silent = 0;                       // letters of which nobody said anything
        Estimate agreement;                             // agreed / said
        Estimate found;                                 // agreed / (agreed + missed)
    };
    Taken taken;
    std::uint64_t accounts = 0; // that decided
    std::vector<Kind> kinds;
};

Json pack(QualityMeasurement const& measurement);
Json pack(CalibrationMeasurement const& measurement);
Json pack(BlindFeaturesMeasurement const& measurement);
Json pack(CounterfactualMeasurement const& measurement);
Json pack(GroupFiguresMeasurement const& measurement);
Json pack(ExplanationMeasurement const& measurement);
Json pack(OverridePathMeasurement const& measurement);
Json pack(PlantedErrorsMeasurement const& measurement);
Json pack(ShadowComparisonMeasurement const& measurement);

// Error: bad_input "measurement.wrong". Instantiated for the measurements above.
template <typename Measurement>
Result<Measurement> unpack(Json const& body);

// The newest of its kind.
template <typename Measurement>
struct HeldMeasurement {
    Measurement measurement;
    Record const* record = nullptr; // of the view
    bool of_running_release = false;
};
// Nothing where there is none, or where it cannot be read.
template <typename Measurement>
std::optional<HeldMeasurement<Measurement>> newest_measurement(GovernView const& view) {
    auto const* record = newest_of(view.records, RecordKind::measurement, Measurement::kSubject);
    if (record == nullptr || record->body == nullptr)
        return std::nullopt;
    auto read = unpack<Measurement>(*record->body);
    if (!read)
        return std::nullopt;
    bool const running = read->taken.release == view.release.measured();
    return HeldMeasurement<Measurement>{std::move(*read), record, running};
}

} // namespace leitstand
