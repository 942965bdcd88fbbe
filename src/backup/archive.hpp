// SPDX-License-Identifier: EUPL-1.2
// The archive of a backup: a row of named files in one stream, sealed with a key of its own that
// only the recovery sheet opens. Whoever writes one cannot read it afterwards. Format:
// docs/formats/backup.md. Threads: an object belongs to one.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"

namespace leitstand {

inline constexpr std::size_t kArchiveNameBytesMax = 4'096;

struct SealedArchive {
    std::uint64_t size_bytes = 0;
    std::string sha256; // raw, of the sealed file
};

class ArchiveWriter {
  public:
    // A new file; `pace` is told of the bytes written. Errors of all: no_space
    // "backup.target_full", else "backup.cannot_write".
    static Result<std::unique_ptr<ArchiveWriter>> create(std::filesystem::path const& file,
                                                         std::string_view recipient,
                                                         std::function<void(std::size_t)> pace);
    ~ArchiveWriter();

    Result<void> begin(std::string_view name);
    Result<void> append(std::string_view bytes); // any size
    Result<void> end();
    Result<void> put(std::string_view name, std::string_view bytes); // begin, append, end

    Result<SealedArchive> finish(); // durable when it returns, but for its name

  private:
    struct State;
    explicit ArchiveWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class ArchiveReader {
  public:
    // Errors of all: damaged "backup.damaged", bad_input "backup.other_sheet" (sealed for another
    // recovery sheet), refused "backup.newer" (of a newer program), "backup.cannot_read".
    static Result<std::unique_ptr<ArchiveReader>> open(std::filesystem::path const& file,
                                                       SecretKey const& sheet);
    ~ArchiveReader();

    // Calls `begin` for each file of the row and what it returns for each piece of the file, then
    // once with nothing at its end. Once only. Errors too: those of both.
    using TakePiece = std::function<Result<void>(std::string_view)>;
    using BeginFile = std::function<Result<TakePiece>(std::string const& name)>;
    Result<SealedArchive> read(BeginFile const& begin);

  private:
    struct State;
    explicit ArchiveReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// A name that stays below the folder it is put into.
bool safe_archive_name(std::string_view name);

} // namespace leitstand
