// SPDX-License-Identifier: EUPL-1.2
// Data: the data sheet is complete, and no group that the function concerns is without data.
#include "govern/gates/words.hpp"

namespace leitstand::gates {

GateResult data(GovernView const& view, GateStep const& step) {
    GateResult result{"data", {}, {}};
    for (auto const& key : view.guideline.gates.data_facts) {
        auto const* fact = view.guideline.fact(key);
        if (statement_value(view.records, key) == nullptr)
            miss(result, {"data.fact_missing",
                          key,
                          fmt::format("Im Datenblatt fehlt: {}.", fact ? fact->name : key),
                          fmt::format("Missing in the data sheet: {}.", fact ? fact->name_en : key),
                          fact ? fact->role : "governance",
                          {}});
    }
    auto const groups =
        fresh<GroupFiguresMeasurement>(result, view, step, "Die Zählung der Gruppen in den Daten",
                                       "The count of the groups in the data");
    if (!groups)
        return result;
    auto const& figures = groups->measurement.groups;
    if (figures.empty())
        miss(result, {"data.no_groups",
                      "",
                      "Die Zählung nennt keine Gruppe.",
                      "The count names no group.",
                      "governance",
                      {}});
    for (auto const& group : figures)
        if (group.of.size() == 1 && group.letters == 0)
            miss(result,
                 {"data.group_without_data",
                  group.of.begin()->second,
                  fmt::format("Zur Gruppe „{}“ gibt es keine Daten.", group.of.begin()->second),
                  fmt::format("There are no data of the group \"{}\".", group.of.begin()->second),
                  "governance",
                  {}});
    if (result.open())
        prove(
            result, *groups->record,
            fmt::format("Das Datenblatt ist vollständig; {} Gruppen kommen in den Daten vor.",
                        figures.size()),
            fmt::format("The data sheet is complete; {} groups are in the data.", figures.size()));
    return result;
}

} // namespace leitstand::gates
