// SPDX-License-Identifier: EUPL-1.2
// Pictures of pages for the screens: drawn in the sandbox when somebody looks at a page, kept
// sealed with the item's key, so that erasing the key erases them. Derived and never backed up; the
// folder may be emptied at any time. Threads: any; two who ask for one page draw it once. Limits:
// picture_cache_bytes_max, kPictureWidthMax; below twice free_space_bytes_min nothing is kept, and
// what is kept goes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "decide/inbox.hpp"
#include "read/reading.hpp"

namespace leitstand {

inline constexpr std::uint32_t kPictureWidthMax = 2'400;

struct PictureOrder {
    std::uint32_t part = 0;    // 0: the original
    std::uint32_t page = 1;    // within the part, from 1
    std::uint32_t width = 800; // wanted, in pixels of the picture as it is turned
    std::uint32_t turned = 0;  // degrees clockwise from the page as sent: 0, 90, 180, 270
    float width_points = 0;    // of the page, turned so
};

// Whether pages of this kind of file can be drawn.
bool can_be_drawn(std::string_view media_type);

class PagePictures {
  public:
    // Makes the folder, takes over what lies in it, removes what is not a picture or is too much.
    // `free_space`: of the folder's disk, where a test does not say otherwise. Errors: no_right or
    // unavailable "data_folder.no_right".
    using FreeSpace = std::function<Result<std::uint64_t>()>;
    static Result<std::unique_ptr<PagePictures>> open(std::filesystem::path const& folder,
                                                      Reading& reading, Ledger& ledger,
                                                      Inbox& inbox, Limits const& limits,
                                                      FreeSpace free_space = {});
    virtual ~PagePictures() = default;

    // What is kept, or nothing; needs no size of the page. Errors: those of the ledger.
    virtual Result<std::optional<Picture>> kept(Inbox::PartPlace const& place,
                                                PictureOrder const& order) = 0;
    // Kept or drawn now. A full disk or a damaged file costs time, never an answer. Errors: as
    // Reading::picture; not_found "part.not_found"; internal "server.failed" (memory).
    virtual Result<Picture> picture(Inbox::PartPlace const& place, PictureOrder const& order) = 0;

    // Post fills the disk while nobody looks at a page: to be called every few seconds.
    virtual void make_room() = 0;

    struct Figures {
        std::size_t pictures = 0;
        std::uint64_t size_bytes = 0;
        std::uint64_t drawn = 0; // since the start
    };
    virtual Figures figures() const = 0;
};

} // namespace leitstand
