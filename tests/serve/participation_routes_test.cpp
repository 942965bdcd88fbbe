// SPDX-License-Identifier: EUPL-1.2
// Participation over HTTP, on both databases: who may enter what, conflicts, works agreements.
// Every answer is held against the description of the interface.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {
namespace {

constexpr char kParticipation[] = "/api/v1/govern/functions/plain/participation";

class ParticipationRoutesTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        house = std::make_unique<WebHouse>(GetParam());
    }
    RawAnswer post(Visitor& visitor, std::string const& path, Json const& body) {
        return visitor.send("POST", path, body.dump(),
                            {{"Idempotency-Key", fmt::format("key-{:026}", ++keys_)}});
    }
    RawAnswer enter(Visitor& visitor, std::string const& body, int number, Json entry) {
        entry["on"] = entry.value("on", "2026-11-02");
        return post(visitor, fmt::format("{}/{}", kParticipation, body),
                    {{"number", number}, {"entry", entry}});
    }
    RawAnswer agree(Visitor& visitor, int number, Json entry) {
        entry["on"] = "2026-11-02";
        return post(visitor, "/api/v1/govern/functions/plain/agreements/ki",
                    {{"number", number}, {"entry", entry}});
    }
    static Json body_of(RawAnswer const& answer, std::string const& key) {
        auto const all = json_of(answer);
        for (auto const& one : all["bodies"])
            if (one["key"] == key)
                return one;
        return nullptr;
    }
    Json body(Visitor& visitor, std::string const& key) {
        return body_of(visitor.get(kParticipation), key);
    }
    static Json invitation() {
        return {{"event", "invitation"}, {"documents", {{{"name", "Antrag.pdf"}}}}};
    }
    std::unique_ptr<WebHouse> house;

  private:
    int keys_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, ParticipationRoutesTest, both_engines(), engine_label);

TEST_P(ParticipationRoutesTest, ABodySpeaksForItself) {
    auto gita = house->visitor("gita", {Role::governance});
    auto emma = house->visitor("emma", {Role::equal_opportunity});
    auto sina = house->visitor("sina", {Role::staff_council});
    ASSERT_EQ(enter(gita, "equal_opportunity", 0, invitation()).status, 200);
    Json const vote{{"event", "vote"}, {"vote", "approve"}, {"on", "2026-11-03"}};
    EXPECT_EQ(key_of(enter(gita, "equal_opportunity", 1, vote)), "participation.speaks_itself");
    EXPECT_EQ(key_of(enter(sina, "equal_opportunity", 1, vote)), "participation.other_body");
    EXPECT_EQ(key_of(enter(emma, "staff_council", 0, invitation())), "right.missing");
    auto const voted = enter(emma, "equal_opportunity", 1, vote);
    ASSERT_EQ(voted.status, 200) << voted.body;
    auto const standing = body_of(voted, "equal_opportunity");
    EXPECT_EQ(standing["state"], "approved");
    EXPECT_EQ(standing["history"][1]["by"], "Frau emma");
    EXPECT_FALSE(standing["history"][1]["entry"].contains("for_body"));
}

