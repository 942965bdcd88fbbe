// SPDX-License-Identifier: EUPL-1.2
// The record's canonical bytes, and the table of types.
#include "prove/entry_record.hpp"

#include <gmock/gmock.h>

#include "prove/leaf.hpp"

namespace leitstand {
namespace {

EntryRecord example() {
    EntryRecord record;
    record.id = "00112233445566778899aabbccddeeff";
    record.type = EntryType::mode_changed;
    record.at = parse_rfc3339("2026-11-27T08:15:30Z").value();
    record.account = "4f0c";
    record.roles = "administrator governance";
    record.circumstances = {
        .functions = "aa", .model = "", .catalogue = "cc", .configuration = "dd"};
    record.details = {{"to", "assist"},
                      {"reason", "Zeile\n\"Ä\"\\ \x01 €"},
                      {"function", "sort"},
                      {"from", "off"}};
    return record;
}

// What any other program for RFC 8785 writes for it.
constexpr char kExample[] =
    R"({"account":"4f0c","at":"2026-11-27T08:15:30.000000Z","catalogue":"cc","configuration":"dd",)"
    R"("details":{"from":"off","function":"sort","reason":"Zeile\n\"Ä\"\\ \u0001 €","to":"assist"},)"
    R"("format":"1","functions":"aa","id":"00112233445566778899aabbccddeeff","item":"","model":"",)"
    R"("roles":"administrator governance","type":"mode_changed"})";

TEST(EntryRecordTest, HasOneSpelling) {
    EXPECT_EQ(print_record(example()), kExample);
    auto const read = parse_record(kExample);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, example());
}

TEST(EntryRecordTest, TheLeafIsTheCommitmentToSaltAndRecord) {
    EXPECT_EQ(to_hex(leaf_of({std::string(kSaltBytes, 's'), kExample})),
              "014c5d71c3570648eab112c394572681dcfcdaab361f411e8dfd0284fc4d02f7a0");
    EXPECT_NE(leaf_of({std::string(kSaltBytes, 't'), kExample}),
              leaf_of({std::string(kSaltBytes, 's'), kExample}));
    EXPECT_EQ(leaf_of({std::string(kSaltBytes, 's'), ""}).size(), kLeafBytes);
}

std::string replaced(std::string_view from, std::string_view to) {
    std::string text{kExample};
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(EntryRecordTest, RefusesEveryOtherSpelling) {
    std::string const text{kExample};
    std::vector<std::string> const others{
        replaced(",", ", "),                               // white space
        text + "\n",                                       // a line feed
        replaced("Ä", "\\u00c4"),                          // an escape that need not be
        replaced("\\u0001", "\\u0001\\/"),                 // another
        replaced("\"format\":\"1\"", "\"format\":\"2\""),  // a format of later
        replaced("\"format\":\"1\"", "\"format\":1"),      // a number
        replaced("\"model\":\"\",", ""),                   // a member that is missing
        replaced("\"roles\"", "\"extra\":\"\",\"roles\""), // one that is not known
        replaced("\"off\"", "null"),                       // no text
        replaced("30.000000Z", "30Z"),                     // a time spelt otherwise
        replaced("\"from\":\"off\",\"function\":\"sort\"", // another order
                 "\"function\":\"sort\",\"from\":\"off\""),
        replaced("\"details\":{", "\"details\":{},\"x\":{"), // nested where nothing is
    };
    for (auto const& other : others) {
        auto const read = parse_record(other);
        EXPECT_FALSE(read) << other;
    }
    EXPECT_EQ(parse_record(replaced("mode_changed", "of_later")).error().key,
              "log.entry_type_unknown");
    EXPECT_EQ(parse_record("[]").error().key, "log.entry_not_canonical");
    EXPECT_EQ(parse_record("{").error().key, "json.not_json");
}

TEST(EntryRecordTest, BytesThatAreNoTextAreReplacedAlike) {
    auto record = example();
    record.details["reason"] = "halb \xC3";
    auto const printed = print_record(record);
    auto const read = parse_record(printed);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(print_record(*read), printed);
}

TEST(EntryTypeTest, EachRowIsWhole) {
    std::set<std::string_view> keys;
    for (auto const& row : entry_types()) {
        EXPECT_TRUE(keys.insert(row.key).second) << row.key;
        EXPECT_FALSE(row.german.empty() || row.english.empty()) << row.key;
        EXPECT_FALSE(row.fields[0].empty()) << row.key;
        EXPECT_EQ(parse_entry_type(row.key).value(), row.type);
        EXPECT_EQ(&entry_type(row.type), &row);
        bool ended = false;
        std::set<std::string_view> fields;
        for (auto const field : row.fields) {
            ended = ended || field.empty();
            EXPECT_TRUE(ended ? field.empty() : fields.insert(field).second) << row.key;
        }
    }
    EXPECT_EQ(parse_entry_type("later").error().key, "log.entry_type_unknown");
}

TEST(EntryTypeTest, DetailsHaveExactlyTheFieldsOfTheType) {
    EntryDetails details{{"means", "password"}};
    EXPECT_TRUE(details_fit(EntryType::signed_in, details));
    EXPECT_FALSE(details_fit(EntryType::list_read, details));
    details["more"] = "";
    EXPECT_FALSE(details_fit(EntryType::signed_in, details));
    EXPECT_FALSE(details_fit(EntryType::signed_in, {}));
}

} // namespace
} // namespace leitstand
