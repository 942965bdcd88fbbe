// SPDX-License-Identifier: EUPL-1.2
// What was hidden at judging, what else a finding might be, which words carried it, and what
// follows in law from what a person decided.
#include "understand/second_look.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "understand/annotated_letters.hpp"
#include "understand/support.hpp"

namespace leitstand::test {
namespace {

using Outcome = WithoutWords::Outcome;

SecondLook const& look() {
    static SecondLook const made(catalogue());
    return made;
}

std::string const kWish = "Sehr geehrte Damen und Herren,\n\nich möchte Wohngeld beantragen. Wir "
                          "sind umgezogen.\n\nMit freundlichen Grüßen\nAyşe Yıldırım\n";

std::string words_of(Document const& document, std::vector<Span> const& spans) {
    std::string out;
    for (auto const& span : spans)
        out += document.text.substr(span.start, span.end - span.start) + "|";
    return out;
}

TEST(MaskShown, IsThePlacesThatNoFunctionSaw) {
    auto const letter = document(full_letter(), "Kindergeld für Emil, Ayşe Yıldırım");
    auto const found = understander().understand(letter, Modes());
    ASSERT_TRUE(found.mask);
    auto const hidden = words_of(letter, found.mask->text);
    for (auto const* word : {"Yıldırım", "DE89 3704", "02.05.2017", "25.09.1987", "Lerchenweg"})
        EXPECT_NE(hidden.find(word), std::string::npos) << word << " in " << hidden;
    EXPECT_EQ(hidden.find("Widerspruch"), std::string::npos);
    for (auto const* list : {&found.mask->text, &found.mask->subject})
        for (std::size_t i = 1; i < list->size(); ++i)
            EXPECT_LE((*list)[i - 1].end, (*list)[i].start) << "in order, without overlaps";
    for (auto const& span : found.mask->subject)
        EXPECT_LE(span.end, letter.envelope.subject.size());
    // No reason of a judged finding lies in a hidden place.
    for (auto const& finding : found.findings)
        if (finding.kind != FindingKind::field)
            for (auto const& reason : finding.contributions)
                for (auto const& place : reason.spans)
                    for (auto const& span : found.mask->text)
                        EXPECT_TRUE(place.end <= span.start || span.end <= place.start)
                            << reason.feature;
}

TEST(MaskShown, IsNoneWhereNoFunctionJudged) {
    Modes const reads({{FunctionKey::sort, Mode::off}, {FunctionKey::urgent, Mode::off}});
    EXPECT_FALSE(understander().understand(document(full_letter()), reads).mask);
}

TEST(Alternatives, AreOtherKeysOfTheKindAndNeverItsOwn) {
    auto const letter = document(kWish);
    auto const found = understander().understand(letter, Modes());
    auto const* wish = find(found, "wohngeld");
    ASSERT_NE(wish, nullptr);
    auto const others = look().alternatives(letter, found.findings, *wish, 9);
    ASSERT_EQ(others.size(), 9u);
    for (auto const& one : others) {
        EXPECT_NE(catalogue()->service(one.key), nullptr) << one.key;
        EXPECT_NE(one.key, "wohngeld");
    }
}

TEST(Alternatives, OfADateAreTheOtherDatesTheLikeliestByItsWordsFirst) {
    auto const letter = document("Gegen Ihren Bescheid vom 3. März 2026 lege ich Widerspruch ein.");
    auto const found = understander().understand(letter, Modes());
    auto const* date = find(found, "notice_date");
    ASSERT_NE(date, nullptr);
    auto const others = look().alternatives(letter, found.findings, *date, 20);
    ASSERT_FALSE(others.empty());
    for (auto const& one : others) {
        EXPECT_EQ(catalogue()->field(one.key)->kind, "date") << one.key;
        EXPECT_FALSE(one.probability);
    }
}

TEST(Alternatives, OfTheUnitAreThoseOfTheServiceFirst) {
    auto const letter = document(kWish);
    auto const found = understander().understand(letter, Modes());
    Finding unit;
    unit.kind = FindingKind::unit;
    auto const units = look().alternatives(letter, found.findings, unit, 99);
    EXPECT_EQ(units.size(), catalogue()->units.size());
    auto const& own = catalogue()->service("wohngeld")->units;
    ASSERT_FALSE(own.empty());
    EXPECT_EQ(units.front().key, own.front());
}

TEST(WithoutTheWords, TheFindingIsSuggestedNoMore) {
    auto const letter = document(kWish);
    auto const found = understander().understand(letter, Modes());
    auto const* wish = find(found, "wohngeld");
    ASSERT_NE(wish, nullptr);
    auto const without = look().without_words(letter, *wish);
    ASSERT_EQ(without.outcome, Outcome::changes);
    ASSERT_FALSE(without.words.empty());
    auto blanked = letter;
    for (auto const& words : without.words)
        blanked.text.replace(words.span.start, words.span.end - words.span.start,
                             std::string(words.span.end - words.span.start, ' '));
    EXPECT_EQ(find(understander().understand(blanked, Modes()), "wohngeld"), nullptr)
        << "the remark holds when the letter is read without the words";
}

// Read again without what the remark names, in the text and in the subject line.
Document without_named(Document letter, std::vector<Evidence> const& words) {
    auto& subject = letter.envelope.subject;
    for (auto const& word : words) {
        auto const size = word.span.end - word.span.start;
        letter.text.replace(word.span.start, size, std::string(size, ' '));
        for (auto at = subject.find(word.text); at != std::string::npos && !word.text.empty();
             at = subject.find(word.text, at))
            subject.replace(at, word.text.size(), std::string(word.text.size(), ' '));
    }
    return letter;
}

// Of two words that touch one may stand alone in the subject line ("teilweise Erwerbsminderung",
// subject "Erwerbsminderungsrente"): these two voices have such letters.
TEST(WithoutTheWords, ARemarkHoldsForWhatItNamesInTheSubjectLineToo) {
    auto const folder = std::filesystem::path(LEITSTAND_SOURCE_DIR) / "catalogue/de";
    auto const models = JudgingModels::of_catalogue(folder).value();
    Understander const reader{catalogue(), models};
    SecondLook const with_models{catalogue(), models};
    std::size_t remarks = 0, of_the_subject = 0;
    for (auto const* voice : {"letters/s.jsonl", "letters/ay.jsonl"}) {
        auto const read = read_annotated_letters(
            folder / voice, GeneratedLetters::refused,
            [&](nlohmann::json const& json, std::string const&) -> Result<void> {
                auto const letter = document_of(json);
                for (auto const& finding : reader.understand(letter, Modes()).findings) {
                    auto const without = with_models.without_words(letter, finding);
                    if (without.outcome != Outcome::changes)
                        continue;
                    ++remarks;
                    of_the_subject += std::ranges::count_if(without.words, [](auto const& word) {
                        return word.span.start == word.span.end;
                    });
                    auto const again =
                        reader.understand(without_named(letter, without.words), Modes());
                    auto const* found = find(again, finding.key);
                    EXPECT_TRUE(found == nullptr || !found->suggested)
                        << json.at("id") << " " << finding.key;
                }
                return {};
            });
        ASSERT_TRUE(read.has_value()) << read.error().key;
    }
    EXPECT_GT(remarks, 200u);
    EXPECT_GT(of_the_subject, 0u);
}

TEST(WithoutTheWords, NothingIsSaidOfAnotherVersionOrOfWhatWasReadFromItsPlace) {
    auto const letter = document(full_letter());
    auto const found = understander().understand(letter, Modes());
    auto const* iban = find(found, "iban");
    ASSERT_NE(iban, nullptr);
    EXPECT_EQ(look().without_words(letter, *iban).outcome, Outcome::not_judged);
    auto old = *find(found, "kindergeld");
    old.function_version = "0.9.0";
    EXPECT_EQ(look().without_words(letter, old).outcome, Outcome::other_version);
    auto other = *find(found, "kindergeld");
    other.score += 0.25; // another model under the same name
    EXPECT_EQ(look().without_words(letter, other).outcome, Outcome::other_version);
    Document const vast = document(std::string(kSecondLookBytesMax + 1, 'x'));
    EXPECT_EQ(look().without_words(vast, *find(found, "kindergeld")).outcome, Outcome::too_long);
    EXPECT_TRUE(look().alternatives(vast, {}, *find(found, "kindergeld"), 9).empty());
}

// --- what follows from decisions -------------------------------------------------------------

UnderstandOptions received(std::string day) {
    UnderstandOptions options;
    options.received = std::move(day);
    return options;
}

ClockFinding const* clock(std::vector<ClockFinding> const& clocks, std::string_view key) {
    for (auto const& found : clocks)
        if (found.key == key)
            return &found;
    return nullptr;
}

struct Objection {
    Document letter = document("Gegen Ihren Bescheid vom 3. März 2026 über Arbeitslosengeld lege "
                               "ich Widerspruch ein.");
    UnderstandOptions options = received("2026-03-20");
    Understanding read = understander().understand(letter, Modes(), options);

