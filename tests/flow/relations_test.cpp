// SPDX-License-Identifier: EUPL-1.2
// The same letter by mail, by hand and in a sealed envelope later: from the door to what the desk
// is shown of their relations, in each mode of the function.
#include <gmock/gmock.h>

#include "decide/relations.hpp"
#include "flow/flow_house.hpp"

namespace leitstand::flow {

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string const kLetter =
    "Sehr geehrte Damen und Herren,\n\n"
    "hiermit beantrage ich Kindergeld für meinen Sohn Ben, geboren am 03.02.2026. Die "
    "Geburtsurkunde liegt bei. Wir wohnen seit dem Sommer in der Lindenstraße 4 in Musterstadt. "
    "Mein Mann arbeitet in Vollzeit, ich bin in Elternzeit.\n\n"
    "Mit freundlichen Grüßen\nJulia Krause\n";

std::string mail(std::string const& text) {
    return "From: Julia Krause <j.krause@post.example>\r\nTo: post@musteramt.example\r\n"
           "Subject: Kindergeld\r\nDate: Mon, 2 Nov 2026 09:12:00 +0100\r\n"
           "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
           text;
}

} // namespace

class RelationsFlowTest : public FlowTest {
  protected:
    void SetUp() override {
        FlowTest::SetUp();
        if (!house_) // no such engine here
            return;
        relations_ = Relations::open(*house_->database, *house_->ledger, *house_->keys,
                                     system_time(), *house_->log);
    }
    void work() {
        auto all = place(reader(), *house_);
        all.relations = relations_.get();
        all.log = house_->log.get();
        JobLoop loop{all};
        auto const done = loop.drain();
        ASSERT_TRUE(done) << done.error().describe();
    }
    void set_mode(Mode mode) {
        auto const changed =
            house_->switchboard->change(FunctionKey::relate, mode, "für diesen Versuch", "");
        ASSERT_TRUE(changed) << changed.error().describe();
    }
    std::vector<Relation> of(Item const& item) { return relations_->of(item).value(); }

    std::unique_ptr<Relations> relations_;
};
INSTANTIATE_TEST_SUITE_P(Engines, RelationsFlowTest,
                         testing::Values(Engine::sqlite, Engine::postgresql),
                         [](auto const& engine) {
                             return engine.param == Engine::sqlite ? "sqlite" : "postgresql";
                         });

TEST_P(RelationsFlowTest, ALetterThatComesAgainByAnotherChannelIsFoundWithWhatIsNew) {
    auto const first = enter("a.eml", mail(kLetter), Channel::mailbox);
    work();
    auto const again = enter(
        "b.txt", "Nochmals per Post.\n\n" + kLetter + "\nAußerdem brauche ich einen Vorschuss.\n",
        Channel::folder);
    auto const other = enter("c.txt", "Guten Tag, wann haben Sie geöffnet? Danke, Gerhard Pohl\n");
    work();
    auto const seen = of(again);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(RelationKind::resubmission, seen[0].kind);
    EXPECT_EQ(first.receipt_number, seen[0].receipt_number);
    ASSERT_THAT(seen[0].new_sentences, SizeIs(2));
    auto const text = view(again).document->text;
    for (auto const& sentence : seen[0].new_sentences)
        EXPECT_EQ(sentence.text,
                  text.substr(sentence.span.start, sentence.span.end - sentence.span.start));
    EXPECT_THAT(seen[0].new_sentences[1].text, HasSubstr("Vorschuss"));
    EXPECT_EQ(ItemState::ready, view(again).state) << "a suggestion closes nothing";
    EXPECT_THAT(of(other), IsEmpty());
    auto const answer = enter("d.txt", "Zu Ihrer Bestätigung " + first.receipt_number +
                                           ": Die Urkunde liegt bei.\n");
    work();
    ASSERT_THAT(of(answer), SizeIs(1));
    EXPECT_EQ(RelationKind::answer, of(answer)[0].kind);
}

TEST_P(RelationsFlowTest, InShadowNothingIsShownAndOffNothingIsComputed) {
    enter("a.eml", mail(kLetter));
    work();
    set_mode(Mode::shadow);
    auto const shadow = enter("b.txt", kLetter);
    work();
    EXPECT_THAT(of(shadow), IsEmpty());
    set_mode(Mode::off);
    auto const off = enter("c.txt", kLetter + "\nDanke.\n");
    work();
    EXPECT_THAT(of(off), IsEmpty());
    set_mode(Mode::shadow);
    set_mode(Mode::assist);
    auto const on = enter("d.txt", kLetter + "\nVielen Dank.\n");
    work();
    EXPECT_THAT(of(on), SizeIs(2)) << "the one that came while it was off left no trace";
}

} // namespace leitstand::flow
