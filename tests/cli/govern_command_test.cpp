// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern gates` and `mode` as somebody at the machine calls them: what they print, with
// which exit code, and that no setting, variable, file or restored backup switches a function on.
#include <sqlite3.h>

#include <set>

#include "base/files.hpp"
#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

constexpr char kReason[] = "Störung am 3. Dezember";

class GovernCommandTest : public CliTest {
  protected:
    house::Ran govern(std::vector<std::string> words) const {
        words.insert(words.begin(), "govern");
        words.insert(words.end(), {"--home", home().string()});
        return house::run_program(words);
    }
    house::Ran mode(std::vector<std::string> words) const {
        words.insert(words.begin(), "mode");
        return govern(words);
    }
    Json state(std::string const& function) const {
        auto const ran = mode({function, "--json"});
        EXPECT_EQ(ran.code, 0) << ran.error;
        return Json::parse(ran.out);
    }
    static std::vector<Json> lines(house::Ran const& ran) {
        std::vector<Json> lines;
        std::istringstream in{ran.out};
        for (std::string line; std::getline(in, line);)
            lines.push_back(Json::parse(line));
        return lines;
    }
    // What is missing at each closed gate of a function.
    std::set<std::string> missing(std::string const& function) const {
        std::set<std::string> keys;
        for (auto const& gate : lines(govern({"gates", function, "--json"})))
            for (auto const& point : gate["missing"])
                keys.insert(point["key"]);
        return keys;
    }
    // A catalogue of one's own, as shipped.
    fs::path own_catalogue() {
        auto const copy = folder_.path() / "catalogue";
        fs::copy(fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de", copy,
                 fs::copy_options::recursive);
        for (auto const& entry : fs::recursive_directory_iterator(copy))
            fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
        set("catalogue_folder = \"" + copy.string() + "\"");
        return copy;
    }
    // As no act of the program writes it.
    void forge_mode(std::string const& mode) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(SQLITE_OK, sqlite3_open((home() / "leitstand.db").c_str(), &database));
        auto const statement = fmt::format(
            "INSERT INTO mode_change (sequence, function_key, change_number, mode_before, mode,"
            " changed_by, reason, changed_at) VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM"
            " mode_change), 'sort', (SELECT COALESCE(MAX(change_number), 0) + 1 FROM mode_change"
            " WHERE function_key = 'sort'), 'off', '{}', 'x', 'y', 0)",
            mode);
        EXPECT_EQ(SQLITE_OK, sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr))
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
};

TEST_F(GovernCommandTest, GatesHaveTheFormOfTheContract) {
    install();
    auto const ran = govern({"gates", "sort", "--json"});
    EXPECT_EQ(ran.code, 1) << ran.error;
    std::set<std::string> gates;
    for (auto const& gate : lines(ran)) {
        EXPECT_EQ(gate["step"], "shadow") << "what stands behind a closed step is not asked";
        gates.insert(gate["gate"]);
        ASSERT_TRUE(gate["state"] == "open" || gate["state"] == "closed") << gate;
        EXPECT_EQ(gate["missing"].empty(), gate["state"] == "open") << gate;
        for (auto const& point : gate["missing"])
            for (auto const* member : {"key", "german", "english"})
                EXPECT_FALSE(point[member].get<std::string>().empty()) << gate;
        EXPECT_TRUE(gate["proof"].is_array());
    }
    for (auto const* gate : {"need_and_participation", "impact", "data", "release"})
        EXPECT_TRUE(gates.contains(gate)) << gate;
    auto const words = govern({"gates", "sort"});
    EXPECT_EQ(words.code, 1);
    EXPECT_THAT(words.out, HasSubstr("closed"));
    EXPECT_THAT(words.out, HasSubstr("niemand diese Fassung unterschrieben"));
    for (auto const* function : {"answer", "plain"})
        EXPECT_EQ(govern({"gates", function}).code, 1) << function;
}

