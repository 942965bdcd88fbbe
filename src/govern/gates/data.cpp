// SPDX-License-Identifier: EUPL-1.2
// Data: the data sheet is complete, and no group that must be there is without data. A group that
// the catalogue lists without requiring it is a limit, which the proof names.
#include <algorithm>

#include "govern/gates/words.hpp"
#include "govern/measurement/group_words.hpp"

namespace leitstand::gates {

namespace {

using Group = GroupFiguresMeasurement::Group;

// Only what the catalogue expressly does not require is let pass.
void check_empty(GateResult& result, Record const& record, Group const& group) {
    auto const name = group_in_words(group.of);
    if (!group.required && !group.because.empty())
        return prove(result, record,
                     fmt::format("Grenze: Zur Gruppe „{}“ gibt es keine Daten. {}", name.german,
                                 group.because),
                     fmt::format("Limit: there are no data of the group \"{}\". {}", name.english,
                                 group.because_en));
    miss(result, {"data.group_without_data",
                  name.english,
                  fmt::format("Zur Gruppe „{}“ gibt es keine Daten.{}{}", name.german,
                              group.because.empty() ? "" : " ", group.because),
                  fmt::format("There are no data of the group \"{}\".{}{}", name.english,
                              group.because_en.empty() ? "" : " ", group.because_en),
                  "governance",
                  {}});
}

} // namespace

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
            check_empty(result, *groups->record, group);
    auto const present = std::ranges::count_if(
        figures, [](Group const& group) { return group.of.size() == 1 && group.letters > 0; });
    if (result.open())
        prove(result, *groups->record,
              fmt::format("Das Datenblatt ist vollständig; {} Gruppen kommen in {} Schreiben vor.",
                          present, groups->measurement.taken.letters),
              fmt::format("The data sheet is complete; {} groups are in {} letters.", present,
                          groups->measurement.taken.letters));
    return result;
}

} // namespace leitstand::gates
