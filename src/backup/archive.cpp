// SPDX-License-Identifier: EUPL-1.2
#include "backup/archive.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/pace.hpp"
#include "base/assert.hpp"

namespace leitstand {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagicStart{"LSBKUP\0", 7};
constexpr char kVersion = 1;
constexpr std::size_t kPublicKeyBytes = 32;
constexpr std::size_t kBoxBytes = SecretKey::kBytes + 48;
constexpr std::size_t kPieceBytesMax = 1 << 20;

std::string big_endian(std::uint64_t value, std::size_t bytes) {
    std::string text;
    for (; bytes > 0; --bytes)
        text += static_cast<char>(value >> (8 * (bytes - 1)) & 0xff);
    return text;
}

std::size_t from_big_endian(std::string_view bytes) {
    std::size_t value = 0;
    for (unsigned char const byte : bytes)
        value = value << 8 | byte;
    return value;
}

Error write_error(Error error, fs::path const& file) {
    error.key = error.code == Code::no_space ? "backup.target_full" : "backup.cannot_write";
    error.detail = fmt::format("{}: {}", file.string(), error.detail);
    return error;
}

} // namespace

bool safe_archive_name(std::string_view name) {
    fs::path const path{name};
    if (name.empty() || name.size() > kArchiveNameBytesMax || path.is_absolute() ||
        name.find('\0') != std::string_view::npos)
        return false;
    return std::ranges::none_of(
        path, [](fs::path const& part) { return part.empty() || part == "." || part == ".."; });
}

// ---- writing
// --------------------------------------------------------------------------------------

struct ArchiveWriter::State {
    fs::path path;
    FileDescriptor file;
    std::function<void(std::size_t)> pace;
    SealStream sealing;
    std::string
        plain; // not sealed yet: less than a chunk, or one, since only the last may be short
    Sha256 hash;
    std::uint64_t size_bytes = 0;

    Result<void> put_out(std::string_view bytes) {
        hash.update(bytes);
        size_bytes += bytes.size();
        pace(bytes.size());
        if (auto written = write_all(file.get(), bytes); !written)
            return tl::unexpected(write_error(std::move(written).error(), path));
        return {};
    }
    Result<void> seal(std::string_view bytes) {
        while (!bytes.empty()) {
            if (plain.size() == kChunkBytes) {
                TRY(put_out(sealing.chunk(plain, false)));
                plain.clear();
            }
            auto const part = bytes.substr(0, kChunkBytes - plain.size());
            plain += part;
            bytes.remove_prefix(part.size());
        }
        return {};
    }
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveWriter::~ArchiveWriter() = default;

Result<std::unique_ptr<ArchiveWriter>>
ArchiveWriter::create(fs::path const& path, std::string_view recipient,
                      std::function<void(std::size_t)> pace) {
    ASSERT(recipient.size() == kPublicKeyBytes);
    FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file.valid())
        return tl::unexpected(write_error(errno_error(errno, {}), path));
    auto const key = SecretKey::random();
    auto state = std::make_unique<State>(
        State{path, std::move(file), std::move(pace), SealStream{key}, {}, {}, 0});
    TRY(state->put_out(fmt::format("{}{}{}{}{}", kMagicStart, kVersion, recipient,
                                   seal_for(recipient, key.bytes()), state->sealing.header())));
    return std::unique_ptr<ArchiveWriter>{new ArchiveWriter{std::move(state)}};
}

Result<void> ArchiveWriter::begin(std::string_view name) {
    ASSERT(safe_archive_name(name));
    return state_->seal(big_endian(name.size(), 2) + std::string{name});
}

Result<void> ArchiveWriter::append(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const piece = bytes.substr(0, kPieceBytesMax);
        TRY(state_->seal(big_endian(piece.size(), 4)));
        TRY(state_->seal(piece));
        bytes.remove_prefix(piece.size());
    }
    return {};
}

Result<void> ArchiveWriter::end() {
    return state_->seal(big_endian(0, 4));
}

Result<void> ArchiveWriter::put(std::string_view name, std::string_view bytes) {
    TRY(begin(name));
    TRY(append(bytes));
    return end();
}

Result<SealedArchive> ArchiveWriter::finish() {
    TRY(state_->seal(big_endian(0, 2)));
    TRY(state_->put_out(state_->sealing.chunk(state_->plain, true)));
    if (auto synced = sync_file(state_->file.get()); !synced)
        return tl::unexpected(write_error(std::move(synced).error(), state_->path));
    forget_pages(state_->file.get());
    return SealedArchive{state_->size_bytes, state_->hash.finish()};
}

