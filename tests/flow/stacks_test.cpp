// SPDX-License-Identifier: EUPL-1.2
// A scan stack from the door to the desk: letters with separator sheets between them become items
// with their own text, the stack's date, and nothing of each other; also when the program is killed
// in the midst of it.
#include <csignal>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include "decide/stacks.hpp"
#include "flow/flow_house.hpp"
#include "receive/separator_sheet.hpp"
#include "store/job_queue.hpp"
#include "support/pdf_objects.hpp"

namespace leitstand::flow {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A PDF with a text layer: each page its lines; characters of Windows-1252.
std::string pdf_of(std::vector<std::vector<std::string>> const& pages) {
    std::vector<std::string> objects{"<< /Type /Catalog /Pages 2 0 R >>", ""};
    std::string kids;
    objects.emplace_back(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    for (auto const& lines : pages) {
        std::string content;
        double top = 780;
        for (auto const& line : lines)
            content += fmt::format("BT /F 11 Tf 72 {} Td ({}) Tj ET\n", top -= 18, line);
        kids += fmt::format("{} 0 R ", objects.size() + 1);
        objects.push_back(fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
                                      " /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
                                      objects.size() + 2));
        objects.push_back(
            fmt::format("<< /Length {} >>\nstream\n{}endstream", content.size(), content));
    }
    objects[1] = fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", pages.size(), kids);
    return pdf_of_objects(objects);
}

std::vector<std::string> letter(std::string const& name, std::string const& wish) {
    return {name,
            "Lindenstr. 7",
            "12043 Berlin",
            "Berlin, den 3. November 2026",
            "Sehr geehrte Damen und Herren,",
            wish,
            "Mit freundlichen Gr\xfc\xdf"
            "en",
            name};
}

std::vector<std::string> sheet(std::uint32_t number) {
    return {"Trennblatt", separator_content(number)};
}

std::string three_letters() {
    return pdf_of({letter("Jana Brandt", "ich beantrage Kindergeld f\xfcr Ben."),
                   sheet(1),
                   letter("Peter Kurz", "ich beantrage Wohngeld f\xfcr meine Wohnung."),
                   {"Anlage: Mietvertrag, Seite 2"},
                   sheet(2),
                   letter("Ayla Yilmaz", "hiermit lege ich Widerspruch ein.")});
}

} // namespace

class StackFlowTest : public FlowTest {
  protected:
    void work_with_stacks(Reading& reading = reader()) {
        auto const stacks = open_stacks(reading, *house_);
        auto at = place(reading, *house_);
        at.stacks = stacks.get();
        JobLoop loop{at};
        auto const done = loop.drain();
        ASSERT_TRUE(done) << done.error().describe();
    }
    static std::unique_ptr<Stacks> open_stacks(Reading& reading, house::House& house) {
        return Stacks::open(*house.database, *house.ledger, *house.inbox, reading, system_time(),
                            *house.log)
            .value();
    }
    bool has_work() {
        auto const figures =
            house_->database->read_for<QueueFigures>([](Sql& sql) { return queue_figures(sql); });
        return figures.value().waiting + figures.value().leased > 0;
    }
    Item enter_dated(std::string const& name, std::string_view bytes) {
        Arrival arrival;
        arrival.channel = Channel::folder;
        arrival.key = name;
        arrival.name = name;
        arrival.receipt_date = parse_iso_date("2026-11-05").value();
        arrival.date_source = DateSource::sidecar;
        return house_->ledger->enter(arrival, bytes).value();
    }
    std::vector<Item> parts_of(Item const& item) {
        auto const stacks = open_stacks(reader(), *house_);
        auto const stack = stacks->view(view(item)).value();
        std::vector<Item> parts;
        for (auto const& step : stack.steps)
            for (auto const& part : step.items)
                parts.push_back(house_->ledger->find(part.id).value());
        return parts;
    }
};
INSTANTIATE_TEST_SUITE_P(, StackFlowTest, testing::Values(Engine::sqlite, Engine::postgresql),
                         [](auto const& info) {
                             return info.param == Engine::sqlite ? "sqlite" : "postgresql";
                         });

TEST_P(StackFlowTest, ThreeLettersWithTwoSheetsBecomeThreeItems) {
    auto const stack = enter_dated("stapel.pdf", three_letters());
    work_with_stacks();
    auto const whole = view(stack);
    EXPECT_EQ(ItemState::closed, whole.state);
    EXPECT_EQ(kReasonSplit, whole.reason);
    auto const parts = parts_of(stack);
    ASSERT_EQ(3u, parts.size());
    std::vector<std::string> const senders{"Jana Brandt", "Peter Kurz", "Ayla Yilmaz"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto const part = view(parts[i]);
        EXPECT_EQ(ItemState::ready, part.state) << part.reason;
        EXPECT_EQ("2026-11-05", to_iso(part.item.receipt_date));
        EXPECT_EQ(DateSource::sidecar, part.item.date_source);
        EXPECT_EQ(Channel::folder, part.item.channel);
        ASSERT_TRUE(part.document);
        EXPECT_THAT(part.document->text, Not(HasSubstr("LEITSTAND-TB1")));
        auto const bytes = house_->ledger->original(parts[i]).value();
        for (std::size_t other = 0; other < senders.size(); ++other) {
            auto const& text = part.document->text;
            EXPECT_EQ(other == i, text.find(senders[other]) != std::string::npos)
                << i << " and " << senders[other];
            if (other != i) {
                EXPECT_THAT(bytes, Not(HasSubstr(senders[other])));
            }
        }
    }
    EXPECT_EQ(2u, view(parts[1]).document->pages.size());
    auto const counts = house_->inbox->counts().value();
    EXPECT_EQ(3u, counts.ready);
    EXPECT_EQ(1u, counts.closed);
}

