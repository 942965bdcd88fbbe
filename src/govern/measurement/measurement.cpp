// SPDX-License-Identifier: EUPL-1.2
// One description of each struct's members serves writing and reading.
#include "govern/measurement/measurement.hpp"

#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "learn/intervals.hpp"

namespace leitstand {

namespace {

constexpr int kDecimals = 6; // enough for every share that is shown

template <typename Visit>
void members(Visit& visit, Taken& of);

class Writer {
  public:
    Json json = Json::object();

    void operator()(char const* key, std::string& value) { json[key] = value; }
    void operator()(char const* key, bool& value) { json[key] = value; }
    void operator()(char const* key, double& value) { json[key] = rounded(value, kDecimals); }
    void operator()(char const* key, std::uint64_t& value) { json[key] = value; }
    void operator()(char const* key, Estimate& value) {
        json[key] = Json::array({rounded(value.value, kDecimals), rounded(value.lower, kDecimals),
                                 rounded(value.upper, kDecimals)});
    }
    template <typename T>
    void operator()(char const* key, std::optional<T>& value) {
        if (value)
            (*this)(key, *value);
        else
            json[key] = nullptr;
    }
    template <typename T>
    void operator()(char const* key, std::map<std::string, T>& value) {
        auto& object = json[key] = Json::object();
        for (auto const& [name, one] : value)
            object[name] = one;
    }
    template <typename T>
    void operator()(char const* key, std::vector<T>& list) {
        auto& array = json[key] = Json::array();
        for (auto& one : list) {
            Writer inner;
            members(inner, one);
            array.push_back(std::move(inner.json));
        }
    }
    void operator()(char const* key, Taken& taken) {
        Writer inner;
        members(inner, taken);
        json[key] = std::move(inner.json);
    }
};

// Throws nlohmann's exceptions; unpack() catches them.
class Reader {
  public:
    explicit Reader(Json const& json) : json_(json) {}

    template <typename T>
    void operator()(char const* key, T& value) {
        value = json_.at(key).get<T>();
    }
    void operator()(char const* key, Estimate& value) {
        auto const& triple = json_.at(key);
        value = {triple.at(0).get<double>(), triple.at(1).get<double>(),
                 triple.at(2).get<double>()};
    }
    template <typename T>
    void operator()(char const* key, std::optional<T>& value) {
        if (json_.at(key).is_null())
            value.reset();
        else
            (*this)(key, value.emplace());
    }
    template <typename T>
    void operator()(char const* key, std::map<std::string, T>& value) {
        for (auto const& [name, one] : json_.at(key).items())
            value[name] = one.template get<T>();
    }
    template <typename T>
    void operator()(char const* key, std::vector<T>& list) {
        for (auto const& one : json_.at(key)) {
            Reader inner{one};
            members(inner, list.emplace_back());
        }
    }
    void operator()(char const* key, Taken& taken) {
        Reader inner{json_.at(key)};
        members(inner, taken);
    }

