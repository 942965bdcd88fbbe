// SPDX-License-Identifier: EUPL-1.2
#include "receive/hot_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/fault.hpp"
#include "base/log.hpp"
#include "receive/refusal_note.hpp"
#include "receive/sidecar.hpp"

namespace leitstand {

namespace {

constexpr char kDone[] = "done";
constexpr char kRefused[] = "refused";
constexpr int kSameNameMax = 10'000;
constexpr std::chrono::seconds kPauseAfterTrouble{5};

bool left_alone(std::string_view name) {
    return name.empty() || name.front() == '.' || name.ends_with(".tmp") ||
           name.ends_with(".part") || name == kDone || name == kRefused || is_sidecar_name(name);
}

// The same file in the same state.
struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(Stamp const&) const = default;
};

Stamp stamp_of(struct stat const& status) {
    return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
            status.st_mtim.tv_nsec};
}

struct Seen {
    Stamp stamp{};
    std::chrono::steady_clock::time_point since{};
    bool moved_in = false;
    std::string receipt_number{}; // set once it is in the ledger and only the move is missing
    std::chrono::steady_clock::time_point not_before{};
};

// Trouble of ours, not of the file: it stays where it is and is tried again.
bool is_passing(Error const& error) {
    switch (error.code) {
    case Code::no_space:
    case Code::unavailable:
    case Code::too_many:
    case Code::timed_out:
    case Code::internal:
        return true;
    default:
        return error.key == "file.changing";
    }
}

Result<FileDescriptor> open_folder(int at, std::string const& name) {
    FileDescriptor fd{::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (fd.valid())
        return fd;
    if (errno == ENOENT || errno == ENOTDIR)
        return fail(Code::not_found, "hot_folder.missing", name);
    if (errno == EACCES || errno == EPERM)
        return fail(Code::no_right, "hot_folder.no_right", name);
    return tl::unexpected(errno_error(errno, "hot_folder.unreadable", name));
}

Result<FileDescriptor> make_folder(int at, char const* name) {
    if (::mkdirat(at, name, 0770) != 0 && errno != EEXIST)
        return fail(Code::no_right, "hot_folder.no_right", name);
    return open_folder(at, name);
}

} // namespace

struct HotFolder::State {
    Ledger& ledger;
    Limits limits;
    std::function<void()> taken;
    TimeSource& time;
    std::filesystem::path path;
    FileDescriptor folder, done, refused, inotify, stop;
    std::map<std::string, Seen> seen;
    std::jthread thread;

    Result<std::vector<std::string>> names() const;
    void read_events();
    void wait() const;
    bool is_complete(Seen const& file) const;
    Result<Item> enter(std::string const& name, OpenedFile const& file, Sidecar const& sidecar);
    void look_at(std::string const& name, Looked& looked);
    void take(std::string const& name, OpenedFile const& file, Seen& entry, Looked& looked);
    void move_to_done(std::string const& name, Seen& entry, Looked& looked);
    void refuse(std::string const& name, Error const& error, Looked& looked);
    Result<void> move(std::string const& name, FileDescriptor const& target,
                      std::string const& new_name);
};

HotFolder::HotFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}

HotFolder::~HotFolder() {
    if (!state_->thread.joinable())
        return;
    state_->thread.request_stop();
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(state_->stop.get(), &one, sizeof one);
    state_->thread.join();
}

