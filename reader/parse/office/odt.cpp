// SPDX-License-Identifier: EUPL-1.2
// ODT (OpenDocument, ISO/IEC 26300): headers of the pages in use, body, notes, footers. Macros,
// objects, links and templates are named and left alone.
#include <algorithm>

#include "reader/parse/formats.hpp"
#include "reader/parse/office/odt_text.hpp"

namespace leitstand::reader {

namespace {

class Odt {
  public:
    Odt(Package& package) : package_(package), text_(package) {}

    void read() {
        auto& answer = package_.answer();
        if (is_encrypted()) {
            refuse(answer, Reason::encrypted);
            return;
        }
        package_.look_around();
        look_at_meta();
        auto const content = package_.xml("content.xml");
        if (!content) {
            refuse(answer, answer.reason == Reason::none ? Reason::damaged : answer.reason);
            return;
        }
        auto const looks = package_.xml("styles.xml");
        auto const root = child(content->tree, "document-content");
        auto const style_root = looks ? child(looks->tree, "document-styles") : pugi::xml_node{};
        if (child(child(root, "scripts"), "script"))
            package_.warn(Warning::macros);
        body_styles_.load(child(style_root, "styles"));
        auto head_styles = body_styles_; // both know the named styles, each its own automatic ones
        body_styles_.load(child(root, "automatic-styles"));
        head_styles.load(child(style_root, "automatic-styles"));
        auto const main = text_.read(child(root, "body"), body_styles_);
        std::string head, foot;
        headers(child(style_root, "master-styles"), head_styles, head, foot);
        std::string all = std::move(head);
        join_apart(all, main);
        join_apart(all, text_.notes());
        join_apart(all, foot);
        if (text_.enough())
            read_in_part(answer, Reason::text_too_long);
        finish_office(answer, std::move(all), package_.request());
    }

  private:
    bool is_encrypted() {
        auto const manifest = package_.xml("META-INF/manifest.xml");
        if (!manifest)
            return false;
        auto const entries = child(manifest->tree, "manifest").children();
        return std::any_of(entries.begin(), entries.end(), [](pugi::xml_node entry) {
            return !child(entry, "encryption-data").empty();
        });
    }

    void look_at_meta() {
        auto const xml = package_.xml("meta.xml");
        if (!xml)
            return;
        auto const meta = child(child(xml->tree, "document-meta"), "meta");
        if (is_remote(attribute(child(meta, "template"), "href")))
            package_.warn(Warning::remote_template);
        if (is_remote(attribute(child(meta, "auto-reload"), "href")))
            package_.warn(Warning::remote_content);
    }

    // The standard page, those that a style asks for, and those that follow them.
    std::vector<pugi::xml_node> pages_in_use(pugi::xml_node masters) const {
        std::vector<pugi::xml_node> pages;
        std::vector<std::string> names{"Standard"};
        auto const& asked = body_styles_.master_pages();
        names.insert(names.end(), asked.begin(), asked.end());
        std::map<std::string_view, pugi::xml_node> by_name;
        for (auto const page : masters.children())
            by_name.emplace(attribute(page, "name"), page);
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const page = by_name.extract(names[i]); // each once
            if (!page)
                continue;
            pages.push_back(page.mapped());
            names.emplace_back(attribute(page.mapped(), "next-style-name"));
        }
        return pages;
    }

    void headers(pugi::xml_node masters, OdtStyles& styles, std::string& head, std::string& foot) {
        std::vector<std::string> seen;
        for (auto const page : pages_in_use(masters))
            for (std::string_view const kind : {"header-first", "header", "header-left",
                                                "footer-first", "footer", "footer-left"}) {
                auto const node = child(page, kind);
                if (!node || attribute(node, "display") == "false")
                    continue;
                auto text = text_.read(node, styles);
                auto& to = kind.starts_with("header") ? head : foot;
                auto const key = std::string{kind.substr(0, 1)} + text;
                if (std::find(seen.begin(), seen.end(), key) != seen.end())
                    continue;
                seen.push_back(key);
                join_margin(to, text);
            }
    }

    Package& package_;
    OdtStyles body_styles_;
    OdtText text_;
};

} // namespace

void read_odt(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    read_package<Odt>(zip, request, output, answer);
}

} // namespace leitstand::reader
