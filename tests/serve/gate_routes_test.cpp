// SPDX-License-Identifier: EUPL-1.2
// The gates over HTTP, on both databases: what stands between a function and its next mode, the
// refusals of the switch, exercises with planted errors. Every answer is held against the
// description of the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kFunction[] = "/api/v1/govern/functions/sort";
constexpr char kReason[] = "Beschluss vom 27. November";

class GateRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
    }
    RawAnswer send(Visitor& visitor, std::string const& method, std::string const& path,
                   Json const& body) {
        return visitor.send(method, path, body.dump(),
                            {{"Idempotency-Key", fmt::format("gates-key-{:016}", ++keys_)}});
    }
    RawAnswer exercise(Visitor& visitor, Json const& body) {
        return send(visitor, "POST", std::string{kFunction} + "/exercises", body);
    }
    RawAnswer to_mode(Visitor& visitor, std::string const& mode) {
        return send(visitor, "PUT", "/api/v1/functions/sort/mode",
                    {{"mode", mode}, {"reason", kReason}});
    }
    Json gates(Visitor& visitor) { return json_of(visitor.get(std::string{kFunction} + "/gates")); }
    std::string day(int days = 0) {
        return to_iso(plus_days(date_in_berlin(house->desk.door.clock.now()), days));
    }
    Json held(Json more = {}) {
        Json body{{"number", 0},
                  {"day", day()},
                  {"units",
                   {{{"unit", "familienkasse-1"}, {"persons", 6}, {"shown", 120}, {"found", 110}},
                    {{"unit", "familienkasse-2"}, {"persons", 5}, {"shown", 100}, {"found", 90}}}}};
        if (more.is_object())
            body.update(more);
        return body;
    }
    Json unit(std::string const& key, Json persons, Json shown, Json found) {
        return {{"unit", key},
                {"persons", std::move(persons)},
                {"shown", std::move(shown)},
                {"found", std::move(found)}};
    }
    void agree(int minimum_group, bool planted) {
        auto const write = [&](Json body) {
            ASSERT_TRUE(house->governed->write(FunctionKey::sort, RecordKind::agreement, "ki",
                                               std::move(body)));
        };
        write({{"event", "proposal"},
               {"on", day(-20)},
               {"title", "Dienstvereinbarung"},
               {"from", day(-10)},
               {"terms",
                {{"minimum_group", minimum_group},
                 {"no_personal_figures", true},
                 {"share_without_ai", 0.1},
                 {"planted_errors_in_operation", planted},
                 {"review_by", day(300)}}}});
        for (auto const* party : {"staff_council", "management"})
            write({{"event", "signature"}, {"on", day(-15)}, {"party", party}, {"refers_to", 1}});
        write({{"event", "check"},
               {"on", day(-5)},
               {"party", "management"},
               {"kept", true},
               {"text", "gezählt"}});
    }
    std::unique_ptr<WebHouse> house;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, GateRoutesTest, both_engines(), engine_label);

TEST_P(GateRoutesTest, AnExerciseIsEnteredByUnitAndShown) {
    auto gita = house->visitor("gita", {Role::governance});
    EXPECT_TRUE(gates(gita)["exercise"]["newest"].is_null());
    EXPECT_EQ(5, gates(gita)["exercise"]["persons_min"]);
    auto const answer = exercise(gita, held());
    ASSERT_EQ(200, answer.status) << answer.body;
    auto const shown = gates(gita)["exercise"];
    EXPECT_EQ(1, shown["number"]);
    EXPECT_EQ(true, shown["newest"]["of_running_release"]);
    EXPECT_EQ(false, shown["newest"]["in_operation"]);
    EXPECT_EQ("Frau gita", shown["newest"]["record"]["by"]);
    ASSERT_EQ(2u, shown["newest"]["units"].size());
    EXPECT_EQ(110, shown["newest"]["units"][0]["found"]);
    EXPECT_NEAR(200.0 / 220, shown["newest"]["rate"][0].get<double>(), 1e-6);

    EXPECT_EQ(409, exercise(gita, held()).status) << "another one was entered meanwhile";
    ASSERT_EQ(200, exercise(gita, held({{"number", 1}})).status);
    EXPECT_EQ(2, gates(gita)["exercise"]["number"]);
}

TEST_P(GateRoutesTest, AnExerciseThatShowsTooLittleClosesTheGateAndTheFunctionGoesBack) {
    ASSERT_TRUE(house->governed->bring_to(*house->switchboard, FunctionKey::sort, Mode::assist));
    auto gita = house->visitor("gita", {Role::governance});
    auto const before = gates(gita);
    ASSERT_EQ("assist", before["mode"]);
    auto const poor = exercise(gita, held({{"number", before["exercise"]["number"]},
                                           {"units", {unit("all", 12, 200, 20)}}}));
    ASSERT_EQ(200, poor.status) << poor.body;
    EXPECT_EQ("shadow", json_of(poor)["mode"]);
    auto const functions = json_of(gita.get("/api/v1/functions"));
    EXPECT_EQ("sort", functions["history"][0]["function"]);
    EXPECT_EQ("", functions["history"][0]["by"]) << "by nobody: the program did it";
    EXPECT_EQ("shadow", functions["functions"][0]["recorded"]);
}

