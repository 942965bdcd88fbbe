// SPDX-License-Identifier: EUPL-1.2
// HEIC and HEIF pictures, as telephones make them: one page for each picture of the file, turned as
// the file says. Works without threads and without files. Threads: one.
#pragma once

#include <string_view>

#include "reader/image/pix.hpp"

namespace leitstand::reader {

void prepare_heif(); // registers the decoders; before the walls
// Null if it cannot be decoded. `id` as measure_heif left it in ImagePage::offset.
PixPtr decode_heif(std::string_view bytes, std::uint32_t id);

} // namespace leitstand::reader
