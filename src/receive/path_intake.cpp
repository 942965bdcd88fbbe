// SPDX-License-Identifier: EUPL-1.2
#include "receive/path_intake.hpp"

#include <fcntl.h>

#include "base/crypto/crypto.hpp"
#include "receive/sidecar.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kThreads = 8; // they mostly wait for the disk, and share its syncs
constexpr std::size_t kAheadMax = 64;
constexpr int kDepthMax = 32;

bool is_mbox(fs::path const& path) {
    auto ending = path.extension().string();
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    return ending == ".mbox";
}

void walk(fs::path const& folder, int depth, std::vector<fs::path>& files) {
    std::error_code problem;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator at{folder, problem}, end; !problem && at != end;
         at.increment(problem))
        entries.push_back(*at);
    if (problem || depth > kDepthMax) {
        files.push_back(folder); // receiving it will say what is wrong
        return;
    }
    std::sort(entries.begin(), entries.end(), [](auto const& a, auto const& b) {
        return a.path().filename().native() < b.path().filename().native();
    });
    for (auto const& entry : entries) {
        auto const name = entry.path().filename().string();
        if (name.starts_with('.') || is_sidecar_name(name) || entry.is_symlink(problem))
            continue;
        if (entry.is_directory(problem))
            walk(entry.path(), depth + 1, files);
        else if (entry.is_regular_file(problem))
            files.push_back(entry.path());
    }
}

Result<FileDescriptor> open_parent(fs::path const& path) {
    auto const parent = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    FileDescriptor fd{::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (!fd.valid())
        return tl::unexpected(errno_error(errno, "file.missing"));
    return fd;
}

Result<Item> receive_file(fs::path const& path, PathIntake const& intake) {
    auto const parent = TRY(open_parent(path));
    auto const name = path.filename().string();
    auto const file = TRY(open_regular_file(parent.get(), name));
    auto const sidecar = TRY(read_sidecar(parent.get(), name, intake.limits));
    Arrival const arrival{
        .channel = Channel::command,
        .key = sidecar.key.empty() ? file_arrival_key(file.status, name)
                                   : fmt::format("sidecar:{}", sidecar.key),
        .name = name,
        .receipt_date = sidecar.receipt_date ? sidecar.receipt_date : intake.receipt_date,
        .date_source = sidecar.receipt_date ? DateSource::sidecar : DateSource::person,
        .entered_by = intake.entered_by,
        .note = sidecar.note,
        .is_plain_text = false,
        .transfer = sidecar.transfer};
    return enter_file(intake.ledger, arrival, file, intake.limits);
}

// A message is named by all its bytes, its Message-ID among them: a copy in another mailbox is the
// same item.
Arrival message_arrival(std::string_view message, PathIntake const& intake) {
    return {.channel = Channel::mailbox,
            .key = fmt::format("message:{}", to_hex(sha256(message))),
            .name = "Nachricht.eml",
            .receipt_date = intake.receipt_date,
            .date_source = DateSource::person,
            .entered_by = intake.entered_by,
            .note = {},
            .is_plain_text = false};
}

Result<std::string> read_mbox(fs::path const& path, std::uint64_t size_bytes_max) {
    auto bytes = read_file(path, size_bytes_max);
    if (!bytes && bytes.error().code == Code::too_large)
        return fail(Code::too_large, "mbox.too_large");
    if (bytes && bytes->empty())
        return fail(Code::bad_input, "item.empty");
    return bytes;
}

bool receive_mbox(fs::path const& path, PathIntake const& intake,
                  std::function<bool(PathReceipt const&)> const& take) {
    bool go_on = true;
    std::size_t number = 0;
    auto const bytes = read_mbox(path, intake.limits.request_size_bytes_max);
    auto const split =
        !bytes ? Result<void>{tl::unexpected(bytes.error())}
               : intake.split_mbox(*bytes, [&](std::string_view message) -> Result<void> {
                     if (!go_on)
                         return fail(Code::refused, "receive.stopped");
                     if (++number > intake.limits.mbox_messages_max)
                         return fail(Code::too_large, "mbox.too_many_messages");
                     PathReceipt receipt{.path = path, .message = number, .item = {}, .error = {}};
                     auto item = intake.ledger.enter(message_arrival(message, intake), message);
                     if (item)
                         receipt.item = std::move(*item);
                     else
                         receipt.error = std::move(item).error();
                     go_on = take(receipt);
                     return {};
                 });
    if (!split && go_on)
        go_on = take({.path = path, .message = {}, .item = {}, .error = split.error()});
    return go_on;
}

// Receives a run of files with several threads and hands out the receipts in order.
class ManyFiles {
  public:
    ManyFiles(std::span<fs::path const> files, PathIntake const& intake)
        : files_(files), intake_(intake), receipts_(files.size()) {}

    bool run(std::function<bool(PathReceipt const&)> const& take) {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < std::min(kThreads, files_.size()); ++i)
            threads.emplace_back([this] { work(); });
        bool go_on = true;
        for (std::size_t at = 0; at < files_.size() && go_on; ++at) {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return receipts_[at].has_value(); });
            handed_out_ = at + 1;
            auto const receipt = std::move(*receipts_[at]);
            receipts_[at].reset();
            lock.unlock();
            changed_.notify_all();
            go_on = take(receipt);
        }
        {
            std::lock_guard const lock{mutex_};
            next_ = files_.size();
        }
        changed_.notify_all();
        return go_on;
    }

  private:
    void work() {
        while (true) {
            std::unique_lock lock{mutex_};
            changed_.wait(
                lock, [&] { return next_ >= files_.size() || next_ < handed_out_ + kAheadMax; });
            if (next_ >= files_.size())
                return;
            auto const at = next_++;
            lock.unlock();
            PathReceipt receipt{.path = files_[at], .message = {}, .item = {}, .error = {}};
            auto item = receive_file(files_[at], intake_);
            if (item)
                receipt.item = std::move(*item);
            else
                receipt.error = std::move(item).error();
            lock.lock();
            receipts_[at] = std::move(receipt);
            lock.unlock();
            changed_.notify_all();
        }
    }

    std::span<fs::path const> files_;
    PathIntake const& intake_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::size_t handed_out_ = 0;
    std::vector<std::optional<PathReceipt>> receipts_;
};

} // namespace

std::vector<fs::path> files_below(std::vector<fs::path> const& paths) {
    std::vector<fs::path> files;
    for (auto const& path : paths) {
        std::error_code problem;
        if (fs::is_directory(path, problem))
            walk(path, 0, files);
        else if (auto const target = fs::canonical(path, problem); fs::is_symlink(path) && !problem)
            files.push_back(target); // a link that is named itself is meant
        else
            files.push_back(path);
    }
    return files;
}

void receive_files(std::vector<fs::path> const& files, PathIntake const& intake,
                   std::function<bool(PathReceipt const&)> const& take) {
    bool const splits = static_cast<bool>(intake.split_mbox);
    auto const one_by_one = [&](fs::path const& path) { return splits && is_mbox(path); };
    for (std::size_t at = 0; at < files.size();) {
        if (one_by_one(files[at])) {
            if (!receive_mbox(files[at], intake, take))
                return;
            ++at;
            continue;
        }
        auto const end = static_cast<std::size_t>(
            std::find_if(files.begin() + static_cast<std::ptrdiff_t>(at), files.end(), one_by_one) -
            files.begin());
        if (!ManyFiles{std::span{files}.subspan(at, end - at), intake}.run(take))
            return;
        at = end;
    }
}

} // namespace leitstand
