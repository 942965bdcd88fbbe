// SPDX-License-Identifier: EUPL-1.2
#include "flow/flow_house.hpp"

#include <gmock/gmock.h>

namespace leitstand::flow {

Reading& reader() {
    static auto const reading = [] {
        ReadingOptions options;
        options.reader_program =
            std::filesystem::path{LEITSTAND_BINARY_DIR} / "reader" / "leitstand-reader";
        options.accept_weak_sandbox = true; // what the level must be, tests/reader says
        return Reading::start(options);
    }();
    if (!reading)
        ADD_FAILURE() << reading.error().describe();
    return **reading;
}

Understander const& understander() {
    static Understander const one{*house::example_catalogue()};
    return one;
}

void FlowTest::SetUp() {
    reader(); // before the database is opened: a helper process must not hold its lock
    options_.folder = folder_.path();
    options_.limits.lease_s = std::chrono::seconds{5};
    if (GetParam() == Engine::postgresql) {
        if (!house::postgresql_url())
            GTEST_SKIP() << "LEITSTAND_TEST_PG is not set";
        auto made = house::ScratchSchema::make();
        ASSERT_TRUE(made) << made.error().describe();
        schema_ = std::move(*made);
        options_.database_url = schema_->url();
    }
    auto opened = house::House::open(options_);
    ASSERT_TRUE(opened) << opened.error().describe();
    house_ = std::move(*opened);
    auto const on = house_->switch_on();
    ASSERT_TRUE(on) << on.error().describe();
}

Item FlowTest::enter(std::string const& name, std::string_view bytes, Channel channel) {
    Arrival arrival;
    arrival.channel = channel;
    arrival.key = "key of " + name;
    arrival.name = name;
    auto item = house_->ledger->enter(arrival, bytes);
    if (!item) {
        ADD_FAILURE() << item.error().describe();
        return {};
    }
    return *item;
}

WorkPlace FlowTest::place(Reading& reading, house::House& house) const {
    return {*house.database, *house.ledger,      *house.inbox, reading,
            understander(),  *house.switchboard, house.limits, system_time()};
}

std::size_t FlowTest::work(Reading& reading) {
    JobLoop loop{place(reading, *house_)};
    auto const done = loop.drain();
    if (!done)
        ADD_FAILURE() << done.error().describe();
    return done.value_or(0);
}

ItemView FlowTest::view(Item const& item) {
    auto found = house_->inbox->view(item.id);
    if (!found) {
        ADD_FAILURE() << found.error().describe();
        return {};
    }
    return std::move(*found);
}

void expect_evidence_holds(ItemView const& view) {
    ASSERT_TRUE(view.document);
    auto const& text = view.document->text;
    auto const& envelope = view.document->envelope;
    auto const heads = fmt::format("{}\n{}\n{}\n", envelope.subject, envelope.sender_name,
                                   envelope.sender_address);
    for (auto const& decided : view.findings) {
        auto const& finding = decided.finding;
        EXPECT_FALSE(finding.evidence.empty()) << finding.key << " names no place";
        for (auto const& evidence : finding.evidence) {
            ASSERT_LE(evidence.span.end, text.size());
            ASSERT_LE(evidence.span.start, evidence.span.end);
            EXPECT_FALSE(evidence.text.empty()) << finding.key;
            auto const words =
                text.substr(evidence.span.start, evidence.span.end - evidence.span.start);
            if (words.empty()) // what the message says in its head
                EXPECT_THAT(heads, testing::HasSubstr(evidence.text)) << finding.key;
            else
                EXPECT_EQ(evidence.text, words) << finding.key;
        }
    }
}

} // namespace leitstand::flow