// ---- reading
// --------------------------------------------------------------------------------------

struct ArchiveReader::State {
    fs::path path;
    FileDescriptor file;
    std::optional<OpenStream> opening;
    std::string plain; // opened, not taken yet
    std::size_t taken = 0;
    bool is_last = false;
    Sha256 hash;
    std::uint64_t size_bytes = 0;

    tl::unexpected<Error> damaged(char const* why) const {
        return fail(Code::damaged, "backup.damaged", fmt::format("{}: {}", path.string(), why));
    }
    Result<std::string> read(std::size_t wanted) {
        std::string bytes(wanted, '\0');
        std::size_t filled = 0;
        while (filled < wanted) {
            auto const got = ::read(file.get(), bytes.data() + filled, wanted - filled);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return tl::unexpected(errno_error(errno, "backup.cannot_read", path.string()));
            if (got == 0)
                break;
            filled += static_cast<std::size_t>(got);
        }
        bytes.resize(filled);
        hash.update(bytes);
        size_bytes += filled;
        return bytes;
    }
    Result<void> open_chunk() {
        if (is_last)
            return damaged("it ends too early");
        auto chunk = opening->chunk(TRY(read(kChunkBytes + OpenStream::overhead_bytes())));
        if (!chunk)
            return damaged("a chunk is not authentic");
        plain = std::move(chunk->plain);
        taken = 0;
        is_last = chunk->is_last;
        return {};
    }
    Result<std::string> take(std::size_t wanted) {
        std::string bytes;
        while (bytes.size() < wanted) {
            if (taken == plain.size())
                TRY(open_chunk());
            auto const part = std::string_view{plain}.substr(taken, wanted - bytes.size());
            bytes += part;
            taken += part.size();
        }
        return bytes;
    }
};

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(fs::path const& path,
                                                           SecretKey const& sheet) {
    auto state = std::make_unique<State>();
    state->path = path;
    // A pipe or a device in its place must not hold its reader up.
    state->file = FileDescriptor{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (!state->file.valid())
        return tl::unexpected(errno_error(errno, "backup.cannot_read", path.string()));
    struct stat about {};
    if (::fstat(state->file.get(), &about) != 0 || !S_ISREG(about.st_mode))
        return state->damaged("it is not a file");
    auto const head = TRY(state->read(kMagicStart.size() + 1 + kPublicKeyBytes + kBoxBytes +
                                      OpenStream::header_bytes()));
    std::string_view rest{head};
    if (!rest.starts_with(kMagicStart) || rest.size() <= kMagicStart.size())
        return state->damaged("it does not begin as an archive");
    if (rest[kMagicStart.size()] > kVersion)
        return fail(Code::refused, "backup.newer", path.string());
    rest.remove_prefix(kMagicStart.size() + 1);
    if (rest.size() != kPublicKeyBytes + kBoxBytes + OpenStream::header_bytes())
        return state->damaged("its head is cut off");
    auto const recipient = rest.substr(0, kPublicKeyBytes);
    if (recipient != public_half(sheet))
        return fail(Code::bad_input, "backup.other_sheet", path.string());
    auto const key = open_for(recipient, sheet, rest.substr(kPublicKeyBytes, kBoxBytes));
    if (!key)
        return state->damaged("its key is not authentic");
    auto opening = OpenStream::start(TRY(SecretKey::from_bytes(*key)),
                                     rest.substr(kPublicKeyBytes + kBoxBytes));
    if (!opening)
        return state->damaged("its stream does not begin");
    state->opening.emplace(std::move(*opening));
    return std::unique_ptr<ArchiveReader>{new ArchiveReader{std::move(state)}};
}

Result<SealedArchive> ArchiveReader::read(BeginFile const& begin) {
    for (;;) {
        auto const name_bytes = from_big_endian(TRY(state_->take(2)));
        if (name_bytes == 0)
            break;
        auto const name = TRY(state_->take(name_bytes));
        if (!safe_archive_name(name))
            return state_->damaged("a file has an impossible name");
        auto const take = TRY(begin(name));
        for (;;) {
            auto const size = from_big_endian(TRY(state_->take(4)));
            if (size > kPieceBytesMax)
                return state_->damaged("a piece is too large");
            auto const piece = TRY(state_->take(size));
            TRY(take(piece));
            if (size == 0)
                break;
        }
    }
    if (!state_->is_last || state_->taken != state_->plain.size() || !TRY(state_->read(1)).empty())
        return state_->damaged("something follows its end");
    return SealedArchive{state_->size_bytes, state_->hash.finish()};
}

} // namespace leitstand
