// SPDX-License-Identifier: EUPL-1.2
// How good the functions are, as the page gets it: held against the description of the interface
// with the figures of a model that was trained here.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "serve/web_house.hpp"
#include "understand/judging_quality.hpp"

namespace leitstand {
namespace {

constexpr std::size_t kLetters = 240;

// Letters of six writers about two benefits and one act; every twelfth bears a wrong label.
std::vector<learn::Sample> letters() {
    std::vector<learn::Sample> samples;
    for (std::size_t i = 0; i < kLetters; ++i) {
        bool const rent = (i % 2 == 0) != (i % 12 == 0);
        learn::Sample sample;
        sample.text = fmt::format(
            "{} nummer {}", i % 2 == 0 ? "miete wohnung zuschuss" : "kind geburt schule", i % 13);
        sample.labels = {rent ? "service.wohngeld" : "service.kindergeld"};
        if (i % 3 == 0) {
            sample.text += " hiermit beantrage ich";
            sample.labels.push_back("act.antrag");
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

learn::LabelModel trained() {
    learn::LabelTraining training;
    training.labels = {"act.antrag", "act.widerspruch", "service.kindergeld", "service.wohngeld"};
    training.several_labels = true;
    training.data_sha256 = {std::string(64, 'a')};
    QualityGrouping writers{"writer", {}};
    for (std::size_t i = 0; i < kLetters; ++i) {
        training.groups.push_back(static_cast<std::uint32_t>(i / 40));
        writers.names.push_back(fmt::format("w{}", i / 40));
    }
    auto model = learn::LabelModel::train(letters(), training).value();
    std::map<FindingKind, double> const from{{FindingKind::service, 0.4}, {FindingKind::act, 0.5}};
    model.set_figures("quality", judging_quality(model, from, {&writers, 1}).value());
    return model;
}

Json of_function(Json const& quality, std::string const& key) {
    for (auto const& function : quality["functions"])
        if (function["key"] == key)
            return function;
    return nullptr;
}

TEST(QualityRoute, TellsPlainlyWhereNothingWasLearned) {
    WebHouse house{Engine::sqlite};
    auto governance = house.visitor("gita", {Role::governance});
    auto const answer = governance.get("/api/v1/quality");
    ASSERT_EQ(answer.status, 200) << answer.body;
    for (auto const& function : json_of(answer)["functions"])
        EXPECT_TRUE(function["model"].is_null()) << function;
    auto program = house.visitor("programm", {Role::service_account});
    EXPECT_EQ(program.get("/api/v1/quality").status, 403);
    Visitor nobody{house.port()};
    EXPECT_EQ(nobody.get("/api/v1/quality").status, 401);
}

TEST(QualityRoute, GivesTheFiguresOfTheModel) {
    JudgingModels models;
    models.set(FunctionKey::sort, JudgingModel{trained(), "2.0.0+0123abcd"});
    WebHouse house{Engine::sqlite};
    house.models = &models;
    house.restart_server();
    auto auditor = house.visitor("rita", {Role::auditor});
    auto const answer = auditor.get("/api/v1/quality"); // held against the description as well
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const quality = json_of(answer);
    EXPECT_TRUE(of_function(quality, "extract")["model"].is_null());
    auto const model = of_function(quality, "sort")["model"];
    EXPECT_EQ(model["version"], "2.0.0+0123abcd");
    // The page on the functions names the same version.
    auto admin = house.visitor("ada", {Role::administrator});
    EXPECT_EQ(of_function(json_of(admin.get("/api/v1/functions")), "sort")["version"],
              "2.0.0+0123abcd");
    EXPECT_EQ(of_function(quality, "sort")["version"], "2.0.0+0123abcd");
    EXPECT_EQ(model["letters"], kLetters);
    EXPECT_EQ(model["files"], Json::array({std::string(64, 'a')}));
    ASSERT_EQ(model["kinds"].size(), 2U);
    auto const& services = model["kinds"][0];
    EXPECT_EQ(services["kind"], "service");
    EXPECT_EQ(services["labels"].size(), 2U);
    EXPECT_EQ(services["groups"].size(), 6U);
    EXPECT_EQ(services["promises"].size(), 3U);
    EXPECT_EQ(services["promises"][0]["needed"], 149); // alpha 0.02 and delta 0.05
    EXPECT_FALSE(services["calibration"]["groups"].empty());
    house.server.reset();
}

TEST(QualityRoute, AModelWithoutFiguresSaysSo) {
    learn::LabelTraining training;
    training.several_labels = true;
    JudgingModels models;
    models.set(FunctionKey::sort,
               JudgingModel{learn::LabelModel::train(letters(), training).value(), "2.0.0+0"});
    WebHouse house{Engine::sqlite};
    house.models = &models;
    house.restart_server();
    auto auditor = house.visitor("rita", {Role::auditor});
    auto const model = of_function(json_of(auditor.get("/api/v1/quality")), "sort")["model"];
    EXPECT_EQ(model["kinds"], Json::array());
    EXPECT_EQ(model["letters"], kLetters);
    house.server.reset();
}

} // namespace
} // namespace leitstand
