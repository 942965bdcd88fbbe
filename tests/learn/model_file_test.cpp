// SPDX-License-Identifier: EUPL-1.2
#include "learn/model_file.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"

namespace leitstand::learn {
namespace {

std::string example() {
    ModelFileWriter writer{"labels"};
    std::vector<std::int16_t> const weights{1, -2, 3};
    writer.add_array<std::int16_t>("weights", weights);
    writer.add_section("words", "Antrag\nWiderspruch");
    return writer.bytes(Json{{"seed", 7}});
}

TEST(ModelFile, GivesBackWhatWasWritten) {
    auto const file = ModelFile::parse(example(), "labels", "m");
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ(file->manifest()["seed"], 7);
    EXPECT_EQ(*file->section("words"), "Antrag\nWiderspruch");
    auto const weights = *file->array<std::int16_t>("weights");
    EXPECT_EQ(std::vector<std::int16_t>(weights.begin(), weights.end()),
              (std::vector<std::int16_t>{1, -2, 3}));
    EXPECT_EQ(file->sha256().size(), 64u);
    EXPECT_EQ(file->section("nothing").error().key, "model.damaged");
    EXPECT_EQ(file->array<std::uint32_t>("weights").error().key, "model.damaged");
}

TEST(ModelFile, EveryFlippedByteIsRefused) {
    auto const whole = example();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        auto const file = ModelFile::parse(bytes, "labels", "m");
        ASSERT_FALSE(file) << "byte " << at;
        EXPECT_TRUE(file.error().detail.starts_with("m")) << "the error names the file";
    }
}

TEST(ModelFile, EveryCutIsRefused) {
    auto const whole = example();
    for (std::size_t size = 0; size < whole.size(); ++size)
        ASSERT_FALSE(ModelFile::parse(whole.substr(0, size), "labels", "m")) << size << " bytes";
    EXPECT_EQ(ModelFile::parse(whole + "x", "labels", "m").error().key, "model.damaged");
}

TEST(ModelFile, SaysWhatIsWrong) {
    EXPECT_EQ(ModelFile::parse("a letter", "labels", "m").error().key, "model.not_a_model");
    EXPECT_EQ(ModelFile::parse(example(), "tags", "m").error().key, "model.other_kind");
    auto later = example();
    later[16] = 2;
    EXPECT_EQ(ModelFile::parse(later, "labels", "m").error().key, "model.other_version");
    auto flipped = example();
    flipped[200] = static_cast<char>(flipped[200] ^ 1);
    EXPECT_EQ(ModelFile::parse(flipped, "labels", "m").error().key, "model.damaged");
    EXPECT_EQ(ModelFile::parse(flipped, "labels", "m").error().code, Code::damaged);
}

TEST(ModelFile, AWriteThatFailsLeavesTheOldModel) {
    auto const folder = std::filesystem::temp_directory_path() / "learn_model_file_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    auto const path = folder / "m";
    ModelFileWriter writer{"labels"};
    writer.add_section("words", "Antrag");
    ASSERT_TRUE(writer.write(path, Json{{"seed", 1}}));
    auto const before = *read_file(path, 1 << 20);
    // Whoever runs this: no file takes the place of a folder that is not empty.
    auto const in_the_way = folder / "taken";
    std::filesystem::create_directories(in_the_way / "inside");
    EXPECT_FALSE(writer.write(in_the_way, Json{{"seed", 2}}));
    EXPECT_TRUE(std::filesystem::is_directory(in_the_way / "inside"));
    EXPECT_FALSE(writer.write(folder / "none" / "m", Json{{"seed", 2}}));
    EXPECT_EQ(*read_file(path, 1 << 20), before);
    auto const file = ModelFile::open(path, "labels");
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_EQ(file->manifest()["seed"], 1);
    EXPECT_EQ(ModelFile::open(folder / "none", "labels").error().code, Code::not_found);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace leitstand::learn
