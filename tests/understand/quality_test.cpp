// SPDX-License-Identifier: EUPL-1.2
// The floor of quality on annotated letters of writers on whom nothing was tuned; docs/quality.md
// holds the whole table.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "support/data_folder.hpp"
#include "understand/support.hpp"

namespace leitstand::test {
namespace {

struct Count {
    double right = 0, found = 0, gold = 0;
    void add(std::set<std::string> const& expected, std::set<std::string> const& seen) {
        gold += static_cast<double>(expected.size());
        found += static_cast<double>(seen.size());
        for (auto const& item : seen)
            right += static_cast<double>(expected.count(item));
    }
    double precision() const { return right / found; }
    double f1() const { return 2 * right / (found + gold); }
};

std::string squeezed(std::string const& key, std::string const& value, std::string const& role) {
    std::string out = key + "=";
    for (char const c : value)
        if (c != ' ' && (key != "phone" || (c >= '0' && c <= '9') || c == '+'))
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return key == "amount" ? out + "/" + role : out;
}

TEST(Quality, OnWritersThatWereNotTunedOn) {
    auto const folder = data_folder("letters");
    if (!folder)
        GTEST_SKIP() << "no letters: set LEITSTAND_DATA to the data folder";
    Count services, acts, themes, fields, identifiers;
    for (auto const* writer : {"e", "g", "j", "m"}) {
        std::ifstream file(*folder / (std::string(writer) + ".jsonl"));
        for (std::string line; std::getline(file, line);) {
            auto const letter = nlohmann::json::parse(line);
            auto const subject = letter.contains("subject") && letter["subject"].is_string()
                                     ? letter["subject"].get<std::string>()
                                     : "";
            auto const understanding =
                understander().understand(document(letter.at("text"), subject), Modes());
            std::map<FindingKind, std::set<std::string>> seen;
            std::set<std::string> seen_numbers, gold_numbers, gold_fields;
            for (auto const& finding : understanding.findings) {
                auto const item =
                    finding.kind == FindingKind::field
                        ? squeezed(finding.key, finding.value, finding.role.value_or(""))
                        : finding.key;
                seen[finding.kind].insert(item);
                auto const* field = catalogue()->field(finding.key);
                if (field != nullptr && field->kind == "identifier" &&
                    finding.key != "aktenzeichen")
                    seen_numbers.insert(item);
            }
            for (auto const& item : letter["gold"]["fields"]) {
                auto const text =
                    squeezed(item.at("key"), item.at("value"),
                             item.contains("role") && item["role"].is_string() ? item["role"] : "");
                gold_fields.insert(text);
                gold_numbers.insert(text);
            }
            services.add(letter["gold"]["services"], seen[FindingKind::service]);
            acts.add(letter["gold"]["acts"], seen[FindingKind::act]);
            themes.add(letter["gold"]["themes"], seen[FindingKind::theme]);
            fields.add(gold_fields, seen[FindingKind::field]);
            identifiers.add(gold_numbers, seen_numbers);
        }
    }
    ASSERT_GT(services.gold, 400);
    EXPECT_GE(services.f1(), 0.82);
    EXPECT_GE(acts.f1(), 0.64);
    EXPECT_GE(themes.f1(), 0.50);
    EXPECT_GE(fields.f1(), 0.80);
    EXPECT_GE(identifiers.precision(), 0.98);
}

} // namespace
} // namespace leitstand::test