    std::vector<ClockFinding> clocks(std::vector<Finding> const& standing) const {
        return look().consequences(letter, standing, {}, options).clocks;
    }
};

Finding by_hand(std::string key, std::string value) {
    Finding finding;
    finding.kind = FindingKind::field;
    finding.key = std::move(key);
    finding.value = std::move(value);
    finding.suggested = true;
    return finding;
}

TEST(Consequences, OfWhatWasReadAreThoseOfTheReading) {
    Objection const one;
    auto const again = one.clocks(one.read.findings);
    ASSERT_EQ(again.size(), one.read.clocks.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
        EXPECT_EQ(again[i].key, one.read.clocks[i].key);
        EXPECT_EQ(again[i].due, one.read.clocks[i].due);
        EXPECT_EQ(again[i].assumes, one.read.clocks[i].assumes);
    }
}

TEST(Consequences, ACorrectedDateMovesTheEndAndStaysThatOfTheNotice) {
    Objection const one;
    auto standing = one.read.findings;
    for (auto& finding : standing)
        if (finding.key == "notice_date")
            finding.value = "2026-03-10";
    auto const now = one.clocks(standing);
    auto const* limit = clock(now, "widerspruch");
    ASSERT_NE(limit, nullptr);
    EXPECT_EQ(limit->trigger, "2026-03-10");
    EXPECT_EQ(limit->due, "2026-04-14");
    EXPECT_EQ(limit->assumes, clock(one.read.clocks, "widerspruch")->assumes);
}

TEST(Consequences, ADateThatIsNoNoticesTakesTheClockItsEnd) {
    Objection const one;
    auto standing = one.read.findings;
    for (auto& finding : standing)
        if (finding.key == "notice_date")
            finding.key = "event_date";
    auto const now = one.clocks(standing);
    ASSERT_NE(clock(now, "widerspruch"), nullptr);
    EXPECT_EQ(clock(now, "widerspruch")->due, "");
    EXPECT_EQ(clock(now, "widerspruch")->because, "trigger_unknown");
}

TEST(Consequences, ALaterArrivalMovesTheEndAnEarlierOneDoesNot) {
    Objection const one;
    auto standing = one.read.findings;
    standing.push_back(by_hand(std::string(kNoticeArrivedField), "2026-03-12"));
    auto const later = one.clocks(standing);
    auto const* limit = clock(later, "widerspruch");
    ASSERT_NE(limit, nullptr);
    EXPECT_EQ(limit->due, "2026-04-13"); // 12 April is a Sunday
    EXPECT_EQ(limit->assumes.front(), "arrived_later");
    standing.back().value = "2026-03-05"; // the law supposes 7 March
    auto const earlier = one.clocks(standing);
    EXPECT_EQ(clock(earlier, "widerspruch")->due, clock(one.read.clocks, "widerspruch")->due);
    EXPECT_EQ(clock(earlier, "widerspruch")->assumes.front(), "posted_on_its_date");
}

TEST(Consequences, AnArrivalMovesOnlyTheNoticeThatArrivedThen) {
    Objection const one;
    auto standing = one.read.findings;
    standing.push_back(by_hand("notice_date", "2026-03-10")); // a later one beside that of 3 March
    standing.push_back(by_hand(std::string(kNoticeArrivedField), "2026-03-12"));
    auto const now = one.clocks(standing);
    auto const earlier = std::find_if(now.begin(), now.end(), [](ClockFinding const& found) {
        return found.key == "widerspruch" && found.trigger == "2026-03-03";
    });
    ASSERT_NE(earlier, now.end());
    EXPECT_EQ(earlier->due, clock(one.read.clocks, "widerspruch")->due);
    EXPECT_EQ(earlier->assumes.front(), "posted_on_its_date");
}

TEST(Consequences, AnArrivalBehindTheAnswerGivesNoDate) {
    Objection const one;
    auto standing = one.read.findings;
    standing.push_back(by_hand(std::string(kNoticeArrivedField), "2026-03-21"));
    auto const now = one.clocks(standing);
    EXPECT_EQ(clock(now, "widerspruch")->due, "");
    EXPECT_EQ(clock(now, "widerspruch")->because, "arrival_after_receipt");
}

TEST(Consequences, AnotherServiceBringsItsOwnRemedy) {
    Objection const one;
    auto standing = one.read.findings;
    for (auto& finding : standing)
        if (finding.kind == FindingKind::service)
            finding.key = "kindergeld";
    auto const now = one.clocks(standing);
    EXPECT_EQ(clock(now, "widerspruch"), nullptr);
    EXPECT_NE(clock(now, "einspruch"), nullptr);
}

TEST(Consequences, ARejectedNameOfAChildIsNobodysRequest) {
    auto const letter = document("Ich beantrage Kindergeld für mein Kind Mia Muster, geboren am "
                                 "3. März 2024.");
    auto const read = understander().understand(letter, Modes());
    auto const person_of = [](std::vector<Request> const& requests) {
        return requests.empty() ? std::string("no request") : requests.front().person;
    };
    ASSERT_EQ(person_of(read.requests), "Mia Muster");
    auto standing = read.findings;
    auto const child = std::find_if(standing.begin(), standing.end(),
                                    [](Finding const& one) { return one.key == "child_name"; });
    ASSERT_NE(child, standing.end());
    std::vector<Finding> const rejected{*child};
    standing.erase(child);
    auto const options = received("2026-03-20");
    EXPECT_EQ(person_of(look().consequences(letter, standing, rejected, options).requests), "");
    EXPECT_EQ(person_of(look().consequences(letter, read.findings, {}, options).requests),
              "Mia Muster");
}

// Words looked at with each date and, again, all dates would take minutes.
TEST(Facts, ALetterFullOfDatesAndNoticesIsReadSoon) {
    std::string text;
    for (int i = 0; i < 2'000; ++i)
        text += "Wir haben Ihren Bescheid vom " + std::to_string(1 + i % 28) + ". März " +
                std::to_string(1900 + i / 28) + " gelesen.\n\n";
    for (int i = 0; i < 10'000; ++i)
        text += "Der Bescheid kam.\n";
    auto const begin = std::chrono::steady_clock::now();
    auto const read = understander().understand(document(text), Modes(), received("2026-03-20"));
    EXPECT_GE(read.findings.size(), 2'000u);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(Consequences, NoFunctionReadsAnArrivalFromALetter) {
    auto const found = understander().understand(
        document("Den Bescheid vom 3. März 2026 habe ich erst am 12. März 2026 erhalten, Zugang "
                 "des Bescheids war der 12. März 2026. Ich lege Widerspruch ein."),
        Modes());
    EXPECT_EQ(find(found, kNoticeArrivedField), nullptr);
}

} // namespace
} // namespace leitstand::test
