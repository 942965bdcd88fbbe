// SPDX-License-Identifier: EUPL-1.2
// One page of a picture file as pixels: unpacked by the format's library, after shape.hpp has
// measured it; on white where it is transparent, upright by its own orientation, with square
// pixels. Threads: one.
#pragma once

#include "reader/image/pix.hpp"
#include "reader/image/shape.hpp"

namespace leitstand::reader {

// Sets error handlers that keep silent, since libraries quote documents, and registers decoders.
void prepare_decoders();

// `reduced`: 1, 2, 4 or 8; a JPEG may be unpacked smaller by that much at most, which saves time
// for small pictures. Errors: damaged, memory.
tl::expected<PixPtr, Reason> decode_page(std::string_view bytes, ImageShape const& shape,
                                         std::uint32_t number, std::uint32_t reduced = 1);

} // namespace leitstand::reader
