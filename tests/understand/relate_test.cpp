// SPDX-License-Identifier: EUPL-1.2
// The function `relate`, pure part: the estimate against the counted share, what is new in a letter
// that comes again, who writes, and what two letters are to each other.
#include "understand/relate.hpp"

#include <cmath>
#include <random>

#include "support.hpp"

namespace leitstand {
namespace {

constexpr std::uint64_t kSeed = 4711;

std::string const kLetter =
    "Sehr geehrte Damen und Herren,\n\n"
    "hiermit beantrage ich Kindergeld für meinen Sohn Ben, geboren am 03.02.2026. "
    "Die Geburtsurkunde liegt bei. Wir wohnen seit dem Sommer in der Lindenstraße 4 in "
    "Musterstadt. "
    "Mein Mann arbeitet in Vollzeit, ich bin in Elternzeit. "
    "Bitte überweisen Sie das Geld auf unser gemeinsames Konto.\n\n"
    "Mit freundlichen Grüßen\nJulia Krause\n";

LetterTrace trace_of(std::string const& text, std::string const& subject = {}) {
    UnderstandOptions options;
    options.relate_seed = kSeed;
    return *test::understander()
                .understand(test::document(text, subject), test::Modes{}, options)
                .trace;
}

std::vector<std::string> new_in(std::string const& later, std::string const& earlier) {
    std::vector<std::string> texts;
    for (auto const& evidence :
         compare_letters(test::document(later), test::document(earlier), kSeed).new_sentences)
        texts.push_back(evidence.text);
    return texts;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    auto const at = text.find(what);
    EXPECT_NE(std::string::npos, at) << what;
    return text.replace(at, what.size(), with);
}

LetterMark mark(std::string key, std::string value, bool answers = false) {
    return {mark_use(key).value(), key, std::move(value), answers, {}};
}

TEST(Relate, TheEstimateKeepsToTheCountedShareWithinItsDeviation) {
    std::mt19937_64 random{7};
    int outside = 0;
    constexpr int kPairs = 400;
    for (int pair = 0; pair < kPairs; ++pair) {
        std::vector<std::uint64_t> one, other;
        auto const common = random() % 200, own = 1 + random() % 200;
        for (std::uint64_t i = 0; i < common; ++i)
            one.push_back(random());
        other = one;
        for (std::uint64_t i = 0; i < own; ++i)
            (i % 2 == 0 ? one : other).push_back(random());
        std::ranges::sort(one);
        std::ranges::sort(other);
        auto const share = share_of_equal(one, other);
        EXPECT_NEAR(share, static_cast<double>(common) / static_cast<double>(common + own), 1e-12);
        auto const estimate = estimated_share(signature_of(one), signature_of(other));
        auto const deviation = std::sqrt(share * (1 - share) / kSignatureHashes);
        outside += std::abs(estimate - share) > 2 * deviation + 1e-9 ? 1 : 0;
    }
    EXPECT_LT(outside, kPairs / 10) << "a binomial share lies outside of two deviations in 1 of 20";
}

TEST(Relate, BandsMeetAsOftenAsTheTheorySays) {
    std::mt19937_64 random{11};
    int met = 0;
    constexpr int kPairs = 300;
    for (int pair = 0; pair < kPairs; ++pair) { // 70 of 100 shingles are equal
        std::vector<std::uint64_t> one, other;
        for (int i = 0; i < 70; ++i)
            one.push_back(random());
        other = one;
        for (int i = 0; i < 15; ++i) {
            one.push_back(random());
            other.push_back(random());
        }
        auto const a = signature_of(one);
        auto const b = signature_of(other);
        for (std::size_t band = 0; band < kRelateBands; ++band)
            if (band_of(a, band) == band_of(b, band)) {
                ++met;
                break;
            }
    }
    EXPECT_GT(met, kPairs * 96 / 100) << "1 - (1 - 0.7^4)^16 is 98.8 %";
}

TEST(Relate, AnotherSeedGivesAnotherSignature) {
    UnderstandOptions options;
    options.relate_seed = kSeed + 1;
    auto const other =
        *test::understander().understand(test::document(kLetter), test::Modes{}, options).trace;
    EXPECT_EQ(trace_of(kLetter).digest, other.digest);
    EXPECT_LT(estimated_share(trace_of(kLetter).signature, other.signature), 0.1);
}

TEST(Relate, WordsInAnotherOrderAreNew) {
    auto const with = [](std::string const& sentence) {
        return replaced(kLetter, "Bitte überweisen",
                        "Es ist sehr eilig, bitte bitte. " + sentence + "Bitte überweisen");
    };
    using Sentences = std::vector<std::string>;
    EXPECT_EQ(new_in(with("Zahlen Sie nicht. "), with("Nicht Sie zahlen. ")),
              Sentences{"Zahlen Sie nicht."});
    EXPECT_EQ(new_in(with("Sehr sehr. "), with("")), Sentences{"Sehr sehr."})
        << "another word stands twice there";
    EXPECT_EQ(new_in(with(""), with("")), Sentences{});
}

TEST(Relate, OffComputesNothing) {
    test::Modes const off{{{FunctionKey::relate, Mode::off}}};
    auto const understood = test::understander().understand(test::document(kLetter), off);
    EXPECT_FALSE(understood.trace);
    for (auto const& [function, version] : understood.functions)
        EXPECT_NE(FunctionKey::relate, function);
}

TEST(Relate, TheSameWordsInAnotherLayoutHaveTheSameDigest) {
    auto wrapped = replaced(kLetter, "Kindergeld für meinen", "Kindergeld\nfür    mei-\nnen");
    EXPECT_EQ(trace_of(kLetter).digest, trace_of(wrapped).digest);
    EXPECT_NE(trace_of(kLetter).digest, trace_of(replaced(kLetter, "Vollzeit", "Teilzeit")).digest);
}

TEST(Relate, AnotherSubjectIsAnotherText) {
    std::string const body = "Guten Tag, der Antrag liegt bei. Julia Krause";
    auto const first = trace_of(body, "Kindergeld");
    EXPECT_EQ(first.digest, trace_of(body, "KINDERGELD").digest);
    EXPECT_NE(first.digest, trace_of(body, "Wohngeld").digest);
    EXPECT_EQ(first.words, trace_of(body).words) << "what resembles goes by the letter alone";
    EXPECT_EQ("", trace_of("", "Kindergeld").digest) << "a subject alone is no text";
}

TEST(Relate, QuotedMailDoesNotCount) {
    auto const answer = "Guten Tag,\n\nwie weit ist mein Antrag?\n\nJulia Krause\n\n"
                        "Am 03.03.2026 schrieb Julia Krause:\n> " +
                        kLetter;
    EXPECT_FALSE(trace_of(answer).can_resemble());
}

TEST(Relate, WhatIsNewIsShownSentenceBySentence) {
    EXPECT_TRUE(new_in(kLetter, kLetter).empty());
    auto const more =
        replaced(kLetter, "Die Geburtsurkunde liegt bei.",
                 "Die Geburtsurkunde liegt bei. Außerdem brauche ich einen Vorschuss.");
    ASSERT_EQ(1u, new_in(more, kLetter).size());
    EXPECT_EQ("Außerdem brauche ich einen Vorschuss.", new_in(more, kLetter)[0]);
    EXPECT_EQ(1u, compare_letters(test::document(kLetter), test::document(more), kSeed).left_out);
    auto const denied = replaced(kLetter, "in Vollzeit", "nicht in Vollzeit");
    ASSERT_EQ(1u, new_in(denied, kLetter).size());
    EXPECT_NE(std::string::npos, new_in(denied, kLetter)[0].find("nicht"));
}

TEST(Relate, AMisreadWordIsNotNewButAnotherNumberIs) {
    EXPECT_TRUE(new_in(replaced(kLetter, "Geburtsurkunde", "Geburtsurkunbe"), kLetter).empty());
    EXPECT_EQ(1u, new_in(replaced(kLetter, "03.02.2026", "05.02.2026"), kLetter).size());
}

TEST(Relate, OneMisreadLetterOfTheNameIsTheSamePerson) {
    using Marks = std::vector<LetterMark>;
    auto const person = [](Marks const& one, Marks const& other) {
        return same_person(one, other);
    };
    EXPECT_EQ(SamePerson::yes, person({mark("sender_name", "Julia Krause")},
                                      {mark("sender_name", "Krause, Julia")}));
    EXPECT_EQ(SamePerson::yes,
              person({mark("sender_name", "Julia Krause")}, {mark("sender_name", "Julia Krausc")}));
    EXPECT_EQ(SamePerson::no,
              person({mark("sender_name", "Julia Krause")}, {mark("sender_name", "Timo Meier")}));
    EXPECT_EQ(SamePerson::yes, person({mark("sender_name", "Anwältin Groß"), mark("vsnr", "12")},
                                      {mark("sender_name", "Timo Meier"), mark("vsnr", "12")}));
    EXPECT_EQ(SamePerson::unknown,
              person({mark("aktenzeichen", "A-1")}, {mark("aktenzeichen", "A-2")}))
        << "one person has several matters";
    EXPECT_EQ(SamePerson::unknown, person({}, {mark("sender_name", "Timo Meier")}));
    EXPECT_EQ(SamePerson::unknown, person({mark("code", "1234-A")}, {mark("code", "1234-A")}));
}

TEST(Relate, TheKindGoesByTextAndPerson) {
    auto const letter = trace_of(kLetter);
    auto later = letter;
    later.digest = "another";
    auto const kind = [&](double share) {
        return relation_kind(later, letter,
                             {.same_bytes = false, .names_receipt = false, .share = share});
    };
    EXPECT_EQ(RelationKind::identical, relation_kind(letter, letter, {true, false, std::nullopt}));
    EXPECT_EQ(RelationKind::same_text, relation_kind(letter, letter, {}));
    auto form = letter; // the name stands in the envelope only
    form.marks = {mark("sender_name", "Timo Meier")};
    EXPECT_EQ(std::nullopt, relation_kind(letter, form, {false, false, 1.0}))
        << "two persons use one text";
    EXPECT_EQ(RelationKind::resubmission, kind(0.35));
    EXPECT_EQ(std::nullopt, kind(0.34));
    std::erase_if(later.marks, [](LetterMark const& one) { return one.use == MarkUse::writer; });
    EXPECT_EQ(RelationKind::near_copy, kind(0.8));
    EXPECT_EQ(std::nullopt, kind(0.79)) << "nobody knows who writes";
    later.marks.push_back(mark("sender_name", "Timo Meier"));
    EXPECT_EQ(std::nullopt, kind(0.95)) << "two persons fill in one form";
}

TEST(Relate, OnlyWhatCanBecomeARelationIsWorthComparing) {
    auto const letter = trace_of(kLetter);
    auto later = letter;
    EXPECT_TRUE(worth_comparing(later, letter));
    for (std::size_t k = 0; k < kSignatureHashes / 2; ++k)
        ++later.signature[k];
    EXPECT_TRUE(worth_comparing(later, letter)) << "half of it, by the same person";
    later.marks.clear();
    EXPECT_FALSE(worth_comparing(later, letter)) << "half of it, by nobody knows whom";
    later.signature = letter.signature;
    EXPECT_TRUE(worth_comparing(later, letter));
    later.marks = {mark("sender_name", "Timo Meier")};
    EXPECT_FALSE(worth_comparing(later, letter)) << "two persons fill in one form";
    EXPECT_FALSE(worth_comparing(trace_of("Danke."), trace_of("Danke.")));
}

TEST(Relate, NumbersLeadToTheMatterAndAnswersToOurLetters) {
    auto const first = trace_of("Kindergeldnummer 115FK204711, ich bin umgezogen.");
    auto const second = trace_of("Meine Kindergeldnummer: 115FK204711. Ben geht zur Schule.");
    EXPECT_EQ(RelationKind::same_matter, relation_kind(second, first, {}));
    ASSERT_EQ(1u, shared_numbers(second.marks, first.marks).size());
    EXPECT_EQ("115FK204711", shared_numbers(second.marks, first.marks)[0].evidence.text);
    auto const answer = trace_of("Ihr Zeichen: 115FK204711\n\nDie Bescheinigung liegt bei.");
    EXPECT_EQ(RelationKind::answer, relation_kind(answer, first, {}));
    EXPECT_EQ(RelationKind::answer, relation_kind(second, {}, {false, true, std::nullopt}));
    auto const other = trace_of("Kindergeldnummer 115FK204712, ich bin umgezogen.");
    EXPECT_EQ(std::nullopt, relation_kind(other, first, {}));
}

TEST(Relate, OurReceiptNumbersAndBarCodesAreMarks) {
    auto document =
        test::document("Zu Ihrer Bestätigung 2026-000123-7 vom Montag: 12026-000123-7.");
    document.codes.push_back({0, 1, CodeKind::code128, {10, 10, 90, 30}, "WG-2025-04417"});
    document.codes.push_back({0, 1, CodeKind::qr, {10, 10, 90, 30}, "https://example.org/1234"});
    auto const understood = test::understander().understand(document, test::Modes{});
    std::vector<std::string> values;
    for (auto const& one : understood.trace->marks)
        if (one.use == MarkUse::receipt || one.use == MarkUse::code)
            values.push_back(one.value);
    EXPECT_EQ((std::vector<std::string>{"2026-000123-7", "WG-2025-04417"}), values);
    LetterTrace letter;
    letter.marks = {mark("aktenzeichen", "WG-2025-04417")};
    EXPECT_EQ(RelationKind::answer, relation_kind(*understood.trace, letter, {}));
    letter.marks = {mark("code", "WG-2025-04417")};
    EXPECT_EQ(std::nullopt, relation_kind(*understood.trace, letter, {}))
        << "a form carries its code into every letter";
}

} // namespace
} // namespace leitstand
