// SPDX-License-Identifier: EUPL-1.2
// Acts of participation and works agreements, on any JSON: the first byte picks the body. A body
// that is taken comes back as it was written; and whatever acts stand in the journal, in whatever
// order, the standing of each body and the terms in force can be told.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::participation;

void must(bool holds) {
    if (!holds)
        std::abort();
}

struct Rules {
    std::shared_ptr<Catalogue const> catalogue;
    std::shared_ptr<Guideline const> guideline;
    law::Calendar calendar;
};

Rules const& rules() {
    static auto const loaded = [] {
        auto const folder = std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de";
        auto const catalogue = Catalogue::load(folder).value();
        return Rules{catalogue, Guideline::load(folder).value(),
                     law::Calendar{catalogue->legal.holidays, "BE"}};
    }();
    return loaded;
}

// What is taken of a list of bodies becomes the journal; others are left out.
std::vector<Record> records_of(Json const& list, RecordKind kind, std::string const& subject) {
    std::vector<Record> records;
    for (auto const& body : list) {
        if (records.size() == 50)
            break;
        Record record;
        if (kind == RecordKind::participation) {
            auto const event = parse_event(body);
            if (!event)
                continue;
            auto const again = parse_event(to_json(*event));
            must(again && to_json(*again) == to_json(*event));
            record.at = start_in_berlin(event->on);
            record.body = record_body(to_json(*event));
        } else {
            auto const event = parse_agreement_event(body);
            if (!event)
                continue;
            auto const again = parse_agreement_event(to_json(*event));
            must(again && to_json(*again) == to_json(*event));
            record.at = start_in_berlin(event->on);
            record.body = record_body(to_json(*event));
        }
        record.sequence = static_cast<std::int64_t>(records.size()) + 1;
        record.number = record.sequence;
        record.function = FunctionKey::sort;
        record.kind = kind;
        record.subject = subject;
        records.push_back(std::move(record));
    }
    return records;
}

void tell(std::vector<Record> const& records, Date today) {
    auto const& all = rules();
    static std::vector<std::string> const held{"staff_council", "management"};
    GovernView const view{.function = FunctionKey::sort,
                          .rule = *all.guideline->function("sort"),
                          .guideline = *all.guideline,
                          .catalogue = *all.catalogue,
                          .calendar = all.calendar,
                          .records = records,
                          .release = {},
                          .mode = Mode::assist,
                          .now = start_in_berlin(today),
                          .today = today,
                          .roles_held = held};
    for (auto const& standing : standings(view))
        must(!state_name(standing.state).empty());
    std::ignore = participation_open_points(view);
    auto const terms = terms_in_force(view);
    must(terms.minimum_group >= kMinimumGroupLeast);
    std::ignore = agreement_open_points(view);
    std::ignore = agreement_gate_points(view, 365);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    auto const& participants = rules().guideline->participation.participants;
    auto list = parse_json({reinterpret_cast<char const*>(data) + 1, size - 1});
    if (!list)
        return 0;
    if (!list->is_array())
        *list = Json::array({*list});
    bool const agreed = data[0] == 'a';
    auto const records = agreed ? records_of(*list, RecordKind::agreement, "agreement.ki")
                                : records_of(*list, RecordKind::participation,
                                             participants[data[0] % participants.size()].key);
    tell(records, {2026, 11, 27});
    tell(records, {2028, 2, 29});
    return 0;
}
