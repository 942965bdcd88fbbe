// SPDX-License-Identifier: EUPL-1.2
// XML of office packages, by pugixml: names without their prefix, no entities but the five of XML
// itself, no document type, and a walk that needs no stack of the processor however deep the
// elements lie. Bounds: Limits::office_xml_bytes_max, Limits::office_nesting_max. Threads: one.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "read/protocol.hpp"

namespace leitstand::reader {

// A parsed part; `fault` is damaged if it ends early (what came before is there) and memory if
// there was too little of it.
struct Xml {
    explicit Xml(std::string text);
    Xml(Xml const&) = delete;
    Xml& operator=(Xml const&) = delete;

    std::string bytes; // the tree points into it
    pugi::xml_document tree;
    Reason fault = Reason::none;
    bool has_document_type = false; // which no office format allows
};

// "p" of "w:p".
std::string_view local_name(pugi::xml_node node);

// The value of the attribute of that local name; empty if it has none.
std::string_view attribute(pugi::xml_node node, std::string_view name);

// The first child of that local name; an empty node if there is none.
pugi::xml_node child(pugi::xml_node node, std::string_view name);

// The text directly in an element.
std::string text_of(pugi::xml_node node);

// True if there is writing anywhere in `node`; `inside` names the elements whose text counts,
// empty: any.
bool holds_text(pugi::xml_node node, std::string_view inside);

// A number at the start of `text`, or `otherwise`.
std::int64_t number_or(std::string_view text, std::int64_t otherwise);

// What a walk calls. enter() says whether to go into the children; leave() is called for those
// nodes whose enter() said yes.
class Visitor {
  public:
    virtual ~Visitor() = default;
    virtual bool enter(pugi::xml_node node) = 0;
    virtual void leave(pugi::xml_node node) = 0;
    virtual void too_deep() = 0;
    virtual bool enough() const = 0; // ends the walk; what is open is still left
};

// Visits what is below `root`, in order.
void walk(pugi::xml_node root, Visitor& visitor);

} // namespace leitstand::reader
