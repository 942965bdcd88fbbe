// SPDX-License-Identifier: EUPL-1.2
#include "decide/page_pictures.hpp"

#include <cmath>
#include <fcntl.h>
#include <list>
#include <sys/stat.h>

#include "base/files.hpp"
#include "base/log.hpp"
#include "read/bytes.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameBytes = 64;                  // hex of a SHA-256
constexpr std::uint64_t kPictureBytesMax = 64ull << 20; // one sealed picture
constexpr std::uint32_t kResolutionMax = 600;
constexpr double kPointsPerInch = 72;
constexpr std::size_t kKindBytes = 4; // in front of a picture: "png:" or "jpg:"

// What one picture is of. It names the file and binds its content; `blob_id` changes when an item
// is read anew and its parts are numbered otherwise.
std::string identity(Inbox::PartPlace const& place, PictureOrder const& order) {
    return fmt::format("picture:{}:{}:{}:{}:{}", place.item.id, place.blob_id, order.page,
                       order.width, order.turned);
}

// The name tells nobody without the item's key what the file is of.
std::string file_name(SecretKey const& key, std::string const& what) {
    return to_hex(hmac_sha256(derive_key(key, "name of a page picture"), what));
}

bool is_file_name(std::string const& name) {
    return name.size() == kNameBytes &&
           name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string packed(Picture const& picture) {
    return (picture.media_type == "image/png" ? "png:" : "jpg:") + picture.bytes;
}

Result<Picture> unpacked(std::string bytes) {
    auto const kind = bytes.substr(0, kKindBytes);
    if (kind != "png:" && kind != "jpg:")
        return fail(Code::damaged, "seal.not_authentic", "no picture");
    Picture picture;
    picture.media_type = kind == "png:" ? "image/png" : "image/jpeg";
    picture.bytes = std::move(bytes);
    picture.bytes.erase(0, kKindBytes);
    return picture;
}

// Which files lie in the folder, in the order of their use. Threads: any.
class Shelf {
  public:
    Shelf(fs::path folder, Limits const& limits, PagePictures::FreeSpace free_space)
        : folder_(std::move(folder)), max_(limits.picture_cache_bytes_max),
          free_min_(limits.free_space_bytes_min), free_space_(std::move(free_space)) {
        if (!free_space_)
            free_space_ = [this] { return free_space_bytes(folder_); };
    }
    Shelf(Shelf const&) = delete;
    Shelf& operator=(Shelf const&) = delete;

    Result<void> open() {
        std::error_code error;
        fs::create_directories(folder_, error);
        fs::permissions(folder_, fs::perms::owner_all, error);
        if (error)
            return fail(Code::no_right, "data_folder.no_right", error.message());
        struct Found {
            fs::file_time_type used;
            std::string name;
            std::uint64_t size_bytes;
        };
        std::vector<Found> found;
        for (fs::directory_iterator entry{folder_, error}, end; !error && entry != end;
             entry.increment(error)) {
            auto const name = entry->path().filename().string();
            std::error_code unread;
            auto const size = entry->file_size(unread);
            auto const used = entry->last_write_time(unread);
            if (!unread && is_file_name(name) && size <= kPictureBytesMax)
                found.push_back({used, name, size});
            else
                fs::remove(entry->path(), unread); // half written when the program ended
        }
        std::sort(found.begin(), found.end(),
                  [](Found const& a, Found const& b) { return a.used < b.used; });
        std::lock_guard const lock{mutex_};
        for (auto const& file : found)
            note(file.name, file.size_bytes);
        remove_oldest();
        return {};
    }

    Result<std::string> read(std::string const& name) {
        auto bytes = read_file(folder_ / name, kPictureBytesMax);
        std::lock_guard const lock{mutex_};
        auto const known = files_.find(name);
        if (!bytes) {
            if (known != files_.end())
                forget(known);
            return bytes;
        }
        if (known != files_.end())
            order_.splice(order_.end(), order_, known->second.place);
        else
            note(name, bytes->size()); // another server on this folder drew it
        // The next start reads the order of use from the files.
        ::utimensat(AT_FDCWD, (folder_ / name).c_str(), nullptr, 0);
        return bytes;
    }

    // Not synced: after a crash a torn file is noticed by its seal and drawn again.
    void write(std::string const& name, std::string_view bytes) {
        if (bytes.size() > std::min(kPictureBytesMax, max_))
            return;
        make_room();
        if (space_is_short())
            return;
        auto const beside = folder_ / fmt::format("{}.{}", name, to_hex(random_bytes(4)));
        FileDescriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        bool done = file.valid() && write_all(file.get(), bytes).has_value();
        file.close();
        std::error_code error;
        if (done)
            fs::rename(beside, folder_ / name, error);
        if (!done || error) {
            fs::remove(beside, error);
            return;
        }
        std::lock_guard const lock{mutex_};
        if (auto const known = files_.find(name); known != files_.end())
            forget(known);
        note(name, bytes.size());
        remove_oldest();
    }

    void make_room() {
        std::lock_guard const lock{mutex_};
        remove_oldest();
    }

    void remove(std::string const& name) {
        std::lock_guard const lock{mutex_};
        std::error_code error;
        fs::remove(folder_ / name, error);
        if (auto const known = files_.find(name); known != files_.end())
            forget(known);
    }

    std::pair<std::size_t, std::uint64_t> size() const {
        std::lock_guard const lock{mutex_};
        return {files_.size(), size_bytes_};
    }

  private:
    struct File {
        std::uint64_t size_bytes;
        std::list<std::string>::iterator place;
    };
    using Files = std::unordered_map<std::string, File>;

    void note(std::string const& name, std::uint64_t size_bytes) {
        auto const place = order_.insert(order_.end(), name);
        files_[name] = {size_bytes, place};
        size_bytes_ += size_bytes;
    }
    void forget(Files::iterator file) {
        size_bytes_ -= file->second.size_bytes;
        order_.erase(file->second.place);
        files_.erase(file);
    }
    // Pictures can be drawn again, post cannot: long before the intake must refuse post for want
    // of space, they go.
    bool space_is_short() const {
        auto const free = free_space_();
        return free && *free / 2 < free_min_;
    }
    void remove_oldest() {
        while (!order_.empty() && (size_bytes_ > max_ || space_is_short())) {
            auto const oldest = order_.front();
            std::error_code error;
            fs::remove(folder_ / oldest, error);
            forget(files_.find(oldest));
        }
    }

    fs::path const folder_;
    std::uint64_t const max_;
    std::uint64_t const free_min_; // what the intake needs
    PagePictures::FreeSpace free_space_;
    mutable std::mutex mutex_;
    Files files_;
    std::list<std::string> order_; // the longest unused first
    std::uint64_t size_bytes_ = 0;
};

class SealedPictures final : public PagePictures {
  public:
    SealedPictures(fs::path const& folder, Reading& reading, Ledger& ledger, Inbox& inbox,
                   Limits const& limits, FreeSpace free_space)
        : shelf_(folder, limits, std::move(free_space)), reading_(reading), ledger_(ledger),
          inbox_(inbox) {}

    Result<void> begin() { return shelf_.open(); }

    Result<std::optional<Picture>> kept(Inbox::PartPlace const& place,
                                        PictureOrder const& order) override {
        auto const key = TRY(ledger_.item_key(place.item));
        return find(key, identity(place, order));
    }

    Result<Picture> picture(Inbox::PartPlace const& place, PictureOrder const& order) override {
        if (place.blob_id.empty())
            return fail(Code::not_found, "part.not_found");
        try {
            auto const key = TRY(ledger_.item_key(place.item));
            auto const what = identity(place, order);
            if (auto found = find(key, what))
                return std::move(*found);
            return draw_once(what, [&] { return draw(key, what, place, order); });
        } catch (std::exception const&) { // memory, as in find()
            return fail(Code::internal, "server.failed");
        }
    }

    void make_room() override { shelf_.make_room(); }

    Figures figures() const override {
        auto const [pictures, size_bytes] = shelf_.size();
        return {pictures, size_bytes, drawn_};
    }

  private:
    struct Drawing {
        std::condition_variable ended;
        bool has_ended = false;
        // Stands where drawing ends with an exception.
        Result<Picture> outcome = fail(Code::internal, "server.failed", "drawing broke off");
    };

    // Lets the others go, however the drawing ends.
    class Release {
      public:
        Release(SealedPictures& pictures, std::string const& what, Drawing& drawing)
            : pictures_(pictures), what_(what), drawing_(drawing) {}
        Release(Release const&) = delete;
        Release& operator=(Release const&) = delete;
        ~Release() {
            std::lock_guard const lock{pictures_.mutex_};
            drawing_.has_ended = true;
            pictures_.drawings_.erase(what_);
            drawing_.ended.notify_all();
        }

      private:
        SealedPictures& pictures_;
        std::string const& what_;
        Drawing& drawing_;
    };

    std::optional<Picture> find(SecretKey const& key, std::string const& what) {
        try {
            auto const name = file_name(key, what);
            auto const sealed = shelf_.read(name);
            if (!sealed)
                return std::nullopt;
            auto plain = open_sealed(key, what, *sealed);
            auto picture = plain ? unpacked(std::move(*plain)) : tl::unexpected(plain.error());
            if (picture)
                return std::move(*picture);
            log_warning("decide", "a kept picture was damaged and is drawn again");
            shelf_.remove(name);
        } catch (std::exception const&) { // memory: pictures are large
        }
        return std::nullopt;
    }

    // The first who asks draws; the others wait for the outcome, whatever it is.
    Result<Picture> draw_once(std::string const& what,
                              std::function<Result<Picture>()> const& draw) {
        std::unique_lock lock{mutex_};
        if (auto const running = drawings_.find(what); running != drawings_.end()) {
            auto const drawing = running->second;
            drawing->ended.wait(lock, [&] { return drawing->has_ended; });
            return drawing->outcome;
        }
        auto const drawing = std::make_shared<Drawing>();
        drawings_[what] = drawing;
        lock.unlock();
        {
            Release const release{*this, what, *drawing};
            drawing->outcome = draw(); // nobody looks at it before it has ended
        }
        return drawing->outcome;
    }

    Result<Picture> draw(SecretKey const& key, std::string const& what,
                         Inbox::PartPlace const& place, PictureOrder const& order) {
        if (!(order.width_points > 0))
            return fail(Code::bad_input, "picture.not_drawable", "the page has no size");
        auto const bytes = TRY(order.part == 0 ? ledger_.original(place.item)
                                               : inbox_.part_bytes(place.item.id, order.part));
        double const resolution = std::ceil(order.width * kPointsPerInch / order.width_points);
        PictureWish const wish{
            order.page,
            static_cast<std::uint32_t>(std::clamp<double>(resolution, 1, kResolutionMax)),
            order.turned};
        auto picture = TRY(reading_.picture(bytes, wish));
        ++drawn_;
        shelf_.write(file_name(key, what), seal(key, what, packed(picture)));
        return picture;
    }

    Shelf shelf_;
    Reading& reading_;
    Ledger& ledger_;
    Inbox& inbox_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Drawing>> drawings_;
    std::atomic<std::uint64_t> drawn_{0};
};

} // namespace

bool can_be_drawn(std::string_view media_type) {
    return media_type == "application/pdf" || media_type.starts_with("image/");
}

Result<std::unique_ptr<PagePictures>> PagePictures::open(std::filesystem::path const& folder,
                                                         Reading& reading, Ledger& ledger,
                                                         Inbox& inbox, Limits const& limits,
                                                         FreeSpace free_space) {
    auto pictures = std::make_unique<SealedPictures>(folder, reading, ledger, inbox, limits,
                                                     std::move(free_space));
    TRY(pictures->begin());
    return std::unique_ptr<PagePictures>{std::move(pictures)};
}

} // namespace leitstand
