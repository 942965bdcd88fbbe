// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/office/xml.hpp"

#include <charconv>

namespace leitstand::reader {

namespace {

bool is_text(pugi::xml_node node) {
    return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

} // namespace

Xml::Xml(std::string text) : bytes(std::move(text)) {
    auto const head = std::string_view{bytes}.substr(0, 4096);
    has_document_type = head.find("<!DOCTYPE") != std::string_view::npos;
    constexpr unsigned kOptions = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                  pugi::parse_ws_pcdata | pugi::parse_wconv_attribute;
    auto const result = tree.load_buffer_inplace(bytes.data(), bytes.size(), kOptions);
    if (result.status == pugi::status_out_of_memory)
        fault = Reason::memory;
    else if (result.status != pugi::status_ok)
        fault = Reason::damaged;
}

std::string_view local_name(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
    for (auto const one : node.attributes()) {
        std::string_view const full = one.name();
        if (full.ends_with(name) &&
            (full.size() == name.size() || full[full.size() - name.size() - 1] == ':'))
            return one.value();
    }
    return {};
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    for (auto const one : node.children())
        if (local_name(one) == name)
            return one;
    return {};
}

std::string text_of(pugi::xml_node node) {
    std::string text;
    for (auto const one : node.children())
        if (is_text(one))
            text += one.value();
    return text;
}

bool holds_text(pugi::xml_node node, std::string_view inside) {
    auto const is_writing = [&](pugi::xml_node one) {
        return is_text(one) && (inside.empty() || local_name(one.parent()) == inside) &&
               std::string_view{one.value()}.find_first_not_of(" \t\r\n") != std::string_view::npos;
    };
    return !node.find_node(is_writing).empty();
}

std::int64_t number_or(std::string_view text, std::int64_t otherwise) {
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    static_cast<void>(end);
    return fault == std::errc{} ? value : otherwise;
}

void walk(pugi::xml_node root, Visitor& visitor) {
    auto const depth_max = Limits{}.office_nesting_max;
    std::uint32_t depth = 0;
    auto node = root.first_child();
    while (node && !visitor.enough()) {
        if (visitor.enter(node)) {
            if (auto const first = node.first_child()) {
                if (depth + 1 < depth_max) {
                    ++depth;
                    node = first;
                    continue;
                }
                visitor.too_deep();
            }
            visitor.leave(node);
        }
        while (depth > 0 && !node.next_sibling()) {
            --depth;
            node = node.parent();
            visitor.leave(node);
        }
        node = node.next_sibling();
    }
    for (; node && depth > 0; --depth) { // the walk was ended inside
        node = node.parent();
        visitor.leave(node);
    }
}

} // namespace leitstand::reader
