// SPDX-License-Identifier: EUPL-1.2
// The files of models, touched while the program runs: what lies in memory goes on, and no gate
// stays open for it.
#include "govern/model_files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "govern/gates/gate.hpp"
#include "receive/door.hpp"
#include "support/governed.hpp"
#include "understand/judging_models.hpp"

namespace leitstand {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

void write(fs::path const& file, std::string_view bytes) {
    std::ofstream out{file, std::ios::binary};
    out << bytes;
}

struct Folder {
    fs::path file(FunctionKey key) const { return folder / model_file_name(key); }
    std::shared_ptr<ModelFiles> loaded() const {
        std::vector<ModelFiles::Loaded> all;
        for (auto const key : kFunctionsWithModels) {
            auto const bytes = read_file(file(key), 1 << 20);
            all.push_back({key, file(key), bytes ? to_hex(sha256(*bytes)) : ""});
        }
        return std::make_shared<ModelFiles>(std::move(all));
    }
    TemporaryFolder folder;
};

TEST(ModelFiles, TellWhichFileIsAnotherOne) {
    Folder place;
    write(place.file(FunctionKey::sort), "services");
    write(place.file(FunctionKey::extract), "fields"); // and `urgent` has none
    auto const files = place.loaded();
    EXPECT_THAT(files->changed(), IsEmpty());
    write(place.file(FunctionKey::sort), "Services"); // in its place, of the same length
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
    write(place.file(FunctionKey::sort), "services");
    EXPECT_THAT(files->changed(), IsEmpty()) << "it is the old one again";
    write(place.file(FunctionKey::urgent), "themes");
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::urgent)) << "the next start has it";
    fs::remove(place.file(FunctionKey::urgent));
    fs::remove(place.file(FunctionKey::sort));
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
    write(place.file(FunctionKey::sort), "services");
    write(place.file(FunctionKey::extract), "feldern");
    EXPECT_THAT(files->changed(), ElementsAreArray(kFunctions)) << "it masks for all of them";
}

TEST(ModelFiles, TheSameBytesInAnotherFileAreNoChange) {
    Folder place;
    write(place.file(FunctionKey::sort), "services");
    auto const files = place.loaded();
    write(place.folder / "beside", "services");
    fs::rename(place.folder / "beside", place.file(FunctionKey::sort));
    EXPECT_THAT(files->changed(), IsEmpty());
    write(place.folder / "beside", "other services");
    fs::rename(place.folder / "beside", place.file(FunctionKey::sort));
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
    fs::remove(place.file(FunctionKey::sort));
    fs::create_directory(place.file(FunctionKey::sort)); // no file can be read there
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
}

// Whoever turns the file's time back changes its time of change.
TEST(ModelFiles, AnEditUnderTheOldTimeIsSeen) {
    Folder place;
    auto const file = place.file(FunctionKey::sort);
    write(file, "services");
    auto const files = place.loaded();
    EXPECT_THAT(files->changed(), IsEmpty());
    struct stat before {};
    ASSERT_EQ(::stat(file.c_str(), &before), 0);
    write(file, "Services");
    timespec const times[2]{before.st_atim, before.st_mtim};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
    EXPECT_THAT(files->changed(), ElementsAre(FunctionKey::sort));
}

TEST(ModelFiles, AModelKnowsTheBytesItWasLoadedFrom) {
    auto const shipped = fs::path{LEITSTAND_SOURCE_DIR} / "catalogue/de/models/urgent.model";
    TemporaryFolder folder;
    fs::copy_file(shipped, folder / "urgent.model");
    auto const models = JudgingModels::load(folder.path());
    ASSERT_TRUE(models) << models.error().describe();
    write(folder / "urgent.model", "another one by now");
    EXPECT_EQ(models->of(FunctionKey::urgent)->file_sha256(),
              to_hex(sha256(read_file(shipped, 64 << 20).value())));
}

class RunningModelTest : public testing::TestWithParam<Engine> {
  protected:
    void SetUp() override {
        LEITSTAND_NEEDS_ENGINE(GetParam());
        door = std::make_unique<Door>(GetParam());
        for (auto const key : kFunctionsWithModels)
            write(place.file(key), function_name(key));
        governed =
            std::make_unique<Governed>(*door->database, *door->keys, door->clock, *door->log);
        governance = std::make_unique<Governance>(
            Governance::Parts{governed->journal, example_guideline(), governed_catalogue(),
                              Governed::running_releases(), door->clock,
                              [] {
                                  return Result<std::vector<std::string>>{std::vector<std::string>{
                                      kGuidelineRoles.begin(), kGuidelineRoles.end()}};
                              },
                              "", false, place.loaded()});
        board = Switchboard::open(*door->database, door->clock, *door->log, *governance).value();
        for (auto const key : {FunctionKey::sort, FunctionKey::urgent})
            ASSERT_TRUE(governed->bring_to(*board, key, Mode::assist));
    }

    Folder place;
    std::unique_ptr<Door> door;
    std::unique_ptr<Governed> governed;
    std::unique_ptr<Governance> governance;
    std::unique_ptr<Switchboard> board;
};
INSTANTIATE_TEST_SUITE_P(Engines, RunningModelTest, both_engines(), engine_label);

TEST_P(RunningModelTest, AnEditedFileSetsItsFunctionBackAtTheNextLook) {
    ASSERT_TRUE(board->settle());
    ASSERT_EQ(board->mode(FunctionKey::sort), Mode::assist);
    write(place.file(FunctionKey::sort), "edited");
    ASSERT_TRUE(board->settle()); // the clock has not moved
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    EXPECT_EQ(board->mode(FunctionKey::urgent), Mode::assist);
    EXPECT_EQ(board->history()->front().by, "");
    EXPECT_THAT(board->history()->front().reason, HasSubstr("Die Modelldatei auf der Platte"));
    EXPECT_EQ(
        error_key(board->change(FunctionKey::sort, Mode::shadow, "Beschluss vom Montag", "a")),
        "mode.gates_closed");
    write(place.file(FunctionKey::sort), "sort");
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off) << "a person lifts it again";
    EXPECT_TRUE(board->change(FunctionKey::sort, Mode::shadow, "Beschluss vom Montag", "a"));
}

TEST_P(RunningModelTest, TheModelOfFieldsStandsUnderAllFunctions) {
    fs::remove(place.file(FunctionKey::extract));
    ASSERT_TRUE(board->settle());
    EXPECT_EQ(board->mode(FunctionKey::sort), Mode::off);
    EXPECT_EQ(board->mode(FunctionKey::urgent), Mode::off);
}

} // namespace
} // namespace leitstand
