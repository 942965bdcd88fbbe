// SPDX-License-Identifier: EUPL-1.2
// `read --json` against docs/formats/read.schema.json. The only translation unit here that includes
// valijson.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "read/reading.hpp"

namespace leitstand {

namespace {

class ReadSchema : public testing::Test {
  protected:
    void SetUp() override {
        std::ifstream file{std::string{LEITSTAND_SOURCE_DIR} + "/docs/formats/read.schema.json"};
        text_ = nlohmann::json::parse(file);
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text_), schema_);
    }

    bool holds(nlohmann::json const& value) const {
        valijson::Validator validator;
        return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(value), nullptr);
    }

    static nlohmann::json output() {
        auto document = document_from_plain_text("Guten Tag");
        document.words.push_back({{0, 5}, 0, 1, {1, 2, 3, 4}, 1});
        return nlohmann::json::parse(print_json(read_json(document, "a.txt", true)));
    }

    nlohmann::json text_;
    valijson::Schema schema_;
};

TEST_F(ReadSchema, HoldsForWhatIsPrinted) {
    EXPECT_TRUE(holds(output()));
    EXPECT_TRUE(holds(
        nlohmann::json{{"input", "x"}, {"status", "refused"}, {"reason", "reader.deadline"}}));
}

TEST_F(ReadSchema, RefusesWhatIsWrong) {
    auto const changed = [](char const* pointer, nlohmann::json const& value) {
        auto json = output();
        json[nlohmann::json::json_pointer(pointer)] = value;
        return json;
    };
    EXPECT_FALSE(holds(changed("/status", "good")));
    EXPECT_FALSE(holds(changed("/sha256", "abc")));
    EXPECT_FALSE(holds(changed("/words/0/box", {1, 2, 3})));
    EXPECT_FALSE(holds(changed("/words/0/confidence", 1.5)));
    EXPECT_FALSE(holds(changed("/pages/0/number", 0)));
    EXPECT_FALSE(holds(changed("/parts/0/media_type", "text")));
    auto missing = output();
    missing.erase("reason");
    EXPECT_FALSE(holds(missing));
}

} // namespace

} // namespace leitstand
