// SPDX-License-Identifier: EUPL-1.2
// Reads one TOML file of a catalogue folder: its bytes go into the hash, its faults into the
// problems. Private to catalogue/. Threads: any.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "catalogue/detail/file_reader.hpp"

namespace leitstand::detail_catalogue {

inline constexpr std::uint64_t kFileBytesMax = 1 << 20;

// Reads one file and adds its name and bytes to `all`, over which the hash goes.
template <typename ReadTable>
void read_toml(std::filesystem::path const& folder, std::string_view name, FileReader::Need need,
               std::vector<Problem>& problems, std::string& all, ReadTable const& read_table) {
    FileReader const reader{std::string(name), problems};
    auto const bytes = read_file(folder / name, kFileBytesMax);
    if (!bytes) {
        bool const missing = bytes.error().code == Code::not_found;
        if (need == FileReader::Need::required || !missing)
            reader.problem(0, missing ? "the file is missing" : "the file cannot be read");
        return;
    }
    all += fmt::format("{} {}\n", name, bytes->size());
    all += *bytes;
    try {
        read_table(reader, toml::parse(*bytes, name));
    } catch (toml::parse_error const& error) { // toml++ speaks by exception only
        reader.problem(static_cast<int>(error.source().begin.line),
                       std::string(error.description()));
    }
}

} // namespace leitstand::detail_catalogue