TEST_F(GovernCommandTest, AModeIsSaidAndAFunctionStoppedByWhoHoldsTheMachine) {
    install(house::Authority::example);
    auto const before = state("sort");
    EXPECT_EQ(before["function"], "sort");
    EXPECT_EQ(before["highest"], "assist");
    EXPECT_EQ(before["built"], true);
    EXPECT_EQ(before.size(), 5u) << before;
    EXPECT_EQ(mode({"sort"}).out, before["mode"].get<std::string>() + "\n");
    auto const stopped = mode({"sort", "off", "--reason", kReason, "--json"});
    ASSERT_EQ(stopped.code, 0) << stopped.error;
    EXPECT_EQ(Json::parse(stopped.out)["mode"], "off");
    EXPECT_EQ(state("sort")["change_number"], before["change_number"].get<int>() + 1);
}

TEST_F(GovernCommandTest, WhatMustNotBeIsRefusedWithItsReason) {
    install(house::Authority::example);
    ASSERT_EQ(mode({"sort", "off", "--reason", kReason}).code, 0);
    auto const number = state("sort")["change_number"];
    auto const tried = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--reason", kReason});
        return mode(words);
    };
    expect_helpful(mode({"sort", "off"}), 2, "mode.reason_missing");
    expect_helpful(mode({"sortt"}), 2, "function.unknown");
    for (auto const* name : {"sort", "extract", "complete", "urgent", "relate", "answer", "plain"})
        EXPECT_THAT(mode({"sortt"}).error, HasSubstr(name)) << "says which there are";
    expect_helpful(tried({"sort", "an"}), 2, "mode.unknown");
    expect_helpful(tried({"sort", "shadow"}), 1, "mode.account_missing");
    expect_helpful(tried({"sort", "shadow", "--as", "niemand"}), 2, "account.not_found");
    expect_helpful(tried({"sort", "shadow", "--as", "sachbearbeitung"}), 1, "right.missing");
    expect_helpful(tried({"sort", "act", "--as", "verwaltung"}), 1, "mode.above_highest");
    expect_helpful(tried({"sort", "assist", "--as", "verwaltung"}), 1, "mode.one_step");
    expect_helpful(tried({"answer", "shadow", "--as", "verwaltung"}), 1, "mode.not_built");
    expect_helpful(govern({"gates", "sortt"}), 2, "function.unknown");
    EXPECT_EQ(state("sort")["change_number"], number) << "nothing was written";
    installed_.home = folder_.path() / "nothing";
    expect_helpful(mode({"sort"}), 3, "configuration.missing");
    expect_helpful(govern({"gates", "sort"}), 3, "configuration.missing");
    EXPECT_EQ(house::run_program({"govern", "mode", "sort"}).code, 2) << "no --home";
}

TEST_F(GovernCommandTest, ClosedGatesKeepAFunctionOffWhoeverAsks) {
    install();
    auto const ran = mode({"sort", "shadow", "--as", "verwaltung", "--reason", kReason});
    expect_helpful(ran, 1, "mode.gates_closed");
    EXPECT_THAT(ran.error, HasSubstr("Bedarf und Beteiligung"));
    EXPECT_EQ(state("sort")["mode"], "off");
}

TEST_F(GovernCommandTest, AnEditedModelOrCatalogueClosesTheGateAndTheCommandSaysSo) {
    install(house::Authority::example);
    auto const catalogue = own_catalogue();
    EXPECT_FALSE(missing("sort").contains("release.of_another"));
    auto const acts = read_file(catalogue / "acts.toml", 4 << 20);
    ASSERT_TRUE(acts);
    write_file(catalogue / "acts.toml", *acts + "\n# another state\n");
    EXPECT_TRUE(missing("sort").contains("release.of_another"));
    EXPECT_EQ(state("sort")["mode"], "off");
    EXPECT_THAT(govern({"gates", "sort"}).out, HasSubstr("Unterschrieben ist eine andere Fassung"));
    write_file(catalogue / "acts.toml", *acts);
    EXPECT_FALSE(missing("sort").contains("release.of_another")) << "it was this file alone";
    fs::copy_file(catalogue / "models" / "urgent.model", catalogue / "models" / "kept");
    fs::remove(catalogue / "models" / "urgent.model");
    EXPECT_TRUE(missing("urgent").contains("release.of_another")) << "another model than signed";
    EXPECT_EQ(state("urgent")["mode"], "off");
    auto bytes = read_file(catalogue / "models" / "kept", 64 << 20).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(catalogue / "models" / "urgent.model", bytes);
    auto const damaged = govern({"gates", "urgent"});
    expect_helpful(damaged, 3, "model.");
    auto const refused = refused_to_serve();
    EXPECT_EQ(refused.code, 3) << refused.error;
}

