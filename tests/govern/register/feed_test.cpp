// SPDX-License-Identifier: EUPL-1.2
// The feed: what RFC 4287 asks of a feed and its entries, ids that stay, and no text that breaks
// it.
#include <regex>
#include <set>

#include "govern/register/register_support.hpp"

namespace leitstand {
namespace {

// Own check of section 4.1: elements are read by a small reader that knows this feed's flat form.
struct Element {
    std::string name, text;
    std::map<std::string, std::string> attributes;
    std::vector<Element> children;

    std::vector<Element const*> all(std::string const& wanted) const {
        std::vector<Element const*> found;
        for (auto const& child : children)
            if (child.name == wanted)
                found.push_back(&child);
        return found;
    }
};

// Well-formed XML without comments, CDATA and doctype; anything else fails the test.
Element read_element(std::string const& xml, std::size_t& at) {
    static std::regex const tag{R"(^<([a-z]+)((?:\s+[a-z:]+="[^"<]*")*)(/?)>)"};
    static std::regex const attribute{R"(([a-z:]+)="([^"<]*)\")"};
    Element element;
    std::smatch found;
    auto const rest = xml.substr(at);
    if (!std::regex_search(rest, found, tag)) {
        ADD_FAILURE() << "no element at " << rest.substr(0, 80);
        at = xml.size();
        return element;
    }
    element.name = found[1];
    auto const attributes = found[2].str();
    for (std::sregex_iterator each{attributes.begin(), attributes.end(), attribute}, end;
         each != end; ++each)
        element.attributes[(*each)[1]] = (*each)[2];
    at += static_cast<std::size_t>(found.length());
    if (found[3].length() > 0)
        return element;
    auto const ending = "</" + element.name + ">";
    while (at < xml.size() && xml.compare(at, ending.size(), ending) != 0) {
        if (xml[at] == '<')
            element.children.push_back(read_element(xml, at));
        else
            element.text += xml[at++];
    }
    EXPECT_LT(at, xml.size()) << element.name << " is not closed";
    at += ending.size();
    return element;
}

Element read_feed(std::string const& xml) {
    constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    EXPECT_TRUE(xml.starts_with(kHead));
    auto at = kHead.size();
    return read_element(xml, at);
}

void expect_valid(Element const& feed) {
    EXPECT_EQ(feed.name, "feed");
    EXPECT_EQ(feed.attributes.at("xmlns"), "http://www.w3.org/2005/Atom");
    for (auto const* once : {"id", "title", "updated"})
        EXPECT_EQ(feed.all(once).size(), 1u) << once;
    ASSERT_EQ(feed.all("author").size(), 1u);
    EXPECT_EQ(feed.all("author")[0]->all("name").size(), 1u);
    auto const links = feed.all("link");
    EXPECT_EQ(std::count_if(links.begin(), links.end(),
                            [](auto const* link) { return link->attributes.at("rel") == "self"; }),
              1);
    std::set<std::string> ids{feed.all("id")[0]->text};
    for (auto const* entry : feed.all("entry")) {
        for (auto const* once : {"id", "title", "updated", "summary"})
            ASSERT_EQ(entry->all(once).size(), 1u) << once;
        EXPECT_TRUE(ids.insert(entry->all("id")[0]->text).second) << "an id twice";
        EXPECT_TRUE(parse_rfc3339(entry->all("updated")[0]->text));
        EXPECT_EQ(entry->all("link")[0]->attributes.at("rel"), "alternate");
    }
    for (auto const& id : ids)
        EXPECT_TRUE(std::regex_match(
            id,
            std::regex{
                "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}))
            << id;
}

DossierInMemory two_changes() {
    DossierInMemory dossier;
    dossier.state_all("Text");
    dossier.publish("Erster Eintrag");
    dossier.now.microseconds += 60'000'000;
    dossier.history = {{FunctionKey::sort, Mode::off, Mode::shadow, "a", "b", dossier.now}};
    return dossier;
}

TEST(RegisterFeed, HoldsPublicationsAndChangesOfModeNewestFirst) {
    auto const dossier = two_changes();
    auto const feed = read_feed(register_feed({dossier.seen()}, "Musteramt"));
    expect_valid(feed);
    auto const entries = feed.all("entry");
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0]->all("title")[0]->text, "Leistung vorschlagen: in Erprobung");
    EXPECT_EQ(entries[1]->all("summary")[0]->text, "Erster Eintrag");
    EXPECT_EQ(feed.all("updated")[0]->text, entries[0]->all("updated")[0]->text);
}

TEST(RegisterFeed, IdsStayWhenMoreHappens) {
    auto dossier = two_changes();
    // The elements live in the feed: gather by value.
    auto const gather = [&](std::string const& xml) {
        std::set<std::string> result;
        auto const feed = read_feed(xml);
        for (auto const* entry : feed.all("entry"))
            result.insert(entry->all("id")[0]->text);
        return result;
    };
    auto const before = gather(register_feed({dossier.seen()}, "Musteramt"));
    dossier.publish("Zweiter Eintrag");
    auto const after = gather(register_feed({dossier.seen()}, "Musteramt"));
    EXPECT_EQ(after.size(), before.size() + 1);
    EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
}

TEST(RegisterFeed, AnEmptyRegisterAndHostileTextStayWellFormed) {
    expect_valid(read_feed(register_feed({}, "Amt <für> \"alles\" & 'mehr'")));
    auto dossier = two_changes();
    dossier.publish("]]></summary><script>alert(1)</script>&#0;\x01\x0b");
    auto const xml = register_feed({dossier.seen()}, "Musteramt");
    expect_valid(read_feed(xml));
    EXPECT_EQ(xml.find("<script"), std::string::npos);
    EXPECT_EQ(xml.find('\x01'), std::string::npos);
}

TEST(RegisterFeed, KeepsTheNewestOnly) {
    auto dossier = two_changes();
    for (std::size_t i = 0; i < kFeedEntriesMax + 10; ++i) {
        dossier.now.microseconds += 1'000'000;
        dossier.history.push_back({FunctionKey::sort, Mode::off, Mode::off, "a", "b", dossier.now});
    }
    auto const feed = read_feed(register_feed({dossier.seen()}, "Musteramt"));
    EXPECT_EQ(feed.all("entry").size(), kFeedEntriesMax);
    EXPECT_EQ(feed.all("entry")[0]->all("updated")[0]->text, to_rfc3339(dossier.now));
}

} // namespace
} // namespace leitstand
