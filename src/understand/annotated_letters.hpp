// SPDX-License-Identifier: EUPL-1.2
// Files of annotated letters: JSON lines with `id`, `text`, `subject` and `gold` (the form of
// catalogue/de/letters). Threads: any.
#pragma once

#include <filesystem>
#include <functional>

#include "base/json.hpp"
#include "base/result.hpp"
#include "read/document.hpp"

namespace leitstand {

inline constexpr std::uint64_t kLettersBytesMax = 256u << 20; // one file; docs/limits.md

// Letters of tools/letter_generator: no figure may count them, no shipped model may know them.
enum class GeneratedLetters : std::uint8_t { refused, taken };

// Calls `take` for each letter of a file with its place "FILE:LINE"; empty lines are passed over.
// Returns the file's SHA-256 in hex. Errors: those of base/files.hpp and of `take`; bad_input
// "letters.not_json" (no JSON, or a key that `take` reads is missing), "letters.generated"; the
// detail is the place.
using TakeLetter = std::function<Result<void>(Json const& letter, std::string const& place)>;
Result<std::string> read_annotated_letters(std::filesystem::path const& file,
                                           GeneratedLetters generated, TakeLetter const& take);

// The letter as the reader would give it.
Document document_of(Json const& letter);

} // namespace leitstand