// The server has the old model in memory; under its name nothing of another one comes out, and it
// does not go on as if nothing had happened.
TEST_F(GovernCommandTest, AModelFileThatIsEditedWhileTheServerRunsClosesItsGate) {
    install(house::Authority::example);
    auto const models = own_catalogue() / "models";
    serve();
    auto visitor = signed_in("verwaltung");
    auto const told = [&](std::string const& function) {
        auto const answer = visitor.get("/api/v1/govern/functions/" + function + "/gates");
        EXPECT_TRUE(answer && answer->status == 200);
        return answer && answer->body.find("release.file_changed") != std::string::npos;
    };
    auto const runs = [&](std::string const& function) {
        auto const answer = visitor.get("/api/v1/functions");
        EXPECT_TRUE(answer && answer->status == 200);
        auto const json = answer->json();
        for (auto const& one : json["functions"])
            if (one["key"] == function)
                return one["mode"] != "off";
        return true;
    };
    EXPECT_FALSE(told("sort"));
    EXPECT_FALSE(told("urgent"));
    // Replaced by a whole other model, as `leitstand learn` writes it.
    fs::copy_file(models / "urgent.model", models / "beside");
    fs::rename(models / "beside", models / "sort.model");
    EXPECT_TRUE(told("sort"));
    EXPECT_FALSE(runs("sort"));
    EXPECT_FALSE(told("urgent")) << "its own file is as it was";
    auto const letter = folder_.path() / "brief.txt";
    write_file(letter, "Ich beantrage Kindergeld für mein Kind.");
    ASSERT_EQ(receive({letter.string()}).code, 0);
    until_worked();
    auto const after = rows();
    ASSERT_EQ(after.size(), 1u);
    EXPECT_TRUE(after[0]["services"].empty()) << after[0].dump();
    // One byte of the model that all of them rest on, in its place.
    auto bytes = read_file(models / "extract.model", 64 << 20).value();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(models / "extract.model", bytes);
    for (std::string const function : {"urgent", "extract", "relate", "complete"}) {
        EXPECT_TRUE(told(function)) << function;
        EXPECT_FALSE(runs(function)) << function;
    }
}

TEST_F(GovernCommandTest, NoSettingAndNoVariableSwitchesAFunctionOn) {
    install();
    auto const file = home() / "leitstand.toml";
    auto const settings = read_file(file, 1 << 20).value();
    for (std::string const line :
         {"mode = \"assist\"", "sort = \"assist\"", "functions = [\"sort\"]", "gates = false",
          "govern = { sort = \"assist\" }", "example = \"sort\"", "switchboard = \"on\""}) {
        write_file(file, line + "\n" + settings);
        expect_helpful(refused_to_serve(), 3, "configuration.wrong");
        expect_helpful(mode({"sort"}), 3, "configuration.wrong");
    }
    // In an invented authority invented records open gates: a real one does not become one.
    write_file(file, "example = true\n" + settings);
    expect_helpful(mode({"sort"}), 3, "configuration.other_kind");
    expect_helpful(refused_to_serve(), 3, "configuration.other_kind");
    {
        sqlite3* database = nullptr;
        ASSERT_EQ(SQLITE_OK, sqlite3_open((home() / "leitstand.db").c_str(), &database));
        EXPECT_EQ(SQLITE_OK,
                  sqlite3_exec(database, "DELETE FROM setting WHERE key = 'authority.kind'",
                               nullptr, nullptr, nullptr))
            << sqlite3_errmsg(database);
        EXPECT_EQ(sqlite3_changes(database), 1);
        sqlite3_close(database);
    }
    expect_helpful(mode({"sort"}), 3, "configuration.other_kind");
    write_file(file, settings);
    for (auto const* name : {"LEITSTAND_MODE", "LEITSTAND_SORT", "LEITSTAND_FUNCTIONS",
                             "LEITSTAND_GATES", "LEITSTAND_EXAMPLE", "LEITSTAND_GOVERN"}) {
        ::setenv(name, "assist", 1);
        EXPECT_EQ(state("sort")["mode"], "off") << name;
        ::unsetenv(name);
    }
}

