// SPDX-License-Identifier: EUPL-1.2
// What must keep the server from starting, each with a message that says what to do; and that
// nothing is lost by it.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "cli/cli_house.hpp"

namespace leitstand::cli {

using testing::HasSubstr;

class StartTest : public CliTest {
  protected:
    void SetUp() override { install(); }

    // The installation still works once the fault is mended.
    void expect_healed() {
        serve();
        ASSERT_TRUE(server_);
        EXPECT_EQ(0, server_->stop());
    }
};

TEST_F(StartTest, ItStartsAndStopsInOrder) {
    expect_healed();
}

TEST_F(StartTest, ASecondServerOnTheSameDatabaseIsRefused) {
    serve();
    expect_helpful(refused_to_serve(), 3, "database.in_use");
    EXPECT_TRUE(server_->running()) << "the first one must go on";
    EXPECT_EQ(0, server_->stop());
}

TEST_F(StartTest, APortInUseIsNamed) {
    FileDescriptor const socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(0, ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size));
    ASSERT_EQ(0, ::listen(socket.get(), 1));
    ASSERT_EQ(0, ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size));
    auto const port = std::to_string(ntohs(address.sin_port));
    auto const ran = refused_to_serve({"--port", port});
    auto const asked =
        ran.code == 2 ? house::run_program({"serve", "--home", home().string(), "--port", port})
                      : ran; // --port twice is wrong use
    expect_helpful(asked, 3, "server.port_in_use");
    EXPECT_THAT(asked.error, HasSubstr(port));
    expect_healed();
}

TEST_F(StartTest, PlainHttpBeyondLoopbackIsRefused) {
    expect_helpful(refused_to_serve({"--address", "0.0.0.0"}), 3, "server.plain_beyond_loopback");
    expect_healed();
}

TEST_F(StartTest, ALostKeyFileIsNamedAndWorksOnceItIsBack) {
    auto const elsewhere = installed_.key_file.parent_path() / "moved.key";
    fs::rename(installed_.key_file, elsewhere);
    auto const ran = refused_to_serve();
    expect_helpful(ran, 3, "key_file.missing");
    EXPECT_THAT(ran.error, HasSubstr("keys recover"));
    EXPECT_FALSE(fs::exists(installed_.key_file)) << "a new key must never be made by itself";
    fs::rename(elsewhere, installed_.key_file);
    expect_healed();
}

TEST_F(StartTest, AnotherKeyFileIsNoticed) {
    auto const other = house::install(folder_.path() / "other", house::Authority::empty);
    ASSERT_TRUE(other) << other.error().describe();
    write_file(home() / "post.txt", "Ein Brief.");
    ASSERT_EQ(0, receive({(home() / "post.txt").string()}).code);
    auto const kept = folder_.path() / "kept.key";
    fs::rename(installed_.key_file, kept);
    fs::copy_file(other->key_file, installed_.key_file);
    fs::permissions(installed_.key_file, fs::perms::owner_read | fs::perms::owner_write);
    expect_helpful(refused_to_serve(), 3, "key_file.of_another");
    fs::remove(installed_.key_file);
    fs::rename(kept, installed_.key_file);
    expect_healed();
}

TEST_F(StartTest, AKeyFileThatOthersMayReadIsRefused) {
    fs::permissions(installed_.key_file, fs::perms::others_read, fs::perm_options::add);
    expect_helpful(refused_to_serve(), 3, "key_file.readable_by_others");
    fs::permissions(installed_.key_file, fs::perms::others_read, fs::perm_options::remove);
    expect_healed();
}

TEST_F(StartTest, AKeyFileInTheDataFolderIsRefused) {
    fs::copy_file(installed_.key_file, home() / "master.key");
    fs::permissions(home() / "master.key", fs::perms::owner_read | fs::perms::owner_write);
    auto const settings = read_file(home() / "leitstand.toml", 1 << 20);
    ASSERT_TRUE(settings);
    auto changed = *settings;
    auto const at = changed.find(installed_.key_file.string());
    ASSERT_NE(std::string::npos, at);
    changed.replace(at, installed_.key_file.string().size(), (home() / "master.key").string());
    write_file(home() / "leitstand.toml", changed);
    expect_helpful(refused_to_serve(), 3, "key_file.inside_data_folder");
    write_file(home() / "leitstand.toml", *settings);
    fs::remove(home() / "master.key");
    expect_healed();
}

TEST_F(StartTest, AFolderWithoutAnInstallationSaysSo) {
    auto const ran = house::run_program(
        {"serve", "--home", (folder_.path() / "nothing").string(), "--port", "1"});
    expect_helpful(ran, 3, "configuration.missing");
    EXPECT_THAT(ran.error, HasSubstr("init"));
}

