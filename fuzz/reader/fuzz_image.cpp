// SPDX-License-Identifier: EUPL-1.2
// Headers of pictures as they come: PNG, JPEG, TIFF, GIF, BMP, WebP, HEIF, portable anymaps. The
// sizes that come out are held against the limits; pixels of small pictures are unpacked as well.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = leitstand::fuzz::view(data, size);
    leitstand::fuzz::parse_and_check(bytes);
    leitstand::ReaderRequest request;
    request.kind = leitstand::RequestKind::picture;
    request.resolution_dpi = 72;
    request.pixels_max = 1 << 20;
    leitstand::fuzz::parse_and_check(bytes, request);
    return 0;
}
