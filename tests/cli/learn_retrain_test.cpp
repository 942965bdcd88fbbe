// SPDX-License-Identifier: EUPL-1.2
// `leitstand learn retrain` as a user calls it: what it writes and enters in the log, and that bad
// input is named, ends with the right code and overwrites nothing.
#include "cli/learn_house.hpp"
#include "learn/training_store.hpp"
#include "prove/entries.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class LearnRetrainTest : public LearnCliTest {
  protected:
    void SetUp() override { install(house::Authority::example); }

    static fs::path shipped() { return fs::path(LEITSTAND_SOURCE_DIR) / "catalogue/de"; }

    static std::string letter(std::string const& id, std::string const& text,
                              std::string const& service, std::string const& act) {
        return print_json({{"id", id},
                           {"channel", "email"},
                           {"text", text},
                           {"gold",
                            {{"language", "de"},
                             {"services", Json::array({service})},
                             {"acts", Json::array({act})},
                             {"themes", Json::array()}}}}) +
               "\n";
    }
    fs::path gold() const {
        std::string lines;
        for (int i = 0; i < 6; ++i) {
            lines += letter(fmt::format("g{}", 2 * i),
                            fmt::format("Bitte zahlen Sie uns Wohngeld, wir sind {} Personen und "
                                        "die Miete ist hoch.",
                                        i + 2),
                            "wohngeld", "antrag");
            lines += letter(fmt::format("g{}", 2 * i + 1),
                            fmt::format("Wann kommt das Kindergeld für Kind {}? Ich warte schon "
                                        "lange auf eine Nachricht.",
                                        i + 1),
                            "kindergeld", "sachstand");
        }
        write_file(path("gold.jsonl"), lines);
        return path("gold.jsonl");
    }
    // Letters to train on: those of two voices suffice here.
    static std::vector<std::string> letters() {
        return {(shipped() / "letters/p.jsonl").string(), (shipped() / "letters/q.jsonl").string()};
    }

    // Brings decisions of some accounts into the store, as the upkeep of a server would.
    void teach(int samples) {
        auto const database =
            Database::open("sqlite:" + (home() / "leitstand.db").string(), {}, Holder::command)
                .value();
        auto const keys = KeyRing::open(installed_.key_file, home()).value();
        learn::TrainingStore const store{keys, load_training_purpose(shipped()).value()};
        ASSERT_TRUE(database->write([&](Sql& sql) -> Result<void> {
            for (int i = 0; i < samples; ++i) {
                learn::DeskSample sample;
                sample.item = store.item_reference(fmt::format("item-{}", i));
                sample.function = "sort";
                sample.text = fmt::format("Hiermit beantrage ich Wohngeld, Fall {}", i);
                sample.labels = {{"service.wohngeld", true, learn::Verdict::confirmed,
                                  store.account_pseudonym(fmt::format("account-{}", i % 7)),
                                  "2.0.0"},
                                 {"act.antrag", true, learn::Verdict::added,
                                  store.account_pseudonym(fmt::format("account-{}", i % 7)), ""}};
                sample.decided_on = plus_days(date_in_berlin(system_time().now()), -40 + i);
                TRY(store.put(sql, sample));
            }
            return {};
        }));
    }
    house::Ran retrain(std::vector<std::string> const& more, bool with_letters = true) const {
        std::vector<std::string> words{"learn", "retrain", "--home", home().string()};
        if (with_letters) {
            words.emplace_back("--letters");
            for (auto const& file : letters())
                words.push_back(file);
        }
        words.insert(words.end(), more.begin(), more.end());
        house::RunOptions options;
        options.limit = std::chrono::seconds{300};
        return house::run_program(words, options);
    }
    // A catalogue of this test's own, with another training.toml.
    void use_catalogue(std::string const& training) {
        fs::copy(shipped(), path("de"), fs::copy_options::recursive);
        fs::remove(path("de") / "training.toml");
        if (!training.empty())
            write_file(path("de") / "training.toml", training);
        set("catalogue_folder = \"" + path("de").string() + "\"");
    }
    std::vector<std::string> logged() const {
        auto const database =
            Database::open("sqlite:" + (home() / "leitstand.db").string(), {}, Holder::command)
                .value();
        return entry_keys(*database);
    }
};