TEST_P(GateRoutesTest, InOperationOnlyWhereAnAgreementAllowsIt) {
    auto gita = house->visitor("gita", {Role::governance});
    Json const in_operation{{"in_operation", true}};
    EXPECT_EQ("exercise.not_agreed", key_of(exercise(gita, held(in_operation))));
    EXPECT_EQ(false, gates(gita)["exercise"]["in_operation_allowed"]);
    agree(6, true);
    auto const terms = gates(gita)["exercise"];
    EXPECT_EQ(true, terms["in_operation_allowed"]);
    EXPECT_EQ(6, terms["persons_min"]);
    EXPECT_EQ("exercise.too_few_persons", key_of(exercise(gita, held(in_operation))))
        << "five persons are fewer than was agreed";
    auto body = held(in_operation);
    body["units"][1]["persons"] = 6;
    auto const answer = exercise(gita, body);
    ASSERT_EQ(200, answer.status) << answer.body;
    EXPECT_EQ(true, json_of(answer)["exercise"]["newest"]["in_operation"]);
}

TEST_P(GateRoutesTest, AnAgreementThatForbidsItIsKept) {
    auto gita = house->visitor("gita", {Role::governance});
    agree(5, false);
    EXPECT_EQ("exercise.not_agreed", key_of(exercise(gita, held({{"in_operation", true}}))));
    EXPECT_EQ(200, exercise(gita, held()).status);
}

TEST_P(GateRoutesTest, WhatDoesNotFitIsRefusedAndStoresNothing) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const units = [&](Json list) {
        return key_of(exercise(gita, held({{"units", std::move(list)}})));
    };
    EXPECT_EQ("exercise.too_few_persons", units({unit("all", 4, 100, 90)}));
    EXPECT_EQ("exercise.unit_unknown", units({unit("mond", 9, 100, 90)}));
    EXPECT_EQ("exercise.counts_wrong", units({unit("all", 9, 100, 101)}));
    EXPECT_EQ("exercise.counts_wrong", units({unit("all", 9, 0, 0)}));
    EXPECT_EQ("exercise.counts_wrong", units({unit("all", 9, 100'001, 5)}));
    EXPECT_EQ("exercise.counts_wrong", units(Json::array()));
    auto const one = unit("familienkasse-1", 9, 100, 90);
    EXPECT_EQ("exercise.counts_wrong", units({one, one}));
    EXPECT_EQ("exercise.counts_wrong", units({one, unit("all", 9, 100, 90)}));
    EXPECT_EQ("request.field_wrong", units({unit("all", -9, 100, 90)}));
    EXPECT_EQ("request.field_wrong", units({unit("all", 9, "100", 90)}));
    EXPECT_EQ("request.field_wrong", units({{{"unit", "all"}, {"persons", 9}, {"shown", 100}}}));
    EXPECT_EQ("request.field_wrong", units({"all"}));
    EXPECT_EQ("request.field_wrong", units(Json::object()));
    EXPECT_EQ("exercise.in_future", key_of(exercise(gita, held({{"day", day(1)}}))));
    EXPECT_EQ("request.field_wrong", key_of(exercise(gita, held({{"day", "2026-02-30"}}))));
    EXPECT_EQ("exercise.not_built",
              key_of(send(gita, "POST", "/api/v1/govern/functions/plain/exercises", held())));
    auto lea = house->visitor("lea", {Role::team_lead});
    EXPECT_EQ("right.missing", key_of(exercise(lea, held())));
    EXPECT_EQ(0, gates(gita)["exercise"]["number"]);
}

TEST_P(GateRoutesTest, TheOverviewSaysHowFarTheNextStepIs) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const sort = [&] { return json_of(gita.get("/api/v1/govern/functions"))["functions"][0]; };
    auto const before = sort();
    ASSERT_EQ("sort", before["key"]);
    EXPECT_EQ("shadow", before["next"]["mode"]);
    EXPECT_LT(before["next"]["passed"], before["next"]["gates"]);
    EXPECT_EQ("mode.gates_closed", key_of(to_mode(gita, "shadow")));
    EXPECT_EQ("mode.one_step", key_of(to_mode(gita, "assist")));
    ASSERT_TRUE(house->governed->complete(FunctionKey::sort));
    auto const ready = sort();
    EXPECT_EQ(ready["next"]["passed"], ready["next"]["gates"]);
    EXPECT_EQ(204, to_mode(gita, "shadow").status);
    EXPECT_EQ("assist", sort()["next"]["mode"]);
    EXPECT_EQ(204, to_mode(gita, "assist").status);
    EXPECT_TRUE(sort()["next"].is_null()) << "this program carries nothing out by itself";
    auto lea = house->visitor("lea", {Role::team_lead});
    EXPECT_EQ(204, to_mode(lea, "off").status) << "stopping needs no right to change";
    EXPECT_EQ("right.missing", key_of(to_mode(lea, "shadow")));
}

} // namespace
} // namespace leitstand
