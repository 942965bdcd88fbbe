// SPDX-License-Identifier: EUPL-1.2
// Tokens with labels as the CoNLL tasks write them: `token<TAB>label` a line, a blank line after a
// sentence (CONTRACTS `learn tags`). An "I-X" that continues no span of X is taken for a "B-X", as
// IOB1 files mean it; how many there were is counted and said. Threads: plain values.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand::learn {

inline constexpr std::uint64_t kConllFileBytesMax = 512ull << 20; // docs/limits.md
inline constexpr std::size_t kConllLineBytesMax = 4'096;
inline constexpr std::size_t kSentenceTokensMax = 10'000;

enum class LabelColumn { required, optional };

// Views into `bytes`; moving the text keeps them.
struct ConllText {
    std::unique_ptr<std::string const> bytes;
    std::vector<std::string_view> tokens;
    std::vector<std::string_view> labels;   // one for each token, or none at all
    std::vector<std::size_t> sentence_ends; // in tokens, rising; the last one is tokens.size()
    std::size_t repaired = 0;               // labels that were I- and are taken for B-
    std::set<std::string> made_labels;      // those of them, for the views
    std::string sha256;                     // hex, of the file

    std::size_t sentences() const { return sentence_ends.size(); }
    std::size_t begin_of(std::size_t sentence) const {
        return sentence == 0 ? 0 : sentence_ends[sentence - 1];
    }
    std::span<std::string_view const> tokens_of(std::size_t sentence) const {
        return std::span{tokens}.subspan(begin_of(sentence),
                                         sentence_ends[sentence] - begin_of(sentence));
    }
};

// With LabelColumn::optional a line may be a token alone, and labels are neither read nor checked.
// Errors: bad_input "conll.empty", "conll.not_utf8", "conll.columns" (not exactly token and label),
// "conll.label" (neither O nor B-X nor I-X), "conll.control" (a control character or a
// line separator: printed again it would break the form); too_large "conll.line_too_long",
// "conll.sentence_too_long"; those of base/files.hpp. The detail is "FILE:LINE".
Result<ConllText> read_conll(std::filesystem::path const& path, LabelColumn column);

// The same of bytes in memory; `name` stands in errors.
Result<ConllText> parse_conll(std::string bytes, LabelColumn column, std::string const& name);

} // namespace leitstand::learn
