// SPDX-License-Identifier: EUPL-1.2
// Relations at the interface: what an item says of others, that those of other units are not named,
// and what a person decides.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"

namespace leitstand {

namespace {

using testing::SizeIs;

constexpr char kUnit[] = "eigene-stelle", kOther[] = "fremde-stelle";
std::string const kLetter =
    "Ich beantrage Kindergeld für meinen Sohn Ben, geboren am 03.02.2026. Die Geburtsurkunde liegt "
    "bei. Wir wohnen seit dem Sommer in der Lindenstraße 4 in Musterstadt. Bitte überweisen Sie "
    "das "
    "Geld auf unser gemeinsames Konto.";

class RelationRoutesTest : public testing::Test {
  protected:
    Item read(std::string const& key, std::string const& text, std::string const& unit = kUnit) {
        auto const document = made_document("", "Post", text);
        auto const item = house_.desk.ready(key, document, made_understanding({}, unit));
        auto trace = trace_letter(document, house_.relations->seed());
        trace.marks.push_back({MarkUse::writer, "sender_name", "Julia Krause", false, {}});
        auto const prepared = house_.relations->prepare(item, document, trace, Mode::assist);
        EXPECT_TRUE(prepared && house_.desk.door.database->write(prepared->write));
        return item;
    }
    Json relations(Visitor& visitor, Item const& item) {
        return json_of(visitor.get("/api/v1/items/" + item.id))["relations"];
    }
    RawAnswer decide(Visitor& visitor, Item const& item, Item const& other, std::int64_t version,
                     std::string const& decision) {
        return visitor.send(
            "POST", "/api/v1/items/" + item.id + "/relations",
            Json{{"item", other.id}, {"version", version}, {"decision", decision}}.dump());
    }

    WebHouse house_{Engine::sqlite};
    Visitor anna_ = house_.visitor("anna", {Role::caseworker}, {kUnit});
};

} // namespace

TEST_F(RelationRoutesTest, ALaterLetterNamesTheEarlierOneAndWhatIsNew) {
    auto const first = read("a", kLetter);
    auto const second = read("b", kLetter + " Außerdem brauche ich einen Vorschuß, schnell.");
    auto const seen = relations(anna_, second);
    ASSERT_THAT(seen, SizeIs(1)) << seen.dump();
    EXPECT_EQ("resubmission", seen[0]["kind"]);
    EXPECT_EQ("earlier", seen[0]["direction"]);
    EXPECT_EQ(first.receipt_number, seen[0]["receipt_number"]);
    EXPECT_EQ(1, seen[0]["new_count"]);
    // Code points, not bytes: there are umlauts before.
    EXPECT_EQ(kLetter.size() + 1 - 3, seen[0]["new"][0]["start"]);
    auto const from_first = relations(anna_, first);
    EXPECT_EQ("later", from_first[0]["direction"]);
    EXPECT_THAT(from_first[0]["new"], SizeIs(0)) << "places stand in the other item";
    EXPECT_EQ(1, from_first[0]["new_count"]);
}

TEST_F(RelationRoutesTest, ItemsOfOtherUnitsAreNotNamed) {
    auto const foreign = read("a", kLetter, kOther);
    auto const own = read("b", kLetter);
    EXPECT_THAT(relations(anna_, own), SizeIs(0));
    auto lead = house_.visitor("lea", {Role::team_lead}, {std::string{kAllUnits}});
    EXPECT_THAT(relations(lead, own), SizeIs(1));
    EXPECT_EQ(404, decide(anna_, own, foreign, 1, "confirm").status);
}

TEST_F(RelationRoutesTest, EqualFilesOfOtherUnitsAreNotNamedEither) {
    house_.desk.door.enter("a", "Inhalt b", "fremd.eml");
    auto const own = read("b", kLetter);
    auto const view = [&](Visitor& visitor) {
        return json_of(visitor.get("/api/v1/items/" + own.id))["identical"];
    };
    EXPECT_THAT(view(anna_), SizeIs(1)) << "of no unit: everybody may see it";
    auto const document = made_document("", "Post", "Text");
    auto const foreign = house_.desk.ready("c", document, made_understanding({}, kOther));
    house_.desk.door.enter("d", "Inhalt c", "eigen.eml");
    auto const item = house_.desk.door.ledger->find_by_receipt_number(receipt_number(2026, 4));
    ASSERT_TRUE(item);
    EXPECT_THAT(json_of(anna_.get("/api/v1/items/" + item->id))["identical"], SizeIs(0));
}

TEST_F(RelationRoutesTest, ADecisionIsTakenBackAndAConflictNamesWhoWasFirst) {
    auto const first = read("a", kLetter);
    auto const second = read("b", kLetter);
    auto const confirmed = decide(anna_, second, first, 1, "confirm");
    ASSERT_EQ(200, confirmed.status) << confirmed.body;
    EXPECT_EQ("confirm", json_of(confirmed)["decision"]);
    EXPECT_EQ("Frau anna", json_of(confirmed)["decided_by"]);
    auto const late = decide(anna_, first, second, 1, "reject");
    EXPECT_EQ(409, late.status);
    EXPECT_EQ("Frau anna", json_of(late)["changed_by"]);
    EXPECT_EQ("confirm", json_of(late)["changed_to"]);
    ASSERT_EQ(200, decide(anna_, first, second, 2, "open").status);
    EXPECT_EQ("open", relations(anna_, second)[0]["decision"]);
    EXPECT_EQ(422, decide(anna_, first, second, 3, "delete").status);
    auto reader = house_.visitor("rita", {Role::releaser}, {kUnit});
    EXPECT_EQ(403, decide(reader, first, second, 3, "confirm").status);
}

} // namespace leitstand