TEST_P(ParticipationRoutesTest, WhoKeepsTheDossierEntersForABodyWithoutAnAccount) {
    auto gita = house->visitor("gita", {Role::governance});
    auto const answer =
        enter(gita, "citizens", 0,
              {{"event", "statement"}, {"text", "Verständlich."}, {"for_body", false}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(body_of(answer, "citizens")["history"][0]["entry"]["for_body"], true);
}

TEST_P(ParticipationRoutesTest, TwoAtOnceAreTold) {
    auto gita = house->visitor("gita", {Role::governance});
    auto gerd = house->visitor("gerd", {Role::governance});
    ASSERT_EQ(enter(gita, "staff_council", 0, invitation()).status, 200);
    auto const second = enter(gerd, "staff_council", 0, invitation());
    EXPECT_EQ(second.status, 409);
    EXPECT_EQ(key_of(second), "governance.changed");
    EXPECT_EQ(body(gerd, "staff_council")["number"], 1);
}

TEST_P(ParticipationRoutesTest, BadInputIsNamedAndStoresNothing) {
    auto gita = house->visitor("gita", {Role::governance});
    auto emma = house->visitor("emma", {Role::equal_opportunity});
    auto const key = [&](Visitor& who, std::string const& body, Json const& entry) {
        return key_of(enter(who, body, 0, entry));
    };
    EXPECT_EQ(key(gita, "nobody", invitation()), "participation.body_unknown");
    EXPECT_EQ(key(gita, "staff_council", {{"event", "party"}}), "participation.event_wrong");
    EXPECT_EQ(key(gita, "staff_council", {{"event", "invitation"}, {"on", "2999-01-01"}}),
              "participation.in_future");
    EXPECT_EQ(key(emma, "equal_opportunity", {{"event", "vote"}, {"vote", "refuse"}}),
              "participation.reasons_missing");
    EXPECT_EQ(key(gita, "equal_opportunity", {{"event", "silence"}}), "participation.not_silent");
    EXPECT_EQ(key(gita, "users", {{"event", "vote"}, {"vote", "approve"}}),
              "participation.not_for_this_body");
    EXPECT_EQ(key(gita, "staff_council",
                  {{"event", "answer"}, {"refers_to", 7}, {"outcome", "followed"}, {"text", "a"}}),
              "participation.nothing_to_answer");
    EXPECT_EQ(
        key(gita, "staff_council", {{"event", "withdrawal"}, {"refers_to", 7}, {"text", "a"}}),
        "participation.not_withdrawable");
    EXPECT_EQ(key(gita, "staff_council", {{"event", "vacancy"}, {"text", "niemand"}}),
              "participation.vacancy_by_management");
    EXPECT_EQ(key_of(post(gita, fmt::format("{}/users", kParticipation), {{"number", 0}})),
              "request.field_missing");
    EXPECT_EQ(body(gita, "staff_council")["number"], 0);
    EXPECT_EQ(body(gita, "users")["number"], 0);
}

TEST_P(ParticipationRoutesTest, ADeskReadsAndEntersNothing) {
    auto anna = house->visitor("anna", {Role::caseworker});
    EXPECT_EQ(anna.get(kParticipation).status, 200);
    EXPECT_EQ(enter(anna, "users", 0,
                    {{"event", "workshop"}, {"title", "a"}, {"people", 2}, {"results", {"b"}}})
                  .status,
              403);
    Visitor nobody{house->port()};
    EXPECT_EQ(nobody.get(kParticipation).status, 401);
}

// The clock stands on 27 November 2026.
TEST_P(ParticipationRoutesTest, ARefusalIsNotForTheKeeperToSettle) {
    auto gita = house->visitor("gita", {Role::governance});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto mira = house->visitor("mira", {Role::management});
    std::string const council = "staff_council";
    auto const today = to_iso(date_in_berlin(house->desk.door.clock.now()));
    auto const said = [&](Json entry) {
        entry["on"] = today;
        entry["text"] = "Gründe.";
        return entry;
    };
    Json const paper{{{"name", "Beschluss.pdf"}}};
    auto const agreed = said({{"event", "settlement"}, {"outcome", "agreed"}});
    EXPECT_EQ(key_of(enter(sina, council, 0, agreed)), "participation.nothing_refused");
    ASSERT_EQ(enter(gita, council, 0, said(invitation())).status, 200);
    ASSERT_EQ(enter(sina, council, 1, said({{"event", "vote"}, {"vote", "refuse"}})).status, 200);
    EXPECT_EQ(key_of(enter(gita, council, 2, agreed)), "participation.speaks_itself");
    EXPECT_EQ(key_of(enter(mira, council, 2, agreed)), "participation.other_body");
    auto const decided =
        said({{"event", "settlement"}, {"outcome", "decided"}, {"documents", paper}});
    EXPECT_EQ(key_of(enter(gita, council, 2, decided)), "participation.result_by_management");
    EXPECT_EQ(key_of(enter(mira, council, 2, decided)), "participation.step_missing");
    EXPECT_EQ(key_of(enter(gita, council, 2, said({{"event", "conciliation"}}))),
              "participation.step_missing");
    ASSERT_EQ(enter(gita, council, 2, said({{"event", "referral"}})).status, 200);
    ASSERT_EQ(enter(sina, council, 3, said({{"event", "conciliation"}})).status, 200);
    auto const recommended =
        said({{"event", "conciliation_result"}, {"outcome", "recommended"}, {"documents", paper}});
    EXPECT_EQ(key_of(enter(gita, council, 4, recommended)), "participation.result_by_management");
    auto const unnamed = said({{"event", "conciliation_result"}, {"outcome", "recommended"}});
    EXPECT_EQ(key_of(enter(mira, council, 4, unnamed)), "participation.event_wrong");
    ASSERT_EQ(enter(mira, council, 4, recommended).status, 200);
    auto const open = body(gita, council);
    EXPECT_EQ(open["state"], "step_procedure");
    EXPECT_EQ(open["way_on"]["recommended"], true);
    auto const settled = enter(mira, council, 5, decided);
    ASSERT_EQ(settled.status, 200) << settled.body;
    EXPECT_EQ(body_of(settled, council)["state"], "settled");
    auto const again = enter(sina, council, 6, said({{"event", "vote"}, {"vote", "refuse"}}));
    EXPECT_EQ(body_of(again, council)["state"], "refused") << "a new vote begins anew";
    auto const by_council = enter(sina, council, 7, agreed);
    ASSERT_EQ(by_council.status, 200) << by_council.body;
    EXPECT_EQ(body_of(by_council, council)["state"], "settled");
    EXPECT_EQ(body_of(by_council, council)["history"][7]["entry"]["by_body"], true);
}

TEST_P(ParticipationRoutesTest, AReferralBehindItsPeriodIsRefused) {
    auto const now = date_in_berlin(house->desk.door.clock.now());
    auto const write = [&](Json body) {
        body["on"] = to_iso(plus_days(now, -30));
        ASSERT_TRUE(house->governed->write(FunctionKey::plain, RecordKind::participation,
                                           "staff_council", std::move(body)));
    };
    write(invitation());
    write({{"event", "vote"}, {"vote", "refuse"}, {"text", "Gründe."}});
    // Entered today: the period runs from the entry, whatever day it names.
    Json referral{{"event", "referral"}, {"text", "Vorgelegt."}, {"on", to_iso(now)}};
    house->desk.door.clock.forward(std::chrono::hours{24 * 14});
    auto gita = house->visitor("gita", {Role::governance});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto const later = to_iso(plus_days(now, 14));
    EXPECT_EQ(body(gita, "staff_council")["state"], "refused_finally");
    auto const late = enter(gita, "staff_council", 2, referral);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(key_of(late), "participation.referral_late")
        << "what the authority enters is of today";
    referral["on"] = later;
    EXPECT_EQ(key_of(enter(sina, "staff_council", 2, referral)), "participation.referral_late");
}

TEST_P(ParticipationRoutesTest, AnOfficeThatAnAccountHasIsNotVacant) {
    auto mira = house->visitor("mira", {Role::management});
    auto const declared = enter(mira, "disability_representative", 0,
                                {{"event", "vacancy"}, {"text", "Niemand hat das Amt."}});
    EXPECT_EQ(declared.status, 409);
    EXPECT_EQ(key_of(declared), "participation.office_held");
    EXPECT_EQ(body(mira, "disability_representative")["number"], 0);
}

TEST_P(ParticipationRoutesTest, NobodySignsAnAgreementForBothSides) {
    auto gita = house->visitor("gita", {Role::governance});
    auto both = house->visitor("beate", {Role::staff_council, Role::management});
    auto mira = house->visitor("mira", {Role::management});
    Json const proposal{{"event", "proposal"},
                        {"title", "Dienstvereinbarung KI"},
                        {"from", "2026-11-01"},
                        {"terms", {{"minimum_group", 7}}}};
    ASSERT_EQ(agree(gita, 0, proposal).status, 200);
    auto const sign = [&](Visitor& who, int number, std::string const& party) {
        return agree(who, number, {{"event", "signature"}, {"party", party}, {"refers_to", 1}});
    };
    ASSERT_EQ(sign(both, 1, "staff_council").status, 200);
    auto const again = sign(both, 2, "management");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(key_of(again), "participation.one_person");
    auto const other = sign(mira, 2, "management");
    ASSERT_EQ(other.status, 200) << other.body;
    EXPECT_EQ(json_of(other)["agreements"][0]["state"], "in_force");
}

TEST_P(ParticipationRoutesTest, AnAgreementHoldsOnceBothSidesSigned) {
    auto gita = house->visitor("gita", {Role::governance});
    auto sina = house->visitor("sina", {Role::staff_council});
    auto mira = house->visitor("mira", {Role::management});
    Json const proposal{{"event", "proposal"},
                        {"title", "Dienstvereinbarung KI"},
                        {"from", "2026-11-01"},
                        {"terms", {{"minimum_group", 7}, {"planted_errors_in_operation", true}}}};
    ASSERT_EQ(agree(gita, 0, proposal).status, 200);
    auto const sign = [&](Visitor& who, int number, std::string const& party) {
        return agree(who, number, {{"event", "signature"}, {"party", party}, {"refers_to", 1}});
    };
    EXPECT_EQ(key_of(sign(sina, 1, "management")), "participation.other_body");
    EXPECT_EQ(key_of(sign(gita, 1, "staff_council")), "participation.speaks_itself");
    ASSERT_EQ(sign(sina, 1, "staff_council").status, 200);
    EXPECT_EQ(key_of(sign(sina, 2, "staff_council")), "participation.signed_already");
    auto const both = sign(mira, 2, "management");
    ASSERT_EQ(both.status, 200) << both.body;
    auto const json = json_of(both);
    EXPECT_EQ(json["agreements"][0]["state"], "in_force");
    EXPECT_EQ(json["terms"]["minimum_group"], 7);
    EXPECT_EQ(json["terms"]["checks"][0]["kept"], "yes") << "the program takes the agreed number";
    EXPECT_EQ(key_of(sign(mira, 3, "management")), "participation.nothing_to_sign");
    Json const check{
        {"event", "check"}, {"party", "management"}, {"kept", true}, {"text", "gezählt"}};
    EXPECT_EQ(key_of(agree(mira, 3, check)), "right.missing");
    auto const checked = agree(sina, 3, check);
    ASSERT_EQ(checked.status, 200) << checked.body;
    EXPECT_EQ(json_of(checked)["agreements"][0]["checks"][0]["party"], "staff_council")
        << "whose check it is follows from who enters it";
}

} // namespace
} // namespace leitstand
