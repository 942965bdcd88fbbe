// SPDX-License-Identifier: EUPL-1.2
// `leitstand account add`: who makes an account says whose items it sees.
#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class AccountTest : public CliTest {
  protected:
    void SetUp() override { install(house::Authority::example); }

    house::Ran add(std::string const& name, std::vector<std::string> const& more) const {
        std::vector<std::string> words{"account",        "add", "--home", home().string(), name,
                                       "--display-name", "Neu", "--role", "caseworker"};
        words.insert(words.end(), more.begin(), more.end());
        return house::run_program(words);
    }
};

TEST_F(AccountTest, TheUnitsOfANewAccountAreSaid) {
    auto const two = add("anna", {"--unit", "familienkasse-1", "--unit", "familienkasse-2"});
    EXPECT_EQ(0, two.code) << two.error;
    EXPECT_EQ(0, add("bernd", {"--all-units"}).code);
    for (auto const& [wrong, hint] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{}, "units"}, {{"--unit", "familienkasse-1", "--all-units"}, "units"}}) {
        auto const ran = add("carla", wrong);
        EXPECT_EQ(2, ran.code) << ran.error;
        EXPECT_THAT(ran.error, HasSubstr(hint));
    }
    auto const mistyped = add("carla", {"--unit", "familienkase-1"});
    expect_helpful(mistyped, 1, "account.unit_unknown");
    EXPECT_THAT(mistyped.error, HasSubstr("familienkasse-1")) << "it names those there are";

    serve();
    auto client = signed_in("verwaltung");
    auto const answer = client.get("/api/v1/accounts");
    ASSERT_TRUE(answer);
    auto const json = answer->json();
    std::map<std::string, Json> units;
    for (auto const& account : json["accounts"])
        units[account["name"].get<std::string>()] = account["units"];
    EXPECT_EQ((Json{"familienkasse-1", "familienkasse-2"}), units["anna"]);
    EXPECT_EQ(Json{"*"}, units["bernd"]);
    EXPECT_FALSE(units.contains("carla"));
}

} // namespace leitstand::cli
