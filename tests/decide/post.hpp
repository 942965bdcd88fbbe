// SPDX-License-Identifier: EUPL-1.2
// Documents and findings made by hand, for tests that do not need the reader or the functions.
// Threads: any.
#pragma once

#include "decide/inbox.hpp"

namespace leitstand {

inline Document made_document(std::string const& sender, std::string const& subject,
                              std::string const& text) {
    Document document;
    document.media_type = "message/rfc822";
    document.language = "de";
    document.envelope.sender_name = sender;
    document.envelope.subject = subject;
    document.text = text;
    document.pages.push_back({.part = 0,
                              .number = 1,
                              .width = 595,
                              .height = 842,
                              .source = PageSource::text,
                              .span = {0, static_cast<std::uint32_t>(text.size())}});
    return document;
}

inline Finding made_finding(FindingKind kind, std::string key, std::string value = {},
                            FunctionKey function = FunctionKey::sort) {
    Finding finding;
    finding.function = kind == FindingKind::field ? FunctionKey::extract : function;
    finding.function_version = "1.0.0";
    finding.kind = kind;
    finding.key = std::move(key);
    finding.value = std::move(value);
    finding.suggested = true;
    return finding;
}

inline Understanding made_understanding(std::vector<Finding> findings, std::string unit = {}) {
    Understanding understanding;
    understanding.language = "de";
    understanding.findings = std::move(findings);
    understanding.unit = std::move(unit);
    for (auto const key :
         {FunctionKey::sort, FunctionKey::extract, FunctionKey::urgent, FunctionKey::complete})
        understanding.functions.emplace_back(key, "1.0.0");
    return understanding;
}

} // namespace leitstand
