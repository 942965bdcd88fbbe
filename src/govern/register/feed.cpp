// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/feed.hpp"

#include "govern/register/detail/words_of_entry.hpp"
#include "govern/register/forms.hpp"
#include "govern/register/words.hpp"
#include "text/markup.hpp"

namespace leitstand {

namespace {

constexpr auto kGerman = RegisterLanguage::german;

struct Change {
    Instant at;
    std::string id, title, summary, path;
};

void add_changes(PublicEntry const& entry, std::vector<Change>& changes) {
    auto const& e = entry.entry;
    auto const path = "/register/functions/" + e.function;
    auto const id = [&](char const* kind, std::int64_t number) {
        return "urn:uuid:" + stable_uuid(fmt::format("register\n{}\n{}\n{}\n{}", e.authority,
                                                     e.function, kind, number));
    };
    for (auto const& one : entry.publications)
        changes.push_back({one.at, id("publication", one.number),
                           marked(one.entry.name.german, one.example || one.entry.has_examples()) +
                               ": Eintrag veröffentlicht",
                           one.note, path});
    for (auto const& step : entry.modes)
        changes.push_back(
            {step.at, id("mode", step.number),
             fmt::format("{}: {}", e.name.german,
                         say(kGerman, "mode." + std::string{mode_name(step.to)})),
             std::string{say(kGerman, "mode." + std::string{mode_name(step.to)} + ".means")},
             path});
}

} // namespace

std::string register_feed(PublicRegister const& entries, std::string const& authority) {
    std::vector<Change> changes;
    for (auto const& entry : entries)
        add_changes(entry, changes);
    std::stable_sort(changes.begin(), changes.end(),
                     [](Change const& a, Change const& b) { return b.at < a.at; });
    if (changes.size() > kFeedEntriesMax)
        changes.resize(kFeedEntriesMax);
    Markup feed;
    feed.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    feed.open("feed", {{"xmlns", "http://www.w3.org/2005/Atom"}, {"xml:lang", "de"}});
    feed.element("id", "urn:uuid:" + stable_uuid("register feed\n" + authority));
    feed.element("title", std::string{say(kGerman, "title")} + ": " + authority);
    feed.element("updated", to_rfc3339(changes.empty() ? Instant{} : changes.front().at));
    feed.open("author").element("name", authority).close();
    feed.empty(
        "link",
        {{"rel", "self"}, {"type", "application/atom+xml"}, {"href", "/register/feed.atom"}});
    feed.empty("link", {{"rel", "alternate"}, {"type", "text/html"}, {"href", "/register"}});
    for (auto const& change : changes) {
        feed.open("entry");
        feed.element("id", change.id).element("title", change.title);
        feed.element("updated", to_rfc3339(change.at));
        feed.empty("link", {{"rel", "alternate"}, {"type", "text/html"}, {"href", change.path}});
        feed.element("summary", change.summary);
        feed.close();
    }
    return feed.finish();
}

} // namespace leitstand
