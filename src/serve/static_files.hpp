// SPDX-License-Identifier: EUPL-1.2
// The built screens: every file of the web folder, known by its path since the start, so that no
// request ever names a file of the disk. Files with a .gz beside them go out packed. An unknown
// path without an extension inside an area
// (/werkbank/…) is one of its screens and gets the area's index.html.
// Threads: immutable after open(). Limits: 4096 files, 16 MiB each.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "serve/http/http.hpp"

namespace leitstand {

class StaticFiles {
  public:
    // Reads names, sizes and hashes. Errors: not_found "file.missing" where the folder is none.
    static Result<StaticFiles> open(std::filesystem::path const& folder);

    // Errors: not_found "request.not_found"; bad_input "request.method_not_allowed"; those of
    // reading a file.
    Result<Response> answer(HttpRequest const& request) const;

  private:
    struct File {
        std::filesystem::path path, packed_path; // packed_path: empty if there is none
        std::string media_type;
        std::string hash;       // of the bytes, for the ETag
        bool immutable = false; // the name holds a hash of the content
    };
    Result<Response> send(File const& file, HttpRequest const& request) const;

    std::map<std::string, File, std::less<>> files_; // "/werkbank/index.html"
    std::set<std::string, std::less<>> areas_;       // "/werkbank"
};

std::string media_type_of(std::filesystem::path const& path);

} // namespace leitstand
