// SPDX-License-Identifier: EUPL-1.2
// The functions: tables of cases, places of evidence, sums that add up, masking, modes, units.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "text/tokens.hpp"
#include "understand/detail/phrases.hpp"
#include "understand/support.hpp"

namespace leitstand::test {
namespace {

bool identifier(std::string const& key) {
    auto const* field = catalogue()->field(key);
    return field != nullptr && field->kind == "identifier";
}

TEST(Extract, IdentifiersOfTheTable) {
    for (auto const& row : table("identifiers.tsv")) {
        std::string found;
        for (auto const& finding : understander().understand(document(row.text), Modes()).findings)
            if (finding.kind == FindingKind::field && identifier(finding.key))
                found += (found.empty() ? "" : " ") + finding.key + "=" + finding.value;
        EXPECT_EQ(found, row.expected) << "identifiers.tsv:" << row.line << " " << row.text;
    }
}

TEST(Extract, FieldsOfTheTable) {
    for (auto const& row : table("fields.tsv")) {
        bool const absent = row.expected.starts_with("!");
        auto const expected = row.expected.substr(absent ? 1 : 0);
        std::string all;
        bool seen = false;
        for (auto const& finding :
             understander().understand(document(row.text), Modes()).findings) {
            if (finding.kind != FindingKind::field)
                continue;
            auto const text =
                finding.key + "=" + finding.value + (finding.role ? "/" + *finding.role : "");
            seen = seen || text == expected;
            all += text + "; ";
        }
        EXPECT_NE(seen, absent) << "fields.tsv:" << row.line << " " << row.text << " -> " << all;
    }
}

TEST(Judge, KeysOfTheTable) {
    for (auto const& row : table("judged.tsv")) {
        bool const absent = row.expected.starts_with("!");
        auto const understanding = understander().understand(document(row.text), Modes());
        EXPECT_NE(find(understanding, row.expected.substr(absent ? 1 : 0)) != nullptr, absent)
            << "judged.tsv:" << row.line << " " << row.text;
    }
}

TEST(Evidence, IsTheTextAtItsPlace) {
    auto const letter = document(full_letter());
    auto const understanding = understander().understand(letter, Modes());
    EXPECT_GE(understanding.findings.size(), 12U);
    for (auto const& finding : understanding.findings) {
        ASSERT_FALSE(finding.evidence.empty()) << finding.key;
        for (auto const& evidence : finding.evidence)
            EXPECT_EQ(
                letter.text.substr(evidence.span.start, evidence.span.end - evidence.span.start),
                evidence.text)
                << finding.key;
    }
}

TEST(Evidence, PointsIntoTheOriginalWhereTheTextWasCleaned) {
    auto const letter = document("Wir be-\nantragen Kinder\xC2\xADgeld.");
    auto const understanding = understander().understand(letter, Modes());
    auto const* service = find(understanding, "kindergeld");
    ASSERT_NE(service, nullptr);
    EXPECT_EQ(service->evidence.front().text, "Kinder\xC2\xADgeld");
    EXPECT_EQ(letter.text.substr(service->evidence.front().span.start, 12), "Kinder\xC2\xADgeld");
}

TEST(Evidence, OfTheSubjectLineHasWordsButNoPlace) {
    auto const understanding = understander().understand(
        document("Bitte um Nachricht.", "Wohngeld Az. 50-4471/KO"), Modes());
    auto const* service = find(understanding, "wohngeld");
    ASSERT_NE(service, nullptr);
    EXPECT_EQ(service->evidence.front().text, "Wohngeld");
    EXPECT_EQ(service->evidence.front().span, (Span{0, 0}));
    EXPECT_NE(find(understanding, "aktenzeichen", "50-4471/KO"), nullptr);
}

TEST(Evidence, HasOneBoxForEachLineOfWords) {
    auto letter = document("IBAN DE89 3704 0044\n0532 0130 00");
    letter.pages.push_back(
        {0, 1, 595, 842, PageSource::text, {0, static_cast<std::uint32_t>(letter.text.size())}});
    float x = 50, y = 100;
    for (std::uint32_t at = 0; at < letter.text.size();) {
        auto const end = static_cast<std::uint32_t>(
            std::min(letter.text.find_first_of(" \n", at), letter.text.size()));
        letter.words.push_back({{at, end}, 0, 1, {x, y, x + 30, y + 12}, 1});
        x += 35;
        if (end < letter.text.size() && letter.text[end] == '\n')
            x = 50, y += 20;
        at = end + 1;
    }
    // A line break inside the number is not read over, so the number is moved onto one line of text
    // first.
    std::replace(letter.text.begin(), letter.text.end(), '\n', ' ');
    auto const understanding = understander().understand(letter, Modes());
    auto const* iban = find(understanding, "iban");
    ASSERT_NE(iban, nullptr);
    ASSERT_EQ(iban->evidence.front().boxes.size(), 2U);
    EXPECT_FLOAT_EQ(iban->evidence.front().boxes[0].x0, 85);
    EXPECT_FLOAT_EQ(iban->evidence.front().boxes[0].x1, 185);
    EXPECT_FLOAT_EQ(iban->evidence.front().boxes[1].y0, 120);
}

TEST(Explanation, AddsUpExactlyInAnyOrder) {
    UnderstandOptions options;
    options.with_unsuggested = true;
    std::size_t judged = 0;
    for (auto const& text :
         {full_letter(),
          std::string("Wohngeld Wohngeld Wohngeld. Miete, Antrag, kein Widerspruch!")}) {
        for (auto const& finding :
             understander().understand(document(text, "Kindergeld"), Modes(), options).findings) {
            double forward = finding.intercept, backward = 0;
            for (auto const& contribution : finding.contributions)
                forward += contribution.amount;
            for (auto at = finding.contributions.rbegin(); at != finding.contributions.rend(); ++at)
                backward += at->amount;
            backward += finding.intercept;
            EXPECT_EQ(forward, finding.score) << finding.key;
            EXPECT_EQ(backward, finding.score) << finding.key;
            judged += finding.contributions.empty() ? 0 : 1;
        }
    }
    EXPECT_GT(judged, 8U);
}

// Scores of everything judged, by key.
std::map<std::string, double> scores(std::string const& text) {
    UnderstandOptions options;
    options.with_unsuggested = true;
    std::map<std::string, double> out;
    for (auto const& finding : understander().understand(document(text), Modes(), options).findings)
        if (finding.kind != FindingKind::field)
            out[finding.key] = finding.score;
    return out;
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    for (std::size_t at; (at = text.find(from)) != std::string::npos;)
        text.replace(at, from.size(), to);
    return text;
}

TEST(Masking, NamesAndNumbersDoNotChangeAJudgement) {
    auto const before = scores(full_letter());
    auto other = replaced(full_letter(), "Ayşe Yıldırım", "Hans Rente");
    other = replaced(other, "25.09.1987", "01.01.1951");
    other = replaced(other, "Lerchenweg 14", "Am Wohngeldpark 3");
    other = replaced(other, "24113 Kiel", "80331 München");
    other = replaced(other, "Sohn Emil", "Sohn Mohammed");
    EXPECT_EQ(before, scores(other));
}

TEST(Modes, OffRunsNothingAndShadowIsNamed) {
    auto const letter = document(full_letter());
    auto const off = understander().understand(letter, Modes({{FunctionKey::sort, Mode::off},
                                                              {FunctionKey::extract, Mode::off},
                                                              {FunctionKey::relate, Mode::off},
                                                              {FunctionKey::urgent, Mode::off}}));
    EXPECT_TRUE(off.findings.empty());
    EXPECT_TRUE(off.functions.empty());
    EXPECT_TRUE(off.unit.empty());
    auto const shadow = understander().understand(
        letter, Modes({{FunctionKey::urgent, Mode::shadow}, {FunctionKey::extract, Mode::off}}));
    EXPECT_TRUE(shadow.shadow_only(FunctionKey::urgent));
    EXPECT_FALSE(shadow.shadow_only(FunctionKey::sort));
    EXPECT_NE(find(shadow, "mittellos"), nullptr);
    EXPECT_EQ(find(shadow, "iban"), nullptr);
    EXPECT_EQ(shadow.functions.size(), 4U); // sort, urgent, complete, relate
    // Without `extract` the traits stay masked all the same.
    EXPECT_EQ(find(understander().understand(letter, Modes()), "kindergeld")->score,
              find(shadow, "kindergeld")->score);
}

TEST(Rules, UnitByFinalDigitLetterAndPlace) {
    auto const unit = [](std::string const& text) {
        return understander().understand(document(text), Modes()).unit;
    };
    EXPECT_EQ(unit("Wegen Kindergeld 515FK999993 habe ich eine Frage."), "familienkasse-1");
    EXPECT_EQ(unit("Wegen Kindergeld 515FK999998 habe ich eine Frage."), "familienkasse-2");
    EXPECT_EQ(unit("Ich beantrage Wohngeld.\n\nMit freundlichen Grüßen\nEva Blum"),
              "wohngeldstelle-1");
    EXPECT_EQ(unit("Ich beantrage Wohngeld.\n\nMit freundlichen Grüßen\nEva Zander"),
              "wohngeldstelle-2");
    EXPECT_EQ(unit("Jan Otto\nLerchenweg 14\n24113 Kiel\n\nIch beantrage Grundsicherungsgeld vom "
                   "Jobcenter."),
              "jobcenter-nord");
    EXPECT_EQ(unit("Guten Tag."), "");
}

TEST(Rules, NothingFoundIsHeldForAPerson) {
    auto const nothing = understander().understand(document("Guten Tag."), Modes());
    EXPECT_TRUE(nothing.held);
    EXPECT_EQ(nothing.held_because, (std::vector<std::string>{"no_service", "no_act"}));
    EXPECT_FALSE(
        understander().understand(document("Hiermit beantrage ich Wohngeld."), Modes()).held);
}

TEST(Phrases, TwoThatAreReadAlikeAreOne) {
    detail_understand::Phrases phrases;
    auto const first = phrases.add("Räumung droht");
    EXPECT_EQ(phrases.add("raeumung droht"), first);
    EXPECT_NE(phrases.add("=raeumung droht"), first);
    EXPECT_EQ(phrases.size(), 2u);
    EXPECT_EQ(phrases.text(first), "Räumung droht");
    auto const hits = phrases.find(text::tokenise("Die Raeumung droht."));
    EXPECT_EQ(std::ranges::count(hits, first, &detail_understand::PhraseHit::phrase), 1);
}

TEST(Rules, ALetterThatIsNotInGermanIsHeldForAPerson) {
    auto letter = document("Wir beantragen Wohngeld. Hiermit beantrage ich Wohngeld.");
    letter.language = "de";
    EXPECT_FALSE(understander().understand(letter, Modes()).held);
    letter.language = ""; // too short to tell
    EXPECT_FALSE(understander().understand(letter, Modes()).held);
    letter.language = "tr";
    auto const turkish = understander().understand(letter, Modes());
    EXPECT_TRUE(turkish.held);
    EXPECT_EQ(turkish.held_because, (std::vector<std::string>{"other_language"}));
}

TEST(Rules, EachServiceAndActIsPaired) {
    auto const understanding = understander().understand(
        document("Hiermit beantrage ich Wohngeld.\n\nMein Pflegegeld: gegen den Bescheid lege ich "
                 "Widerspruch ein, ich bin nicht einverstanden."),
        Modes());
    auto const has = [&](std::string const& service, std::string const& act) {
        return std::any_of(understanding.requests.begin(), understanding.requests.end(),
                           [&](Request const& request) {
                               return request.service == service && request.act == act;
                           });
    };
    EXPECT_TRUE(has("wohngeld", "antrag"));
    EXPECT_TRUE(has("pflege", "widerspruch"));
    EXPECT_FALSE(has("wohngeld", "widerspruch"));
}

TEST(Rules, RepresentationBelongsToNoSingleServiceAndNamesWhoIsMeant) {
    auto const understanding = understander().understand(
        document("Sehr geehrte Frau Amtmann,\n\nals rechtliche Betreuerin von Herrn Alois Brandl "
                 "beantrage ich Wohngeld. Die Vollmacht liegt bei.\n\nMit freundlichen "
                 "Grüßen\nVera Hollenhorst"),
        Modes());
    std::map<std::string, Request> by_act;
    for (auto const& request : understanding.requests)
        by_act[request.act] = request;
    ASSERT_TRUE(by_act.contains("vollmacht"));
    EXPECT_EQ(by_act["vollmacht"].service, "");
    ASSERT_TRUE(by_act.contains("antrag"));
    EXPECT_EQ(by_act["antrag"].service, "wohngeld");
    EXPECT_EQ(by_act["antrag"].person, "Alois Brandl"); // not the clerk who is greeted
}

TEST(Rules, AnActWithoutAServiceIsARequestToo) {
    auto const understanding = understander().understand(
        document("Ich lege Widerspruch gegen Ihren Bescheid ein."), Modes());
    ASSERT_EQ(understanding.requests.size(), 1U);
    EXPECT_EQ(understanding.requests[0].service, "");
    EXPECT_EQ(understanding.requests[0].act, "widerspruch");
}

TEST(Attachments, TellTheirTypeByName) {
    auto letter = document("Guten Tag, anbei.");
    Part part;
    part.number = 1;
    part.name = "Geburtsurkunde_Emil.pdf";
    part.span = {static_cast<std::uint32_t>(letter.text.size()),
                 static_cast<std::uint32_t>(letter.text.size())};
    letter.parts.push_back(part);
    auto const understanding = understander().understand(letter, Modes());
    auto const* found = find(understanding, "geburtsurkunde");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->part, 1U);
}

TEST(Odd, InputsOfAnyKindAreUnderstoodWithoutFault) {
    for (auto const& text :
         {std::string(), std::string("\xFF\xFE\x80"), std::string(5000, 'a'),
          std::string(3000, '\n'), std::string("\f\f\f"), std::string("> > >\nVon: x\nGesendet: y"),
          std::string(2000, '1'), std::string("DE"), std::string("@"), std::string("(0"),
          std::string("Name:"), std::string("1.")}) {
        auto const understanding =
            understander().understand(document(text, text.substr(0, 100)), Modes());
        EXPECT_LE(understanding.findings.size(), 60U);
    }
}

TEST(Threads, GiveTheSameAnswer) {
    auto const letter = document(full_letter());
    auto const expected = print_json(
        understand_json(understander().understand(letter, Modes()), letter, "a", *catalogue()));
    std::vector<std::thread> threads;
    std::atomic<int> different{0};
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 20; ++n)
                if (print_json(understand_json(understander().understand(letter, Modes()), letter,
                                               "a", *catalogue())) != expected)
                    ++different;
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(different, 0);
}

