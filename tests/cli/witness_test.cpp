// SPDX-License-Identifier: EUPL-1.2
// The real program on both sides: an authority's server and the witness of somebody else. Grows,
// is signed; a backup brought back is found; the witness is killed at any moment and never signs
// what it does not remember.
#include <sys/stat.h>

#include "base/files.hpp"
#include "cli/cli_house.hpp"
#include "net/http_client.hpp"
#include "prove/slow_tree.hpp"
#include "prove/witness.hpp"
#include "prove/witness_client.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class WitnessTest : public CliTest {
  protected:
    fs::path at(std::string const& name) const { return folder_.path() / name; }
    std::vector<std::string> words(std::vector<std::string> const& more) const {
        std::vector<std::string> all{"prove",      "witness",
                                     "--folder",   at("zeuge").string(),
                                     "--key-file", at("zeuge.key").string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    // Makes the witness's key and gives its public part.
    std::string init() const {
        auto const ran =
            house::run_program(words({"--init", "--name", "personalrat.example", "--json"}));
        EXPECT_EQ(ran.code, 0) << ran.error;
        return ran.code == 0 ? Json::parse(ran.out)["key"].get<std::string>() : std::string{};
    }
    void start_witness(std::string const& log) {
        witness_.reset();
        auto started =
            house::Server::start_command(words({"--log", log, "--port", std::to_string(port_)}),
                                         port_, at("zeuge.log"), std::chrono::seconds{30}, "/");
        ASSERT_TRUE(started) << started.error().describe();
        witness_ = std::move(*started);
    }

    std::uint16_t const port_ = house::free_port();
    std::unique_ptr<house::Server> witness_;
};

class WatchedAuthorityTest : public WitnessTest {
  protected:
    void SetUp() override {
        install();
        serve(); // begins the log
        ASSERT_EQ(0, server_->stop());
        key_ = init();
        start_witness((home() / "log" / "log.vkey").string());
        set("checkpoint_folder = \"" + at("blatt").string() + "\"");
        set(fmt::format("[[witness]]\nname = \"Personalrat\"\nkey = \"{}\"\nurl = "
                        "\"http://127.0.0.1:{}\"",
                        key_, port_));
        set("[limits]\nwitness_interval_s = 1");
    }
    std::string deliver(std::string const& name) {
        write_file(at(name), "Guten Tag, " + name);
        auto const ran = receive({at(name)});
        EXPECT_EQ(ran.code, 0) << ran.error;
        return Json::parse(ran.out)["receipt_number"];
    }
    std::uint64_t size_of(std::string const& path) {
        auto const answer = house::HttpClient{server_->port()}.get("/register/log/" + path);
        if (!answer || answer->status != 200)
            return 0;
        return parse_checkpoint(parse_note(answer->body)->text)->size;
    }
    // Delivers something and waits until the witness has signed it.
    std::string deliver_and_wait(std::string const& name) {
        auto const before = size_of("checkpoint");
        auto number = deliver(name);
        for (int turn = 0; turn < 300 && size_of("witnessed") <= before; ++turn)
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        EXPECT_GT(size_of("witnessed"), before) << server_->printed() << witness_->printed();
        return number;
    }
    std::string doctor_on_witness() const {
        auto const ran = house::run_program({"doctor", "--home", home().string(), "--json"});
        std::string found;
        std::istringstream lines{ran.out};
        for (std::string line; std::getline(lines, line);)
            if (auto const check = Json::parse(line); check["key"] == "witness")
                found += line;
        return found;
    }

    std::string key_;
};

TEST_F(WatchedAuthorityTest, SignsWhatGrowsAndFindsABackupBroughtBack) {
    serve();
    auto const number = deliver_and_wait("a.txt");
    EXPECT_THAT(doctor_on_witness(), HasSubstr("\"state\":\"ok\""));

    // A receipt has the witness's signature, and who checks can ask for it.
    auto const proof = at("a.tlog-proof").string();
    auto const given =
        house::run_program({"prove", "receipt", "--home", home().string(), number, "--out", proof});
    ASSERT_EQ(given.code, 0) << given.error;
    auto const checked = house::run_program({"prove", "check", proof, "--json", "--witness", key_,
                                             "--key", (home() / "log" / "log.vkey").string()});
    EXPECT_EQ(checked.code, 0) << checked.error;
    EXPECT_EQ(Json::parse(checked.out)["witnesses"][0]["name"], "personalrat.example");

    ASSERT_EQ(0, server_->stop());
    fs::copy(home(), at("sicherung"), fs::copy_options::recursive);
    serve();
    for (auto const* name : {"b.txt", "c.txt", "d.txt"}) // more than a start itself enters
        deliver_and_wait(name);
    ASSERT_EQ(0, server_->stop());
    fs::remove_all(home());
    fs::copy(at("sicherung"), home(), fs::copy_options::recursive);
    serve(); // nothing in the folder itself is wrong
    std::string said;
    for (int turn = 0; turn < 100 && said.find("red") == std::string::npos; ++turn) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        said = doctor_on_witness();
    }
    EXPECT_THAT(said, HasSubstr("\"state\":\"red\""));
    EXPECT_THAT(said, HasSubstr("ältere Sicherung"));
    EXPECT_THAT(server_->printed(), HasSubstr("an older backup of the log was brought back"));
    auto const still = house::HttpClient{server_->port()}.get("/ready");
    EXPECT_EQ(still->status, 200) << "no act waits for a witness";
    deliver("e.txt");
}

