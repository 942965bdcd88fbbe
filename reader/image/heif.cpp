// SPDX-License-Identifier: EUPL-1.2
#include "reader/image/heif.hpp"

#include <libheif/heif.h>

#include "reader/image/shape.hpp"

// libheif has its decoder of HEVC start a thread for each picture, which the walls kill and which
// one page does not need. The program's own symbol comes before the library's: without a thread
// the decoder works in the caller's. A test decodes a picture inside the walls and so notices if
// this ever ceases to hold.
extern "C" int de265_start_worker_threads(void* context, int count);
extern "C" int de265_start_worker_threads(void* /*context*/, int /*count*/) {
    return 0;
}

namespace leitstand::reader {

namespace {

struct ContextEnd {
    void operator()(heif_context* context) const { heif_context_free(context); }
};
struct HandleEnd {
    void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
};
struct ImageEnd {
    void operator()(heif_image* image) const { heif_image_release(image); }
};
using Context = std::unique_ptr<heif_context, ContextEnd>;
using Handle = std::unique_ptr<heif_image_handle, HandleEnd>;

constexpr int kSideMax = 32'768;

Context open_heif(std::string_view bytes) {
    Context context{heif_context_alloc()};
    if (!context)
        return nullptr;
    heif_context_set_max_decoding_threads(context.get(), 0);
    heif_context_set_maximum_image_size_limit(context.get(), kSideMax);
    auto const fault = heif_context_read_from_memory_without_copy(context.get(), bytes.data(),
                                                                  bytes.size(), nullptr);
    return fault.code == heif_error_Ok ? std::move(context) : nullptr;
}

std::vector<heif_item_id> top_level(Context const& context, std::uint32_t most) {
    auto const count = heif_context_get_number_of_top_level_images(context.get());
    std::vector<heif_item_id> ids(
        std::min<std::size_t>(count > 0 ? static_cast<std::size_t>(count) : 0, most));
    auto const got = heif_context_get_list_of_top_level_image_IDs(context.get(), ids.data(),
                                                                  static_cast<int>(ids.size()));
    ids.resize(std::min(ids.size(), static_cast<std::size_t>(std::max(got, 0))));
    return ids;
}

Handle handle_of(Context const& context, heif_item_id id) {
    heif_image_handle* handle = nullptr;
    auto const fault = heif_context_get_image_handle(context.get(), id, &handle);
    return Handle{fault.code == heif_error_Ok ? handle : nullptr};
}

PixPtr to_pix(heif_image const* image) {
    int const width = heif_image_get_width(image, heif_channel_interleaved);
    int const height = heif_image_get_height(image, heif_channel_interleaved);
    int stride = 0;
    auto const* const rows =
        heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    if (width <= 0 || height <= 0 || rows == nullptr)
        return nullptr;
    PixPtr pix{pixCreate(width, height, 32)};
    if (!pix)
        return nullptr;
    auto* const words = pixGetData(pix.get());
    int const words_per_row = pixGetWpl(pix.get());
    for (int y = 0; y < height; ++y) {
        auto const* from = rows + static_cast<std::ptrdiff_t>(y) * stride;
        auto* const to = words + static_cast<std::ptrdiff_t>(y) * words_per_row;
        for (int x = 0; x < width; ++x, from += 3)
            to[x] = static_cast<l_uint32>(from[0]) << 24 | static_cast<l_uint32>(from[1]) << 16 |
                    static_cast<l_uint32>(from[2]) << 8;
    }
    return pix;
}

} // namespace

void prepare_heif() {
    heif_init(nullptr);
}

bool measure_heif(std::string_view bytes, std::uint32_t pages_max, ImageShape& shape) {
    auto const context = open_heif(bytes);
    if (!context)
        return false;
    shape.has_more_pages =
        heif_context_get_number_of_top_level_images(context.get()) > static_cast<int>(pages_max);
    for (auto const id : top_level(context, pages_max)) {
        auto const handle = handle_of(context, id);
        if (!handle)
            continue;
        ImagePage page;
        page.width =
            static_cast<std::uint32_t>(std::max(heif_image_handle_get_width(handle.get()), 0));
        page.height =
            static_cast<std::uint32_t>(std::max(heif_image_handle_get_height(handle.get()), 0));
        page.offset = id;
        shape.pages.push_back(page);
    }
    return !shape.pages.empty();
}

PixPtr decode_heif(std::string_view bytes, std::uint32_t id) {
    auto const context = open_heif(bytes);
    if (!context)
        return nullptr;
    auto const handle = handle_of(context, id);
    if (!handle)
        return nullptr;
    heif_image* image = nullptr;
    auto const fault = heif_decode_image(handle.get(), &image, heif_colorspace_RGB,
                                         heif_chroma_interleaved_RGB, nullptr);
    std::unique_ptr<heif_image, ImageEnd> const owned{image};
    return fault.code == heif_error_Ok && owned ? to_pix(owned.get()) : nullptr;
}

} // namespace leitstand::reader
