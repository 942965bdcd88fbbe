// SPDX-License-Identifier: EUPL-1.2
// The only folders that a document's process may read; nothing in them is about anybody. Fonts and
// poppler-data are read late by poppler, the others are there so that a library which looks again
// finds what it found at start.
#pragma once

#include <array>

namespace leitstand::reader {

inline constexpr std::array<char const*, 5> kReadableFolders{
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/poppler", "/etc/fonts",
    "/var/cache/fontconfig"};

} // namespace leitstand::reader
