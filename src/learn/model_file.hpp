// SPDX-License-Identifier: EUPL-1.2
// The file that a trained model lives in: magic, format version, named sections of bytes, a
// manifest that says how the model came about, and a SHA-256 over everything at the end
// (docs/formats/model-file.md). Written beside its place and renamed, so that a failed training
// leaves the old model whole. Read as a whole into memory and verified there: what was verified is
// what is used, whoever touches the file afterwards. Numbers are little-endian, as on every machine
// we build for. Threads: a ModelFile is immutable after open().
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace leitstand::learn {

inline constexpr std::uint32_t kModelFormatVersion = 1;
inline constexpr std::uint64_t kModelFileBytesMax = 256ull << 20; // docs/limits.md
inline constexpr std::size_t kSectionNameBytesMax = 24;
inline constexpr std::size_t kModelSectionsMax = 64;

// Collects the sections of one model, then writes the file.
class ModelFileWriter {
  public:
    // `kind` names what reads the file again: "labels", "tags".
    explicit ModelFileWriter(std::string kind) : kind_(std::move(kind)) {}

    // `name`: 1 to 24 ASCII characters, each once. Sections start at multiples of 64 bytes.
    void add_section(std::string_view name, std::string bytes);

    template <typename T>
    void add_array(std::string_view name, std::span<T const> values) {
        static_assert(std::is_arithmetic_v<T>); // no padding, so the same bytes each time
        add_section(name,
                    std::string(reinterpret_cast<char const*>(values.data()), values.size_bytes()));
    }

    // All bytes of the file. The manifest must hold nothing that differs between two runs with the
    // same data and seed (no clock times), so that equal trainings give equal bytes.
    std::string bytes(Json const& manifest) const;

    // Errors: too_large "model.too_large"; those of base/files.hpp. Nothing is overwritten then.
    Result<std::uint64_t> write(std::filesystem::path const& path, Json const& manifest) const;

  private:
    std::string kind_;
    std::vector<std::pair<std::string, std::string>> sections_;
};

class ModelFile {
  public:
    // Errors: bad_input "model.not_a_model", "model.other_version", "model.other_kind"; damaged
    // "model.damaged" (also for a file cut short); too_large; those of read_regular_file. Their
    // detail names the file.
    static Result<ModelFile> open(std::filesystem::path const& path, std::string_view kind);
    // The same of bytes in memory; `name` stands in errors.
    static Result<ModelFile> parse(std::string bytes, std::string_view kind,
                                   std::string const& name);

    ModelFile(ModelFile&&) noexcept;
    ModelFile& operator=(ModelFile&&) noexcept;
    ~ModelFile();

    Json const& manifest() const;
    std::string const& sha256() const; // hex; the identity of this model
    std::string file_sha256() const;   // hex, over every byte of the file, as other tools say it
    std::uint64_t size_bytes() const;

    // Valid as long as the ModelFile (moving it keeps them). Errors: damaged "model.damaged".
    Result<std::string_view> section(std::string_view name) const;

    template <typename T>
    Result<std::span<T const>> array(std::string_view name) const {
        static_assert(std::is_trivially_copyable_v<T>);
        auto const bytes = TRY(section(name));
        if (bytes.size() % sizeof(T) != 0)
            return no_such(name);
        return std::span<T const>(reinterpret_cast<T const*>(bytes.data()),
                                  bytes.size() / sizeof(T));
    }

  private:
    ModelFile();
    tl::unexpected<Error> no_such(std::string_view name) const;
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace leitstand::learn