Result<std::unique_ptr<HotFolder>> HotFolder::open(std::filesystem::path const& folder,
                                                   Ledger& ledger, Limits const& limits,
                                                   std::function<void()> taken, TimeSource& time) {
    auto state = std::unique_ptr<State>(new State{.ledger = ledger,
                                                  .limits = limits,
                                                  .taken = std::move(taken),
                                                  .time = time,
                                                  .path = folder,
                                                  .folder = {},
                                                  .done = {},
                                                  .refused = {},
                                                  .inotify = {},
                                                  .stop = {},
                                                  .seen = {},
                                                  .thread = {}});
    state->folder = TRY(open_folder(AT_FDCWD, folder.string()));
    state->done = TRY(make_folder(state->folder.get(), kDone));
    state->refused = TRY(make_folder(state->folder.get(), kRefused));
    state->stop = FileDescriptor{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    state->inotify = FileDescriptor{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    // Without inotify (a network share, no watches left) a file is complete when it stays
    // unchanged.
    if (state->inotify.valid() &&
        ::inotify_add_watch(state->inotify.get(), folder.c_str(), IN_MOVED_TO | IN_ONLYDIR) < 0)
        state->inotify.close();
    return std::unique_ptr<HotFolder>(new HotFolder(std::move(state)));
}

Result<std::unique_ptr<HotFolder>> HotFolder::start(std::filesystem::path const& folder,
                                                    Ledger& ledger, Limits const& limits,
                                                    std::function<void()> taken, TimeSource& time) {
    auto watched = TRY(open(folder, ledger, limits, std::move(taken), time));
    auto* const state = watched->state_.get();
    auto* const self = watched.get();
    state->thread = std::jthread([state, self](std::stop_token const& token) {
        while (!token.stop_requested()) {
            if (auto const looked = self->look(); !looked)
                log_error("receive", "hot folder: {}", looked.error().describe());
            state->wait();
        }
    });
    return watched;
}

void HotFolder::State::wait() const {
    auto const pause = std::clamp(limits.folder_unchanged_ms / 4, std::chrono::milliseconds{50},
                                  std::chrono::milliseconds{500});
    std::array<pollfd, 2> fds{{{.fd = stop.get(), .events = POLLIN, .revents = 0},
                               {.fd = inotify.get(), .events = POLLIN, .revents = 0}}};
    ::poll(fds.data(), inotify.valid() ? 2 : 1, static_cast<int>(pause.count()));
}

void HotFolder::State::read_events() {
    if (!inotify.valid())
        return;
    alignas(inotify_event) std::array<char, 16 * 1024> buffer;
    while (true) {
        auto const got = ::read(inotify.get(), buffer.data(), buffer.size());
        if (got <= 0)
            return;
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            auto const* const event = reinterpret_cast<inotify_event const*>(buffer.data() + at);
            at += sizeof(inotify_event) + event->len;
            if (event->len > 0 && (event->mask & IN_MOVED_TO) && !left_alone(event->name))
                seen[event->name] = Seen{.stamp = {}, .since = time.steady(), .moved_in = true};
        }
    }
}

Result<std::vector<std::string>> HotFolder::State::names() const {
    int const copy = ::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const stream = copy < 0 ? nullptr : ::fdopendir(copy);
    if (stream == nullptr) {
        if (copy >= 0)
            ::close(copy);
        return fail(Code::unavailable, "hot_folder.unreadable");
    }
    std::vector<std::string> found;
    while (auto const* const entry = ::readdir(stream))
        if (!left_alone(entry->d_name) && entry->d_type != DT_DIR)
            found.emplace_back(entry->d_name);
    ::closedir(stream);
    std::sort(found.begin(), found.end());
    return found;
}

bool HotFolder::State::is_complete(Seen const& file) const {
    return file.moved_in || time.steady() - file.since >= limits.folder_unchanged_ms;
}

Result<HotFolder::Looked> HotFolder::look() {
    state_->read_events();
    auto const names = TRY(state_->names());
    Looked looked;
    for (auto const& name : names)
        state_->look_at(name, looked);
    // What is gone is forgotten, so that the memory stays as small as the folder.
    std::erase_if(state_->seen, [&](auto const& entry) {
        return !std::binary_search(names.begin(), names.end(), entry.first);
    });
    return looked;
}

void HotFolder::State::look_at(std::string const& name, Looked& looked) {
    auto const now = time.steady();
    auto const file = open_regular_file(folder.get(), name);
    if (!file && (file.error().code == Code::not_found || is_passing(file.error())))
        return;
    Stamp const stamp = file ? stamp_of(file->status) : Stamp{};
    auto const [at, is_new] = seen.try_emplace(name, Seen{.stamp = stamp, .since = now});
    auto& entry = at->second;
    if (entry.moved_in && entry.stamp == Stamp{}) {
        entry.stamp = stamp;
    } else if (entry.stamp != stamp) {
        entry = Seen{.stamp = stamp, .since = now};
    }
    if (!is_complete(entry) || now < entry.not_before) {
        ++looked.waiting;
        return;
    }
    if (!file) {
        refuse(name, file.error(), looked);
    } else if (!entry.receipt_number.empty()) {
        move_to_done(name, entry, looked);
    } else {
        take(name, *file, entry, looked);
    }
}

Result<Item> HotFolder::State::enter(std::string const& name, OpenedFile const& file,
                                     Sidecar const& sidecar) {
    Arrival arrival{.channel = Channel::folder,
                    .key = sidecar.key.empty() ? file_arrival_key(file.status, name)
                                               : fmt::format("sidecar:{}", sidecar.key),
                    .name = name,
                    .receipt_date = sidecar.receipt_date,
                    .date_source = DateSource::sidecar,
                    .entered_by = {},
                    .note = sidecar.note,
                    .is_plain_text = false,
                    .transfer = sidecar.transfer};
    return enter_file(ledger, arrival, file, limits);
}

void HotFolder::State::take(std::string const& name, OpenedFile const& file, Seen& entry,
                            Looked& looked) {
    auto const sidecar = read_sidecar(folder.get(), name, limits);
    auto const item =
        sidecar ? enter(name, file, *sidecar) : Result<Item>{tl::unexpected(sidecar.error())};
    if (item) {
        FAULT_POINT("folder.after_commit");
        entry.receipt_number = item->receipt_number;
        if (!item->again && taken)
            taken();
        move_to_done(name, entry, looked);
        return;
    }
    if (!is_passing(item.error())) {
        refuse(name, item.error(), looked);
        return;
    }
    log_warning("receive", "hot folder: a file waits: {}", item.error().describe());
    ++looked.waiting;
    entry.since = time.steady();
    if (item.error().key != "file.changing")
        entry.not_before = time.steady() + kPauseAfterTrouble;
    else
        entry.moved_in = false;
}

void HotFolder::State::move_to_done(std::string const& name, Seen& entry, Looked& looked) {
    auto const moved = move(name, done, fmt::format("{} {}", entry.receipt_number, name));
    if (moved) {
        ++looked.taken;
        return;
    }
    // It is in the ledger; only the folder does not show it yet.
    log_error("receive", "hot folder: item {} cannot be moved to done/: {}", entry.receipt_number,
              moved.error().describe());
    ++looked.waiting;
    entry.not_before = time.steady() + kPauseAfterTrouble;
}

void HotFolder::State::refuse(std::string const& name, Error const& error, Looked& looked) {
    auto const note = path / kRefused / fmt::format("{}.leitstand.txt", name);
    auto const written = write_file_durably(note, refusal_note(name, error, limits), 0660);
    auto const moved = written ? move(name, refused, name) : written;
    if (moved) {
        log_warning("receive", "hot folder: a file was refused: {}", error.describe());
        ++looked.refused;
        return;
    }
    log_error("receive", "hot folder: a file cannot be moved to refused/: {}",
              moved.error().describe());
    ++looked.waiting;
    seen[name].not_before = time.steady() + kPauseAfterTrouble;
}

Result<void> HotFolder::State::move(std::string const& name, FileDescriptor const& target,
                                    std::string const& new_name) {
    for (int copy = 1; copy <= kSameNameMax; ++copy) {
        auto const to = copy == 1 ? new_name : fmt::format("{} ({})", new_name, copy);
        if (::renameat2(folder.get(), name.c_str(), target.get(), to.c_str(), RENAME_NOREPLACE) ==
            0) {
            for (auto const* const ending : {".leitstand.toml", ".leitstand.json"})
                ::renameat2(folder.get(), (name + ending).c_str(), target.get(),
                            (to + ending).c_str(), RENAME_NOREPLACE);
            TRY(sync_file(target.get()));
            return sync_file(folder.get());
        }
        if (errno != EEXIST)
            return tl::unexpected(errno_error(errno, "hot_folder.cannot_move"));
    }
    return fail(Code::conflict, "hot_folder.cannot_move", "too many files of the same name");
}

} // namespace leitstand
