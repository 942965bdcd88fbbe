// SPDX-License-Identifier: EUPL-1.2
// The scene: a document prepared for the functions. The subject line stands before the cleaned
// text; lines know their zone (own words, quoted mail, footer); tokens and sentences are cut once.
// Private to understand/. Threads: built and used by one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/document.hpp"
#include "text/normalise.hpp"
#include "text/tokens.hpp"
#include "understand/finding.hpp"

namespace leitstand::detail_understand {

using text::ByteSpan;

enum class Zone : std::uint8_t { subject, body, quoted, footer };

struct Line {
    ByteSpan span; // without surrounding blanks
    Zone zone = Zone::body;
    bool blank() const { return span.start == span.end; }
};

class Scene {
  public:
    explicit Scene(Document const& document);

    Document const& document() const { return document_; }
    std::string_view text() const { return text_; }
    std::vector<Line> const& lines() const { return lines_; }
    std::vector<ByteSpan> const& sentences() const { return sentences_; }
    std::vector<text::Token> const& tokens() const { return tokens_; }

    Line const& line_at(std::uint32_t byte) const { return lines_[line_number(byte)]; }
    std::size_t line_number(std::uint32_t byte) const;
    Zone zone_at(std::uint32_t byte) const { return line_at(byte).zone; }
    // First token that starts at or behind `byte`.
    std::size_t token_at(std::uint32_t byte) const;
    std::uint32_t sentence_at(std::uint32_t byte) const;

    // The words behind a span of text(), in the document; nothing for the subject line, which is no
    // part of the text.
    std::optional<Span> in_document(ByteSpan span) const;
    Evidence evidence(ByteSpan span) const;
    Evidence evidence_at(Span place) const; // in the document
    // The bytes behind spans of text(), in the document's text and in its subject line.
    Mask in_source(std::vector<ByteSpan> spans) const;
    // A copy whose given spans are neutral characters of the same length; used by what judges.
    Scene masked(std::vector<ByteSpan> const& spans) const;

  private:
    void cut();

    Document const& document_;
    text::Normalised clean_;
    text::Normalised subject_; // of the envelope
    std::string text_;         // subject line, blank line, cleaned text
    std::uint32_t shift_ = 0;  // bytes of the subject line and the blank line
    std::vector<Line> lines_;
    std::vector<ByteSpan> sentences_;
    std::vector<text::Token> tokens_;
};

} // namespace leitstand::detail_understand
