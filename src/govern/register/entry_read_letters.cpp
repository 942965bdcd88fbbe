// SPDX-License-Identifier: EUPL-1.2
// What a citizen asks first: has the function read my letter? Told by the changes of its mode.
#include "govern/register/detail/entry_parts.hpp"

namespace leitstand {

namespace {

struct ReadingTime {
    Instant from;
    std::optional<Instant> until; // nothing: to this day
    bool shown = false;           // to the desk; else only compared
};

// A time on trial that was over on the day it began is left out where use followed it at once.
std::vector<ReadingTime> reading_times(EntryPaper const& paper) {
    std::vector<ReadingTime> times;
    for (auto const& step : paper.seen.modes) {
        bool const shown = step.to == Mode::assist || step.to == Mode::act;
        bool const goes_on = !times.empty() && !times.back().until;
        if (goes_on && step.to != Mode::off && times.back().shown == shown)
            continue;
        if (goes_on)
            times.back().until = step.at;
        if (step.to == Mode::off)
            continue;
        if (goes_on && !times.back().shown && paper.day(times.back().from) == paper.day(step.at))
            times.pop_back();
        times.push_back({step.at, std::nullopt, shown});
    }
    return times;
}

std::string words_for(EntryPaper const& paper, ReadingTime const& time) {
    auto const from = paper.day(time.from);
    auto const span = time.until ? fmt::format(fmt::runtime(paper.word("read.span")), from,
                                               paper.day(*time.until))
                                 : fmt::format(fmt::runtime(paper.word("read.since")), from);
    return fmt::format("{}: {}", span, paper.word(time.shown ? "read.shown" : "read.compared"));
}

} // namespace

void add_read_letters(EntryPaper const& paper) {
    auto& page = paper.page;
    page.open("section").element("h2", paper.word("read.title"));
    auto const times = reading_times(paper);
    if (times.empty()) {
        page.element("p", paper.word("read.never")).close();
        return;
    }
    page.element("p", paper.word("read.times")).open("ul");
    for (auto time = times.rbegin(); time != times.rend(); ++time)
        page.element("li", words_for(paper, *time));
    page.close().element("p", paper.word("read.ask")).close();
}

} // namespace leitstand
