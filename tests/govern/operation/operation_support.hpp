// SPDX-License-Identifier: EUPL-1.2
// A function in operation, in memory: a view over records that a test puts in. Threads: one test's.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "govern/operation/duties.hpp"

namespace leitstand::operation {

inline auto key_of_error(auto const& result) {
    return result ? std::string{} : result.error().key;
}

class InOperation {
  public:
    InOperation() {
        rule_.key = "sort";
        for (auto const* key : {"kasse-1", "kasse-2"}) {
            catalogue_.units.emplace_back();
            catalogue_.units.back().key = key;
        }
        guideline_.operation.logs_kept = {6, LengthUnit::months};
        auto& incident = guideline_.operation.incidents.emplace_back();
        incident.key = "data_breach";
        for (auto const& [key, hours, days] :
             {std::tuple{"hours", 72, 0}, std::tuple{"days", 0, 15}, std::tuple{"once", 0, 0}}) {
            auto& clock = incident.clocks.emplace_back();
            clock.key = key;
            clock.hours = hours;
            clock.days = days;
        }
    }

    Record& add(std::string const& subject, Json body) {
        Record record;
        record.sequence = static_cast<std::int64_t>(records.size()) + 1;
        record.function = FunctionKey::sort;
        record.kind = RecordKind::operation;
        record.subject = subject;
        auto const* before = newest_of(records, record.kind, subject);
        record.number = before == nullptr ? 1 : before->number + 1;
        record.by = "account-1";
        record.at = start_in_berlin(today);
        record.body = record_body(std::move(body));
        records.push_back(std::move(record));
        return records.back();
    }
    GovernView view() const {
        return {.function = FunctionKey::sort,
                .rule = rule_,
                .guideline = guideline_,
                .catalogue = catalogue_,
                .calendar = calendar_,
                .records = records,
                .release = {},
                .mode = mode,
                .now = Instant{start_in_berlin(today).microseconds + 12 * 3'600'000'000},
                .today = today,
                .roles_held = roles_};
    }
    OperationState state() const { return operation_state(records); }
    std::vector<std::string> open() const {
        std::vector<std::string> keys;
        for (auto const& point : operation_open_points(view()))
            keys.push_back(point.key);
        return keys;
    }
    std::vector<std::string> closing() const {
        std::vector<std::string> keys;
        for (auto const& point : operation_gate_points(view()))
            keys.push_back(point.key);
        return keys;
    }
    Complaint complaint() const {
        Complaint out;
        out.channel = "citizen";
        out.about = "wrong";
        out.unit = "kasse-1";
        out.received = today;
        return out;
    }

    Date today{2026, 11, 27}; // a Friday
    Mode mode = Mode::assist;
    std::vector<Record> records;

  private:
    FunctionRule rule_;
    Guideline guideline_;
    Catalogue catalogue_;
    Holidays holidays_;
    law::Calendar calendar_{holidays_};
    std::vector<std::string> roles_;
};

} // namespace leitstand::operation
