// SPDX-License-Identifier: EUPL-1.2
// The built screens: every file of the web folder, held in memory under its path, so that no
// request ever names a file of the disk. The folder is looked at again at most once a second; when
// it was built anew and has come to rest, the new files replace the old ones at once, and those of
// the old build whose names hold a hash stay for pages that are still open. Files with a .gz beside
// them go out packed. An unknown path without an extension inside an area (/werkbank/…) is one of
// its screens and gets the area's index.html. Threads: any. Limits: 4096 files, 16 MiB each.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "serve/http/http.hpp"

namespace leitstand {

class StaticFiles {
  public:
    // Errors: not_found "file.missing" where the folder is none.
    static Result<StaticFiles> open(std::filesystem::path const& folder);

    // Errors: not_found "request.not_found"; bad_input "request.method_not_allowed".
    Result<Response> answer(HttpRequest const& request);

    // How long the folder must be unchanged to be taken for built.
    static constexpr std::chrono::seconds kRest{2};

  private:
    struct File {
        std::string bytes, packed_bytes; // packed_bytes: empty if there is none
        std::string media_type;
        std::string hash;       // of the bytes, for the ETag
        bool immutable = false; // the name holds a hash of the content
    };
    using Files = std::map<std::string, std::shared_ptr<File const>, std::less<>>;
    struct Build {
        Files files;                              // "/werkbank/index.html"
        std::set<std::string, std::less<>> areas; // "/werkbank"
        std::string look;                         // of the folder that it was read from
    };
    // What the folder's listing says: changes with every file that is made, changed or removed.
    struct Look {
        std::string text;
        std::filesystem::file_time_type newest = std::filesystem::file_time_type::min();
    };
    // What every thread shares; behind a pointer, so that the whole can be moved.
    struct Shared {
        std::filesystem::path folder;
        std::mutex mutex;
        std::shared_ptr<Build const> build;
        std::string last_look; // a folder that looks the same twice is at rest, whatever its clock
        std::chrono::steady_clock::time_point looked_at;
    };

    static Result<Look> look_at(std::filesystem::path const& folder);
    static Result<Build> read(std::filesystem::path const& folder);
    std::shared_ptr<Build const> present();
    static Response send(File const& file, HttpRequest const& request);

    std::shared_ptr<Shared> shared_;
};

std::string media_type_of(std::filesystem::path const& path);

} // namespace leitstand