  private:
    Json const& json_;
};

template <typename Visit>
void members(Visit& visit, Taken& of) {
    visit("release", of.release);
    visit("version", of.version);
    visit("data", of.data);
    visit("data_sha256", of.data_sha256);
    visit("letters", of.letters);
    visit("unseen_writers", of.unseen_writers);
}

template <typename Visit>
void members(Visit& visit, QualityMeasurement::Kind& of) {
    visit("kind", of.kind);
    visit("precision", of.precision);
    visit("recall", of.recall);
    visit("f1", of.f1);
}
template <typename Visit>
void members(Visit& visit, QualityMeasurement::Bound& of) {
    visit("kind", of.kind);
    visit("alpha", of.alpha);
    visit("delta", of.delta);
    visit("holds", of.holds);
    visit("items", of.items);
    visit("needed", of.needed);
    visit("acted_on", of.acted_on);
    visit("errors", of.errors);
    visit("threshold", of.threshold);
}
template <typename Visit>
void members(Visit& visit, QualityMeasurement::Letters& of) {
    visit("kind", of.kind);
    visit("by", of.by);
    visit("name", of.name);
    visit("letters", of.letters);
    visit("f1", of.f1);
}
template <typename Visit>
void members(Visit& visit, QualityMeasurement& of) {
    visit("taken", of.taken);
    visit("kinds", of.kinds);
    visit("bounds", of.bounds);
    visit("by_letters", of.by_letters);
}

template <typename Visit>
void members(Visit& visit, CalibrationMeasurement::Kind& of) {
    visit("kind", of.kind);
    visit("decisions", of.decisions);
    visit("debiased", of.debiased);
}
template <typename Visit>
void members(Visit& visit, CalibrationMeasurement& of) {
    visit("taken", of.taken);
    visit("kinds", of.kinds);
}

template <typename Visit>
void members(Visit& visit, BlindFeaturesMeasurement::Hit& of) {
    visit("trait", of.trait);
    visit("feature", of.feature);
    visit("weight", of.weight);
}
template <typename Visit>
void members(Visit& visit, BlindFeaturesMeasurement::Planted& of) {
    visit("trait", of.trait);
    visit("planted", of.planted);
    visit("seen", of.seen);
    visit("share", of.share);
}
template <typename Visit>
void members(Visit& visit, BlindFeaturesMeasurement& of) {
    visit("taken", of.taken);
    visit("features", of.features);
    visit("hits", of.hits);
    visit("planted", of.planted);
}

template <typename Visit>
void members(Visit& visit, CounterfactualMeasurement::Trait& of) {
    visit("key", of.key);
    visit("name", of.name);
    visit("name_en", of.name_en);
    visit("apart", of.apart);
    visit("apart_en", of.apart_en);
    visit("letters", of.letters);
    visit("pairs", of.pairs);
    visit("changed", of.changed);
    visit("held", of.held);
    visit("rightful", of.rightful);
    visit("only_lost", of.only_lost);
    visit("only_gained", of.only_gained);
    visit("share", of.share);
    visit("held_share", of.held_share);
    visit("control", of.control);
    visit("control_letters", of.control_letters);
    visit("control_share", of.control_share);
    visit("control_held_share", of.control_held_share);
    visit("excess", of.excess);
    visit("held_excess", of.held_excess);
    visit("direction_p", of.direction_p);
    visit("held_direction_p", of.held_direction_p);
    visit("shift_max", of.shift_max);
    visit("changed_by_kind", of.changed_by_kind);
}
template <typename Visit>
void members(Visit& visit, CounterfactualMeasurement& of) {
    visit("taken", of.taken);
    visit("templates_sha256", of.templates_sha256);
    visit("traits", of.traits);
}

template <typename Visit>
void members(Visit& visit, GroupFiguresMeasurement::Difference& of) {
    visit("rate", of.rate);
    visit("difference", of.difference);
    visit("p", of.p);
    visit("verdict", of.verdict);
    visit("needed", of.needed);
}
template <typename Visit>
void members(Visit& visit, GroupFiguresMeasurement::Group& of) {
    visit("of", of.of);
    visit("letters", of.letters);
    visit("required", of.required);
    visit("because", of.because);
    visit("because_en", of.because_en);
    visit("reference", of.reference);
    visit("assessable", of.assessable);
    visit("needed", of.needed);
    visit("error", of.error);
    visit("miss", of.miss);
    visit("false_alarm", of.false_alarm);
    visit("abstention", of.abstention);
    visit("difference", of.difference);
    visit("significant", of.significant);
    visit("differences", of.differences);
}
template <typename Visit>
void members(Visit& visit, GroupFiguresMeasurement& of) {
    visit("taken", of.taken);
    visit("difference_of_interest", of.difference_of_interest);
    visit("groups", of.groups);
}

template <typename Visit>
void members(Visit& visit, ExplanationMeasurement& of) {
    visit("taken", of.taken);
    visit("findings", of.findings);
    visit("add_up", of.add_up);
    visit("counterfactuals", of.counterfactuals);
    visit("valid", of.valid);
}

template <typename Visit>
void members(Visit& visit, OverridePathMeasurement::Step& of) {
    visit("key", of.key);
    visit("worked", of.worked);
    visit("because", of.because);
}
template <typename Visit>
void members(Visit& visit, OverridePathMeasurement& of) {
    visit("taken", of.taken);
    visit("steps", of.steps);
}

template <typename Visit>
void members(Visit& visit, PlantedErrorsMeasurement::Unit& of) {
    visit("unit", of.unit);
    visit("persons", of.persons);
    visit("shown", of.shown);
    visit("found", of.found);
    visit("rate", of.rate);
}
template <typename Visit>
void members(Visit& visit, PlantedErrorsMeasurement& of) {
    visit("taken", of.taken);
    visit("day", of.day);
    visit("in_operation", of.in_operation);
    visit("units", of.units);
}

template <typename Visit>
void members(Visit& visit, ShadowComparisonMeasurement::Kind& of) {
    visit("kind", of.kind);
    visit("persons", of.persons);
    visit("said", of.said);
    visit("agreed", of.agreed);
    visit("missed", of.missed);
    visit("silent", of.silent);
    visit("agreement", of.agreement);
    visit("found", of.found);
}
template <typename Visit>
void members(Visit& visit, ShadowComparisonMeasurement& of) {
    visit("taken", of.taken);
    visit("accounts", of.accounts);
    visit("kinds", of.kinds);
}

template <typename Measurement>
Json packed(Measurement measurement) {
    Writer writer;
    members(writer, measurement);
    return std::move(writer.json);
}

} // namespace

Estimate estimate_of(std::uint64_t hits, std::uint64_t count) {
    learn::Share const share{hits, count};
    auto const interval = learn::wilson_interval(share);
    return {share.value(), interval.lower, interval.upper};
}

bool OverridePathMeasurement::worked() const {
    return !steps.empty() &&
           std::all_of(steps.begin(), steps.end(), [](Step const& step) { return step.worked; });
}

Estimate PlantedErrorsMeasurement::rate() const {
    std::uint64_t found = 0, shown = 0;
    for (auto const& unit : units)
        found += unit.found, shown += unit.shown;
    return estimate_of(found, shown);
}

template <typename Measurement>
Result<Measurement> unpack(Json const& body) {
    try {
        Measurement measurement;
        Reader reader{body};
        members(reader, measurement);
        return measurement;
    } catch (nlohmann::json::exception const&) { // not in its form
        return fail(Code::bad_input, "measurement.wrong", std::string(Measurement::kSubject));
    }
}

#define LEITSTAND_MEASUREMENT(Measurement)                                                         \
    Json pack(Measurement const& measurement) {                                                    \
        return packed(measurement);                                                                \
    }                                                                                              \
    template Result<Measurement> unpack<Measurement>(Json const&);
LEITSTAND_MEASUREMENT(QualityMeasurement)
LEITSTAND_MEASUREMENT(CalibrationMeasurement)
LEITSTAND_MEASUREMENT(BlindFeaturesMeasurement)
LEITSTAND_MEASUREMENT(CounterfactualMeasurement)
LEITSTAND_MEASUREMENT(GroupFiguresMeasurement)
LEITSTAND_MEASUREMENT(ExplanationMeasurement)
LEITSTAND_MEASUREMENT(OverridePathMeasurement)
LEITSTAND_MEASUREMENT(PlantedErrorsMeasurement)
LEITSTAND_MEASUREMENT(ShadowComparisonMeasurement)
#undef LEITSTAND_MEASUREMENT

} // namespace leitstand
