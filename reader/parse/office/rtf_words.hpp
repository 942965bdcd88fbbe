// SPDX-License-Identifier: EUPL-1.2
// The control words of RTF that are understood; all others say nothing about the text. Threads:
// any.
#pragma once

#include <cstdint>
#include <string_view>

namespace leitstand::reader {

enum class RtfWord : std::uint8_t {
    unknown,
    // destinations
    skipped,
    ignored,
    transparent,
    body,
    fonts,
    styles,
    colors,
    instruction,
    label,
    picture,
    template_name,
    choice,
    note,
    comment,
    header,
    first_header,
    footer,
    first_footer,
    box,
    object,
    // characters
    plain,
    font,
    size,
    width,
    ink,
    fill,
    hidden,
    deleted,
    unicode,
    unicode_bytes,
    tab,
    line,
    left_quote,
    right_quote,
    left_quotes,
    right_quotes,
    em_dash,
    en_dash,
    bullet,
    space,
    // paragraphs
    paragraph,
    paragraph_defaults,
    outline,
    style,
    paragraph_fill,
    // tables
    in_table,
    table_depth,
    cell,
    row,
    nested_cell,
    nested_row,
    row_defaults,
    cell_fill,
    // the whole, fonts, colours, forms, pictures
    code_page,
    mac,
    pc,
    pca,
    default_font,
    font_charset,
    font_code_page,
    red,
    green,
    blue,
    endnote,
    first_differs,
    form_kind,
    form_result,
    form_default,
    readable_picture,
    linked_object,
};

RtfWord rtf_word(std::string_view word);

} // namespace leitstand::reader
