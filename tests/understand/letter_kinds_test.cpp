// SPDX-License-Identifier: EUPL-1.2
// The kinds of letters that figures are given for.
#include "understand/detail/letter_kinds.hpp"

#include <gmock/gmock.h>

#include "understand/support.hpp"

namespace leitstand::test {
namespace {

using namespace detail_understand;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::vector<std::string> kinds(std::string const& text, std::string_view language = "de",
                               std::size_t services = 1) {
    auto const letter = document(text);
    Judged named;
    named.score = text.find("Wohngeld") == std::string::npos ? -1 : 1;
    std::vector<Judged> const judged{named};
    return letter_kinds(Scene(letter), {language, services, judged});
}

std::string repeated(std::string const& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST(LetterKinds, AnOrdinaryLetterIsOfNone) {
    EXPECT_THAT(
        kinds(repeated("Ich bitte Sie darum, mir für die Wohnung in der Stadt ab dem Sommer "
                       "das Wohngeld zu bewilligen. ",
                       5)),
        IsEmpty());
}

TEST(LetterKinds, ShortLongAndSimple) {
    EXPECT_THAT(kinds("Wohngeld bitte."), UnorderedElementsAre("short"));
    EXPECT_THAT(kinds(repeated("Ich will Wohngeld. ", 50)), UnorderedElementsAre("long", "simple"));
}

TEST(LetterKinds, TwoDamagedWordsMakeADamagedLetter) {
    EXPECT_THAT(kinds("lch bitte urn Wohngeld per Te1efax."), Contains("damaged"));
    EXPECT_THAT(kinds("Wohngeld per Te1efax."), Not(Contains("damaged")));
    EXPECT_THAT(kinds("Wohngeld, Az. 17B44, BG 123abc, DE89 3704."), Not(Contains("damaged")))
        << "numbers are no damage";
}

TEST(LetterKinds, QuotedForeignSeveralUnnamed) {
    EXPECT_THAT(kinds("Wohngeld ja.\n> Sie haben Post."), Contains("quoted"));
    EXPECT_THAT(kinds("Wohngeld please.", "en"), Contains("foreign"));
    EXPECT_THAT(kinds("Wohngeld und Rente.", "", 2), Contains("several_services"));
    EXPECT_THAT(kinds("Gibt es da etwas vom Amt?"), Contains("unnamed"));
}

} // namespace
} // namespace leitstand::test