TEST_F(WatchedAuthorityTest, WritesASheetADay) {
    serve();
    deliver_and_wait("a.txt");
    auto const today = date_in_berlin(system_time().now());
    auto const sheet = at("blatt") / fmt::format("protokoll-{}.txt", to_iso(today));
    for (int turn = 0; turn < 300 && !fs::exists(sheet); ++turn) // it waits for the witness
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    ASSERT_TRUE(fs::exists(sheet));
    auto known = sheet;
    known.replace_extension(".checkpoint");
    auto const log = (home() / "log").string();
    auto const verified =
        house::run_program({"prove", "verify", "--log", log, "--known", known.string()});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.error;

    auto const printed = house::run_program({"prove", "export", "--home", home().string()});
    EXPECT_EQ(printed.code, 0) << printed.error;
    EXPECT_THAT(printed.out, HasSubstr(to_iso(today)));
    EXPECT_THAT(printed.out, HasSubstr("personalrat.example  (Zeuge, am "));
    auto const written = house::run_program(
        {"prove", "export", "--home", home().string(), "--to", at("hand").string()});
    EXPECT_EQ(written.code, 0) << written.error;
    EXPECT_TRUE(fs::exists(at("hand") / sheet.filename()));
}

TEST_F(WitnessTest, AServerDoesNotStartWithAWitnessThatIsNone) {
    install();
    set("[[witness]]\nname = \"Personalrat\"\nkey = \"" + slow::log_key().verifier().print() +
        "\"\nurl = \"https://personalrat.example\""); // the key of a log
    auto const refused = refused_to_serve();
    expect_helpful(refused, 3, "witness.key_wrong");
    EXPECT_THAT(refused.error, HasSubstr("Personalrat"));
}

TEST_F(WitnessTest, SaysWhatIsMissing) {
    auto const run = [&](std::vector<std::string> const& more) {
        return house::run_program(words(more));
    };
    auto const log = slow::log_key().verifier().print();
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"--init"}).code, 2);
    expect_helpful(run({"--log", log}), 3, "log_key.missing");
    ASSERT_FALSE(init().empty());
    expect_helpful(run({"--init", "--name", "a.example"}), 3, "key_file.exists");
    expect_helpful(run({"--log", "nonsense"}), 2, "vkey.malformed");
    expect_helpful(run({"--log", log, "--log", log}), 2, "witness.log_twice");
    expect_helpful(run({"--log", log, "--address", "0.0.0.0"}), 3, "server.plain_beyond_loopback");
    ::chmod(at("zeuge.key").c_str(), 0644);
    expect_helpful(run({"--log", log}), 3, "key_file.readable_by_others");
    ::chmod(at("zeuge.key").c_str(), 0600);
    write_file(at("zeuge") / (to_hex(sha256("log.example/test")) + ".checkpoint"), "spoiled");
    expect_helpful(run({"--log", log}), 3, "witness.memory_damaged");
    auto const inside =
        house::run_program({"prove", "witness", "--init", "--folder", at("b").string(),
                            "--key-file", (at("b") / "zeuge.key").string(), "--name", "b.example"});
    expect_helpful(inside, 3, "key_file.inside_data_folder");
    EXPECT_FALSE(fs::exists(at("b") / "zeuge.key"));
}

// Killed at moments that nobody chose, it knows every head that it has ever signed.
TEST_F(WitnessTest, RemembersWhatItSignedOverKills) {
    auto const key = VerifierKey::parse(init());
    ASSERT_TRUE(key);
    auto const log = LogFolder::open(at("log"), slow::log_key()).value();
    WitnessPlace const place{"Zeuge", *key, fmt::format("http://127.0.0.1:{}", port_), {}};
    Limits const limits;
    std::uint64_t most = 0, signed_heads = 0; // the largest that somebody holds a signature of
    for (int round = 0; round < 30; ++round) {
        start_witness(log->verifier().print());
        std::jthread const killer{[&, after = std::chrono::milliseconds{round * 7}] {
            std::this_thread::sleep_for(after);
            witness_->kill();
        }};
        for (;;) {
            ASSERT_TRUE(log->append(slow::log_leaves(log->size(), 1)));
            auto const cosigned =
                ask_witness(at("log"), present_head(at("log")).value(), place, most, limits);
            if (!cosigned) {
                ASSERT_EQ(cosigned.error().key, kWitnessNotReachable) << cosigned.error().detail;
                break;
            }
            most = cosigned->size;
            ++signed_heads;
        }
    }
    EXPECT_GT(signed_heads, 10U);
    start_witness(log->verifier().print());
    OutgoingRequest request;
    request.verb = OutgoingRequest::Verb::post;
    request.url = place.url + "/add-checkpoint";
    request.body = print_add_checkpoint({0, {}, log->signed_checkpoint()});
    auto const told = send_request(request);
    ASSERT_TRUE(told) << told.error().describe();
    EXPECT_EQ(told->status, 409);
    EXPECT_GE(parse_decimal(told->body.substr(0, told->body.find('\n'))).value(), most);
}

} // namespace leitstand::cli