TEST_P(StackFlowTest, WithoutSheetsItIsProposedAndAPersonSplits) {
    auto const bundle =
        enter("buendel.pdf", pdf_of({letter("Jana Brandt", "ich beantrage Kindergeld."),
                                     letter("Peter Kurz", "ich beantrage Wohngeld.")}));
    work_with_stacks();
    auto const stacks = open_stacks(reader(), *house_);
    auto const seen = view(bundle);
    EXPECT_EQ(ItemState::ready, seen.state);
    auto const proposals = stacks->view(seen).value().proposals;
    ASSERT_EQ(1u, proposals.size());
    SplitWish wish;
    wish.version = seen.version;
    wish.ranges = proposals[0].ranges;
    wish.means = StackMeans::content;
    wish.by = "account-1";
    auto const made = stacks->split(bundle.id, wish);
    ASSERT_TRUE(made) << made.error().describe();
    work_with_stacks();
    ASSERT_EQ(2u, made->size());
    auto const second = view(house_->ledger->find((*made)[1].id).value());
    EXPECT_THAT(second.document->text, HasSubstr("Peter Kurz"));
    EXPECT_THAT(second.document->text, Not(HasSubstr("Jana Brandt")));
    ASSERT_TRUE(stacks->undo(bundle.id, view(bundle).version, StackKind::split, {}, "account-1"));
    EXPECT_EQ(ItemState::ready, view(bundle).state);
    EXPECT_EQ(ItemState::closed, view(second.item).state);
}

TEST_P(StackFlowTest, AnAttachmentIsSplitAndTheMailStaysOpen) {
    auto const pdf = pdf_of({letter("Jana Brandt", "ich beantrage Kindergeld."),
                             letter("Peter Kurz", "ich beantrage Wohngeld.")});
    auto const mail = enter(
        "mail.eml",
        fmt::format("From: a@post.example\r\nTo: b@amt.example\r\nSubject: Post\r\nMIME-Version:"
                    " 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n"
                    "Content-Type: text/plain\r\n\r\nanbei zwei Briefe\r\n--x\r\nContent-Type:"
                    " application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
                    "Content-Disposition: attachment; filename=\"post.pdf\"\r\n\r\n{}\r\n--x--\r\n",
                    to_base64(pdf)),
        Channel::mailbox);
    work_with_stacks();
    auto const stacks = open_stacks(reader(), *house_);
    auto const seen = view(mail);
    auto const proposals = stacks->view(seen).value().proposals;
    ASSERT_EQ(1u, proposals.size());
    EXPECT_EQ(1u, proposals[0].part);
    SplitWish wish;
    wish.version = seen.version;
    wish.part = 1;
    wish.ranges = proposals[0].ranges;
    wish.by = "account-1";
    ASSERT_TRUE(stacks->split(mail.id, wish));
    EXPECT_EQ(ItemState::ready, view(mail).state);
    auto const parts = parts_of(mail);
    ASSERT_EQ(2u, parts.size());
    EXPECT_EQ("post (S. 1).pdf", parts[0].name);
    wish.version = view(mail).version;
    EXPECT_FALSE(stacks->split(mail.id, wish)) << "it is split already";
    ASSERT_TRUE(stacks->undo(mail.id, view(mail).version, StackKind::split, {}, "account-1"));
    EXPECT_EQ(ItemState::closed, view(parts[0]).state);
    EXPECT_EQ(ItemState::ready, view(mail).state);
}

#ifdef LEITSTAND_FAULTS
TEST_P(StackFlowTest, AKillInTheMidstLeavesNoHalfSplit) {
    options_.limits.lease_s = std::chrono::seconds{1};
    options_.limits.read_deadline_ms = std::chrono::milliseconds{100}; // a lease is longer by some
    int round = 0;
    for (auto const* const point : {"intake.after_blob_before_row:2", "stack.before_parts",
                                    "stack.after_parts", "work.after_outcome"}) {
        auto const stack = enter_dated(fmt::format("stapel {}.pdf", ++round), three_letters());
        house_.reset(); // its locks do not go along
        auto const child = ::fork();
        if (child == 0) {
            ::setenv("LEITSTAND_FAULT", point, 1);
            ReadingOptions options;
            options.reader_program =
                std::filesystem::path{LEITSTAND_BINARY_DIR} / "reader" / "leitstand-reader";
            options.accept_weak_sandbox = true;
            auto const reading = Reading::start(options);
            auto const house = house::House::open(options_);
            if (reading && house) {
                auto const stacks = open_stacks(**reading, **house);
                auto at = place(**reading, **house);
                at.stacks = stacks.get();
                JobLoop loop{at};
                std::ignore = loop.drain();
            }
            ::_exit(0);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << point;
        house_ = house::House::open(options_).value();
        // The dead process still holds its lease for a while.
        for (int tries = 0; tries < 100 && has_work(); ++tries) {
            work_with_stacks();
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
        EXPECT_EQ(ItemState::closed, view(stack).state) << point;
        EXPECT_EQ(3u, parts_of(stack).size()) << point;
        auto const counts = house_->inbox->counts().value();
        EXPECT_EQ(3u * static_cast<std::size_t>(round), counts.ready) << point;
        EXPECT_EQ(static_cast<std::size_t>(round), counts.closed) << point;
    }
}
#endif

} // namespace leitstand::flow