TEST(Stored, AFindingComesBackAsItWas) {
    auto const letter = document(full_letter());
    for (auto finding : understander().understand(letter, Modes()).findings) {
        finding.probability = 0.25;
        finding.evidence.front().boxes.push_back({1.5F, 2.25F, 3, 4});
        auto const back = unpack_finding(pack_finding(finding));
        ASSERT_TRUE(back.has_value());
        EXPECT_EQ(pack_finding(*back), pack_finding(finding));
        EXPECT_EQ(back->score, finding.score);
        EXPECT_EQ(back->evidence.front().span, finding.evidence.front().span);
    }
}

TEST(Stored, DamageIsNoticed) {
    EXPECT_EQ(unpack_finding("{}").error().key, "finding.damaged");
    EXPECT_FALSE(unpack_finding("nothing").has_value());
    Finding finding;
    auto packed = pack_finding(finding);
    EXPECT_EQ(unpack_finding(replaced(packed, "\"v\":1", "\"v\":9")).error().key,
              "finding.version_unknown");
    EXPECT_EQ(unpack_finding(replaced(packed, "\"on\":false", "\"on\":3")).error().key,
              "finding.damaged");
}

TEST(Names, OfEnumerationsComeBack) {
    for (auto const key : kFunctions)
        EXPECT_EQ(*parse_function(function_name(key)), key);
    for (auto const name : {"off", "shadow", "assist", "act"})
        EXPECT_EQ(mode_name(*parse_mode(name)), name);
    for (auto const name : {"service", "act", "theme", "document", "field"})
        EXPECT_EQ(finding_kind_name(*parse_finding_kind(name)), name);
    EXPECT_EQ(parse_mode("maybe").error().key, "mode.unknown");
    EXPECT_EQ(parse_function("think").error().key, "function.unknown");
}

} // namespace
} // namespace leitstand::test
