// SPDX-License-Identifier: EUPL-1.2
// Walks the text of an ODT's content or of a header and tells the story what a reader of the
// document sees, in reading order. Bounds: those of walk() and Story. Threads: one.
#pragma once

#include <map>

#include "reader/parse/office/odt_styles.hpp"
#include "reader/parse/office/package.hpp"
#include "reader/parse/office/story.hpp"

namespace leitstand::reader {

class OdtText final : public Visitor {
  public:
    explicit OdtText(Package& package);

    // The text below `root`, set apart from what was read before. Not nested.
    std::string read(pugi::xml_node root, OdtStyles& styles);
    // The footnotes, endnotes and comments of all that was read, each behind its sign.
    std::string notes() const;

    bool enter(pugi::xml_node node) override;
    void leave(pugi::xml_node node) override;
    void too_deep() override { read_in_part(package_.answer(), Reason::too_deep); }
    bool enough() const override { return story_.full(); }

  private:
    // What holds for the paragraph being read; a text box or note begins anew.
    struct Context {
        std::vector<Look> looks; // the paragraph's and those of the spans in it
        Paint paragraph_fill;
        bool after_space = true;
    };
    struct List {
        OdtList const* shape = nullptr;
        std::string name;
        Counter* counter = nullptr;
        bool item_begins = false; // its first paragraph gets the number
        std::int64_t start = -1;  // stated by the item
    };
    Context& now() { return contexts_.back(); }

    bool enter_block(pugi::xml_node node, std::uint8_t tag);
    bool enter_inside(pugi::xml_node node, std::uint8_t tag);
    void begin_paragraph(pugi::xml_node node, bool heading);
    std::string label_of(pugi::xml_node node, bool heading, OdtStyle const& style);
    void begin_list(pugi::xml_node node);
    void begin_box(std::string_view graphic_style);
    void begin_note(pugi::xml_node node, std::uint8_t tag);
    void end_note();
    bool hide(bool hidden, pugi::xml_node node);
    void show(std::string_view text);
    void show_collapsed(std::string_view text);
    void picture(pugi::xml_node node);

    struct Note {
        std::size_t kind = 0; // footnote, endnote, comment
        std::string label;
    };

    Package& package_;
    OdtStyles* styles_ = nullptr;
    Story story_;
    std::vector<Context> contexts_;
    std::vector<Backdrop> backdrops_;
    std::vector<List> lists_;
    std::map<std::string, Counter, std::less<>> counters_; // of lists by the name of their style
    Counter headings_;
    std::vector<Note> open_notes_;
    std::array<std::string, 3> notes_;
    std::uint32_t comments_ = 0;
};

} // namespace leitstand::reader
