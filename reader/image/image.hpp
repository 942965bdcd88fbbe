// SPDX-License-Identifier: EUPL-1.2
// Picture files as documents: how many pages of which size they have, and one page drawn for
// recognition (gray) or for a screen. Nothing of a file but its pixels comes out: no metadata, no
// profile, no thumbnail. Called behind the walls. Threads: one.
#pragma once

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

} // namespace leitstand::reader
