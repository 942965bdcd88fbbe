// SPDX-License-Identifier: EUPL-1.2
// Labelled texts: one `label<TAB>text` a line, or one JSON object a line with several labels
// (CONTRACTS `learn`). What is wrong with a file is said with its name and line. Threads: plain
// values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand::learn {

inline constexpr std::uint64_t kSampleFileBytesMax = 512ull << 20; // docs/limits.md
inline constexpr std::size_t kSampleLineBytesMax = 8 << 20;
inline constexpr std::size_t kLabelBytesMax = 200;
inline constexpr std::size_t kLabelsMax = 2'000;

// Something known about a text besides its words: that the catalogue's phrases of a label stand in
// it, by which channel it came. Values are meant to lie within -1 and 1; beyond they are cut.
struct GivenFeature {
    std::string name;
    float value = 1;
    bool operator==(GivenFeature const&) const = default;
};

struct Sample {
    std::vector<std::string> labels; // exactly one where a file is of the first form
    std::string text;
    std::vector<GivenFeature> given;
    std::size_t line = 0; // of the file it came from; 0: of none
};

// By which a model recognises a text that it was trained on; part of its format.
std::uint64_t trained_text_hash(std::string_view text);

struct SampleFile {
    std::vector<Sample> samples;
    bool several_labels = false; // JSON lines
    std::string sha256;          // hex, of the file
};

// A file of JSON objects is recognised by its first character that is no blank; a byte order mark
// before it belongs to no text. Lines without a character are passed over. A label named twice in
// one line counts once.
// Errors: bad_input "samples.empty", "samples.not_utf8", "samples.no_tab", "samples.no_label",
// "samples.label_too_long", "samples.not_json"; too_large "samples.line_too_long"; those of
// base/files.hpp. The detail is "FILE:LINE: …".
Result<SampleFile> read_samples(std::filesystem::path const& path);
// The same of bytes in memory; `name` stands in errors.
Result<SampleFile> parse_samples(std::string_view bytes, std::string const& name);

// Texts to be labelled: a line of the first form may also be a text alone, tabs and all, and what
// stands before its first tab is a label only where `is_label` says so; `labels` may be missing in
// the second form. Each line is a text, an empty one too: the n-th answer belongs to the n-th line.
using IsLabel = std::function<bool(std::string_view)>;
Result<SampleFile> read_texts(std::filesystem::path const& path, IsLabel const& is_label);
Result<SampleFile> parse_texts(std::string_view bytes, IsLabel const& is_label,
                               std::string const& name);

} // namespace leitstand::learn
