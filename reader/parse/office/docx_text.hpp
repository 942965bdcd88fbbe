// SPDX-License-Identifier: EUPL-1.2
// Walks the text of one DOCX part after the other (body, notes, headers) and tells the story what a
// reader of the document sees, in reading order. Bounds: those of walk() and Story. Threads: one.
#pragma once

#include <map>

#include "reader/parse/office/docx_styles.hpp"
#include "reader/parse/office/package.hpp"
#include "reader/parse/office/story.hpp"

namespace leitstand::reader {

// A part's references to others: internal ones by the name of the member.
struct DocxRelation {
    std::string kind; // the end of its type: "image", "hyperlink"
    std::string target;
    bool external = false;
};
using DocxRelations = std::map<std::string, DocxRelation, std::less<>>; // by id

struct DocxNote {
    enum class Kind : std::uint8_t { footnote, endnote, comment } kind;
    std::string id;
    std::string label; // "[1]"
};

struct DocxHeader {
    bool footer = false;
    std::string kind; // "default", "first", "even"
    std::string relation;
    bool first_differs = false; // of its section: only then is a "first" one shown
};

class DocxText final : public Visitor {
  public:
    DocxText(Package& package, DocxStyles& styles, DocxLists& lists);

    // The text below `root`, set apart from what was read before. Not nested.
    std::string read(pugi::xml_node root, DocxRelations const& relations);

    // What the texts read so far refer to, in order.
    std::vector<DocxNote> const& notes() const { return notes_; }
    std::vector<DocxHeader> const& headers() const { return headers_; }

    bool enter(pugi::xml_node node) override;
    void leave(pugi::xml_node node) override;
    void too_deep() override { read_in_part(package_.answer(), Reason::too_deep); }
    bool enough() const override { return story_.full(); }

  private:
    struct Field {
        bool in_instruction = true;
        std::string instruction;
    };
    // What holds for the paragraph and run being read; a text box begins anew.
    struct Context {
        Look paragraph;
        Paint paragraph_fill;
        std::vector<Look> runs; // one within the other
        std::vector<Field> fields;
        bool joins_next = false; // its paragraph mark was deleted
    };
    Context& now() { return contexts_.back(); }

    void begin_paragraph(pugi::xml_node node);
    void begin_run(pugi::xml_node node);
    void begin_table(pugi::xml_node node);
    bool begin_row(pugi::xml_node node);
    void begin_cell(pugi::xml_node node);
    void begin_box(pugi::xml_node node);
    void section(pugi::xml_node node);
    void show(std::string_view text);
    void symbol(pugi::xml_node node);
    void instruct(std::string_view text);
    void field_mark(pugi::xml_node node);
    void form_field(pugi::xml_node data);
    void refer(DocxNote::Kind kind, pugi::xml_node node);
    void picture(std::string_view relation);
    void embed(std::string_view relation, Warning warning);
    bool tracked();
    bool enter_inside(pugi::xml_node node, std::uint8_t tag);

    Package& package_;
    DocxStyles& styles_;
    DocxLists& lists_;
    Story story_;
    DocxRelations const* relations_ = nullptr;
    std::vector<Context> contexts_;
    std::vector<Backdrop> backdrops_;
    std::vector<Look> table_looks_;
    std::vector<DocxNote> notes_;
    std::map<std::pair<DocxNote::Kind, std::string>, std::string> labels_;
    std::array<std::uint32_t, 3> note_counts_{};
    std::vector<DocxHeader> headers_;
};

} // namespace leitstand::reader