TEST_F(GovernCommandTest, ARowInTheDatabaseSwitchesNothingOn) {
    install();
    forge_mode("assist");
    EXPECT_EQ(state("sort")["mode"], "off");
    serve();
    auto const said = mode({"sort"});
    EXPECT_EQ(said.out, "off\n") << said.error;
}

TEST_F(GovernCommandTest, ARestoredBackupRunsNothingThatItOnceRan) {
    install(house::Authority::example);
    forge_mode("shadow"); // whatever its gates say: as it stood when the backup was made
    auto const sheet = house::run_program({"keys", "sheet", "--home", home().string()});
    ASSERT_EQ(sheet.code, 0) << sheet.error;
    std::string code;
    for (int line = 1; line <= 4; ++line) {
        auto const at = sheet.out.find(fmt::format("{}: ", line));
        ASSERT_NE(at, std::string::npos) << sheet.out;
        code += sheet.out.substr(at, sheet.out.find('\n', at) + 1 - at);
    }
    write_file(folder_.path() / "code", code);
    auto const target = (folder_.path() / "sicherung").string();
    auto const saved = house::run_program({"backup", target, "--home", home().string()});
    ASSERT_EQ(saved.code, 0) << saved.error;
    ASSERT_EQ(mode({"sort", "off", "--reason", kReason}).code, 0); // after the backup
    auto const number = state("sort")["change_number"].get<int>();
    auto const restored =
        house::run_program({"restore", target, "--home", (folder_.path() / "new").string(),
                            "--key-file", (folder_.path() / "keys" / "master.key").string(),
                            "--code", (folder_.path() / "code").string(), "--json"});
    ASSERT_EQ(restored.code, 0) << restored.error;
    EXPECT_GE(Json::parse(restored.out)["functions_stopped"], 1);
    installed_.home = folder_.path() / "new";
    auto const now = state("sort");
    EXPECT_EQ(now["mode"], "off");
    EXPECT_EQ(now["change_number"], number) << "the restoration stopped it by an act of its own";
}

TEST_F(GovernCommandTest, OnePersonSignsOnceAndOnlyWhatRuns) {
    install(house::Authority::example);
    serve();
    auto const path = std::string{"/api/v1/govern/functions/sort/"};
    auto board = signed_in("leitung");
    auto const shown = board.get(path + "gates");
    ASSERT_TRUE(shown);
    ASSERT_EQ(shown->status, 200) << shown->body;
    auto const hash = shown->json()["release"]["hash"].get<std::string>();
    Json const body{
        {"role", "management"}, {"step", "shadow"}, {"release", hash}, {"reason", kReason}};
    auto const post = [&](Json changed, int status, std::string const& key) {
        auto const answer = board.send_json("POST", path + "signatures", changed,
                                            fmt::format("key-{}-{}", status, key));
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_EQ(answer->status, status) << answer->body;
        EXPECT_EQ(answer->key(), key);
    };
    auto foreign = body, older = body;
    foreign["role"] = "data_protection"; // that somebody else holds
    post(foreign, 403, "signature.role_not_held");
    older["release"] = std::string(64, '0');
    post(older, 409, "signature.release_changed");
    auto const taken = board.send_json("POST", path + "signatures", body, "key-of-the-good-one");
    ASSERT_TRUE(taken) << taken.error().describe();
    ASSERT_EQ(taken->status, 200) << taken->body;
    std::size_t own = 0;
    auto const gates = taken->json();
    for (auto const& one : gates["signatures"])
        own += one["name"] == "Lore Brandis";
    EXPECT_EQ(own, 1u) << "the newest word of a person takes the place of the older one";
}

} // namespace leitstand::cli