TEST_F(StartTest, ATypingMistakeInTheSettingsIsNamedWithItsLine) {
    set("prot = 8080");
    auto const ran = refused_to_serve();
    expect_helpful(ran, 3, "configuration.wrong");
    EXPECT_THAT(ran.error, HasSubstr("leitstand.toml:"));
    EXPECT_THAT(ran.error, HasSubstr("prot"));
}

TEST_F(StartTest, AWrongCatalogueIsNamedWithFileAndLine) {
    auto const copy = folder_.path() / "catalogue";
    fs::copy(fs::path{LEITSTAND_SOURCE_DIR} / "catalogue" / "de", copy,
             fs::copy_options::recursive);
    for (auto const& entry : fs::recursive_directory_iterator(copy))
        fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
    auto const good = house::run_program({"catalogue", "check", copy.string()});
    EXPECT_EQ(0, good.code) << good.error << good.out;
    {
        fs::path services;
        for (auto const& entry : fs::recursive_directory_iterator(copy))
            if (entry.path().filename() == "services.toml")
                services = entry.path();
        if (services.empty())
            for (auto const& entry : fs::recursive_directory_iterator(copy))
                if (entry.path().extension() == ".toml")
                    services = entry.path();
        auto const text = read_file(services, 4 << 20);
        ASSERT_TRUE(text);
        write_file(services, *text + "\n[[not closed\n");
    }
    auto const bad = house::run_program({"catalogue", "check", copy.string()});
    EXPECT_EQ(1, bad.code) << bad.error << bad.out;
    EXPECT_THAT(bad.error + bad.out, testing::ContainsRegex("\\.toml:[0-9]+: "));
    set("catalogue_folder = \"" + copy.string() + "\"");
    auto const ran = refused_to_serve();
    expect_helpful(ran, 3, "catalogue.wrong");
    EXPECT_THAT(ran.error, testing::ContainsRegex("\\.toml:[0-9]+: "));
}

TEST_F(StartTest, ADataFolderWithoutRightsIsNamed) {
    SKIP_AS_ROOT();
    fs::permissions(home(), fs::perms::owner_read | fs::perms::owner_exec);
    auto const ran = refused_to_serve();
    fs::permissions(home(), fs::perms::owner_all);
    expect_helpful(ran, 3, "data_folder.no_right");
    EXPECT_THAT(ran.error, HasSubstr(home().string()));
    expect_healed();
}

TEST_F(StartTest, ADatabaseThatCannotBeWrittenIsNamed) {
    SKIP_AS_ROOT();
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator(home()))
        if (entry.path().filename().string().starts_with("leitstand.db"))
            files.push_back(entry.path());
    ASSERT_FALSE(files.empty());
    for (auto const& file : files)
        fs::permissions(file, fs::perms::owner_read);
    auto const ran = refused_to_serve();
    for (auto const& file : files)
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(3, ran.code) << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("no_right"));
    expect_healed();
}

// What people signed is not touched by a setting that changes nothing in judging.
class SignedSettingsTest : public CliTest {
  protected:
    std::string configuration_hash() {
        serve();
        if (!server_)
            return "no server";
        auto const answer =
            signed_in("steuerung").get("/api/v1/govern/functions/sort/gates").value();
        EXPECT_EQ(0, server_->stop());
        return answer.json()["release"]["configuration"].get<std::string>();
    }
};

TEST_F(SignedSettingsTest, OnlyWhatBearsOnJudgingAsksForNewSignatures) {
    install(house::Authority::example);
    auto const before = configuration_hash();
    EXPECT_EQ(64u, before.size());
    set("laboratory = false # and a word on it");
    EXPECT_EQ(before, configuration_hash());
    set("[limits]\npages_max = 400");
    EXPECT_NE(before, configuration_hash());
}

TEST_F(StartTest, InitNeverTouchesAnInstallationThatIsThere) {
    auto const before = read_file(installed_.key_file, 1 << 20);
    auto const ran = house::run_program(
        {"init", "--home", home().string(), "--key-file", installed_.key_file.string()});
    expect_helpful(ran, 3, "init.exists");
    EXPECT_EQ(*before, *read_file(installed_.key_file, 1 << 20));
    expect_healed();
}

TEST_F(StartTest, WrongUseIsExitCodeTwo) {
    EXPECT_EQ(2, house::run_program({}).code);
    EXPECT_EQ(2, house::run_program({"serve"}).code);
    EXPECT_EQ(2, house::run_program({"no-such-command"}).code);
    EXPECT_EQ(0, house::run_program({"--help"}).code);
    EXPECT_EQ(0, house::run_program({"receive", "--help"}).code);
}

} // namespace leitstand::cli
