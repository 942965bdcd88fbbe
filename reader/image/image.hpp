// SPDX-License-Identifier: EUPL-1.2
// Picture files as documents: how many pages of which size they have, and one page drawn for
// recognition (gray) or for a screen. Nothing of a file but its pixels comes out: no metadata, no
// profile, no thumbnail. Called behind the walls. Threads: one.
#pragma once

#include <vector>

#include "reader/parse/parse.hpp"

namespace leitstand::reader {

// Before the walls go up.
void prepare_images();

bool is_image(std::string_view bytes); // one of those that can be read

// RequestKind::document: its pages with their sizes, each marked `unread`; no pixel is unpacked.
void read_image(std::string_view bytes, ReaderRequest const& request, ReaderAnswer& answer);

// RequestKind::picture: the page of the request. A page that is not there gives no part.
void draw_image_page(std::string_view bytes, ReaderRequest const& request, Output& output,
                     ReaderAnswer& answer);

// Rows of 8-bit gray (1 channel) or RGB (3), without padding.
struct Pixels {
    std::uint32_t width = 0, height = 0, channels = 1;
    std::vector<std::uint8_t> bytes;
};
// Hands out what anybody has drawn, as the request wants it, and gives the answer its one page; the
// size in points is that of the sheet before it is turned by the request.
void hand_out_picture(Pixels const& pixels, float width_points, float height_points,
                      ReaderRequest const& request, Output& output, ReaderAnswer& answer);

} // namespace leitstand::reader
