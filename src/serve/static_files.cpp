// SPDX-License-Identifier: EUPL-1.2
#include "serve/static_files.hpp"

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/log.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kFilesMax = 4096;
constexpr std::uint64_t kFileBytesMax = 16 << 20;

// Vite's names: index-B3c9_x1Z.js, eight signs of a hash before the extension.
bool has_hashed_name(std::filesystem::path const& path) {
    auto const stem = path.stem().string();
    auto const dash = stem.size() < 10 ? std::string::npos : stem.size() - 9;
    if (dash == std::string::npos || stem[dash] != '-' || path.parent_path().filename() != "assets")
        return false;
    return std::all_of(stem.begin() + static_cast<std::ptrdiff_t>(dash) + 1, stem.end(),
                       [](char c) {
                           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                  (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
                       });
}

bool has_extension(std::string_view path) {
    return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
}

// Whether the client takes gzip: named, and not with a weight of zero.
bool takes_gzip(HttpRequest const& request) {
    auto const field = ascii_lower(request.header("accept-encoding").value_or(""));
    auto const at = field.find("gzip");
    if (at == std::string::npos)
        return false;
    auto const rest = std::string_view{field}.substr(at + 4);
    auto const weight = rest.substr(0, rest.find(','));
    return weight.find("q=0") == std::string_view::npos ||
           weight.find("q=0.") != std::string_view::npos;
}

Response redirect(std::string const& to) {
    Response response;
    response.status = 308;
    response.set("Location", to);
    response.set("Cache-Control", "no-cache");
    return response;
}

} // namespace

std::string media_type_of(std::filesystem::path const& path) {
    static std::map<std::string, std::string> const types{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"}};
    auto const found = types.find(path.extension().string());
    return found == types.end() ? "application/octet-stream" : found->second;
}

Result<StaticFiles> StaticFiles::open(std::filesystem::path const& folder) {
    StaticFiles result;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries{folder, error};
    if (error)
        return fail(Code::not_found, "file.missing", folder.string());
    for (auto const& entry : entries) {
        // A link could lead out of the folder.
        if (!entry.is_regular_file(error) || entry.is_symlink(error) ||
            entry.path().extension() == ".gz")
            continue;
        if (result.files_.size() == kFilesMax)
            return fail(Code::too_large, "file.too_large", "too many files in the web folder");
        auto const name = "/" + entry.path().lexically_relative(folder).generic_string();
        auto const bytes = TRY(read_file(entry.path(), kFileBytesMax));
        File file{entry.path(),
                  {},
                  media_type_of(entry.path()),
                  to_hex(sha256(bytes)).substr(0, 32),
                  has_hashed_name(entry.path())};
        auto const packed = entry.path().string() + ".gz";
        if (std::filesystem::is_regular_file(packed, error))
            file.packed_path = packed;
        result.files_.emplace(name, std::move(file));
        if (name.ends_with("/index.html") && std::count(name.begin(), name.end(), '/') == 2)
            result.areas_.insert(name.substr(0, name.find('/', 1)));
    }
    return result;
}

Result<Response> StaticFiles::answer(HttpRequest const& request) const {
    if (request.method != Method::get && request.method != Method::head)
        return fail(Code::bad_input, "request.method_not_allowed");
    std::string_view const path = request.path;
    if (auto const found = files_.find(path); found != files_.end())
        return send(found->second, request);
    if (path == "/") {
        if (auto const index = files_.find("/index.html"); index != files_.end())
            return send(index->second, request);
        if (areas_.contains("/werkbank"))
            return redirect("/werkbank/");
    }
    if (areas_.contains(path))
        return redirect(std::string{path} + "/");
    auto const area = areas_.find(path.substr(0, path.find('/', 1)));
    if (area == areas_.end() || has_extension(path))
        return fail(Code::not_found, "request.not_found");
    return send(files_.find(*area + "/index.html")->second, request);
}

Result<Response> StaticFiles::send(File const& file, HttpRequest const& request) const {
    Response response;
    bool const packed = !file.packed_path.empty() && takes_gzip(request);
    auto const tag = fmt::format("\"{}{}\"", file.hash, packed ? "-gz" : "");
    response.set("ETag", tag);
    response.set("Cache-Control",
                 file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (!file.packed_path.empty())
        response.set("Vary", "Accept-Encoding");
    if (auto const known = request.header("if-none-match");
        known && known->find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", file.media_type);
    if (packed)
        response.set("Content-Encoding", "gzip");
    response.body = TRY(read_file(packed ? file.packed_path : file.path, kFileBytesMax));
    return response;
}

} // namespace leitstand