TEST_F(LearnRetrainTest, WritesACandidateThatIsNotInUse) {
    teach(40);
    auto const before = *read_file(shipped() / "models/sort.model", 64 << 20);
    auto const ran = retrain({"--gold", gold().string(), "--out", path("out").string(), "--json"});
    ASSERT_EQ(ran.code, 1) << ran.error;
    auto const json = Json::parse(ran.out);
    EXPECT_EQ(json["state"], "blocked");
    for (auto const* const kind : {"service", "act"})
        EXPECT_THAT(json["blocked_because"],
                    testing::Contains(Json{{"key", "gold_too_small"}, {"about", kind}}));
    EXPECT_EQ(json["activated"], false);
    EXPECT_EQ(json["gold"]["letters"], 12);
    EXPECT_EQ(json["gold"]["changed"], false);
    EXPECT_EQ(json["gold"]["sha256"].get<std::string>().size(), 64u);
    ASSERT_EQ(json["functions"].size(), 1u) << "of urgent nothing was decided";
    auto const& part = json["functions"][0];
    EXPECT_EQ(part["held_aside"], 8);
    EXPECT_EQ(part["samples"].get<int>() + part["capped"].get<int>(), 32);
    EXPECT_EQ(part["champion"]["sha256"], to_hex(sha256(before)));
    auto const model = *read_file(path("out") / "sort.model", 64 << 20);
    EXPECT_EQ(part["challenger"]["sha256"], to_hex(sha256(model)));
    EXPECT_EQ(fs::status(path("out") / "sort.model").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(Json::parse(*read_file(path("out") / "comparison.json", 1 << 20)), json);
    EXPECT_THAT(*read_file(path("out") / "comparison.txt", 1 << 20), HasSubstr("nicht in Betrieb"));
    EXPECT_THAT(*read_file(path("out") / "sort.md", 1 << 20),
                HasSubstr("with decisions of the desk"));
    EXPECT_TRUE(fs::exists(path("out") / "sort.cdx.json"));
    EXPECT_FALSE(fs::exists(path("out") / "urgent.model"));
    EXPECT_EQ(*read_file(shipped() / "models/sort.model", 64 << 20), before);
    EXPECT_THAT(logged(), testing::IsSupersetOf({"model_retrained", "candidate_built"}));
    EXPECT_THAT(logged(), testing::Not(testing::Contains("model_activated")));

    // Once more into the same folder: nothing is overwritten.
    auto const again = retrain({"--gold", gold().string(), "--out", path("out").string()});
    expect_helpful(again, 2, "training.out_not_empty");
    EXPECT_EQ(*read_file(path("out") / "sort.model", 64 << 20), model);
}

TEST_F(LearnRetrainTest, ADecisionOnTheScreenTeaches) {
    serve();
    ASSERT_TRUE(server_);
    write_file(path("brief.txt"),
               "Sehr geehrte Damen und Herren,\nhiermit beantrage ich Wohngeld für "
               "unsere Wohnung.\nMit freundlichen Grüßen\nErika Beispiel\n");
    ASSERT_EQ(receive({path("brief.txt").string()}).code, 0);
    until_worked();
    auto client = signed_in("teamleitung");
    auto const item = "/api/v1/items/" + rows()[0]["id"].get<std::string>();
    auto const findings = client.get(item)->json()["findings"];
    ASSERT_GT(findings.size(), 0u);
    for (auto const& finding : findings)
        if (finding["kind"] == "service" || finding["kind"] == "act") {
            auto const decided = client.send_json("POST", item + "/findings",
                                                  {{"finding", finding["id"]},
                                                   {"version", finding["version"]},
                                                   {"decision", "confirm"}});
            ASSERT_TRUE(decided);
            EXPECT_EQ(decided->status, 200) << decided->body;
        }
    EXPECT_EQ(server_->stop(), 0);
    auto const ran = retrain({"--out", path("out").string(), "--json"});
    ASSERT_EQ(ran.code, 1) << ran.error;
    auto const part = Json::parse(ran.out)["functions"][0];
    EXPECT_EQ(part["function"], "sort");
    EXPECT_EQ(part["samples"], 1);
    EXPECT_THAT(logged(), testing::Contains("samples_taken"));
}

TEST_F(LearnRetrainTest, WithoutGoldItIsBlockedAndSaysSo) {
    teach(20);
    auto const ran = retrain({"--out", path("out").string()});
    EXPECT_EQ(ran.code, 1) << ran.error;
    EXPECT_THAT(ran.out, HasSubstr("kein Prüfsatz"));
    EXPECT_THAT(ran.out, HasSubstr("gesperrt und nicht in Betrieb"));
}

TEST_F(LearnRetrainTest, AnEmptyStoreIsNamed) {
    expect_helpful(retrain({"--out", path("out").string()}), 3, "training.empty_store");
    EXPECT_FALSE(fs::exists(path("out")));
}

TEST_F(LearnRetrainTest, WithoutAPurposeNothingIsTrained) {
    teach(3);
    use_catalogue("");
    expect_helpful(retrain({"--out", path("out").string()}), 3, "training.no_purpose");
}

TEST_F(LearnRetrainTest, AtTheMachineOnlyTheOperatorCanBeOnTheList) {
    use_catalogue("[[purpose]]\nkey = \"judging\"\nname = \"n\"\nname_en = \"n\"\ndescription = "
                  "\"d\"\nsource = \"s\"\nunchecked = \"test\"\nbecause = \"b\"\n"
                  "retention_months = 1\naccess = [\"governance\"]\n");
    auto const out = path("out").string();
    expect_helpful(retrain({"--out", out}), 3, "training.no_access");
    EXPECT_EQ(retrain({"--out", out, "--by", "steuerung"}).code, 2) << "a name proves nothing";
}

TEST_F(LearnRetrainTest, AGoldSetThatWasTrainedOnOrIsWrongIsRefused) {
    teach(10);
    auto const out = path("out").string();
    expect_helpful(retrain({"--gold", letters()[0], "--out", out}), 2, "training.gold_overlaps");
    write_file(path("unknown.jsonl"), letter("x", "Ein Text", "mondgeld", "antrag"));
    expect_helpful(retrain({"--gold", path("unknown.jsonl").string(), "--out", out}), 2,
                   "letters.unknown_label");
    write_file(path("broken.jsonl"), "{\n");
    expect_helpful(retrain({"--gold", path("broken.jsonl").string(), "--out", out}), 2,
                   "letters.not_json");
    EXPECT_FALSE(fs::exists(out));
}

TEST_F(LearnRetrainTest, AChampionThatIsMissingDamagedOrForeignIsRefused) {
    teach(10);
    auto const out = path("out").string();
    fs::create_directory(path("models"));
    auto const with = [&] {
        return retrain(
            {"--gold", gold().string(), "--champion", path("models").string(), "--out", out});
    };
    expect_helpful(with(), 2, "training.no_champion");

    fs::copy_file(shipped() / "models/urgent.model", path("models") / "urgent.model");
    auto bytes = *read_file(shipped() / "models/sort.model", 64 << 20);
    bytes[bytes.size() / 2] ^= 1;
    write_file(path("models") / "sort.model", bytes);
    expect_helpful(with(), 2, "model.damaged");

    fs::copy_file(shipped() / "models/urgent.model", path("models") / "sort.model",
                  fs::copy_options::overwrite_existing);
    expect_helpful(with(), 2, "training.foreign_model");
    expect_helpful(retrain({"--letters", path("models").string(), "--out", out}, false), 2,
                   "training.no_letters");
    EXPECT_FALSE(fs::exists(out));
}

} // namespace leitstand::cli
