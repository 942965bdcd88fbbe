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

Result<StaticFiles::Look> StaticFiles::look_at(std::filesystem::path const& folder) {
    Look look;
    std::vector<std::string> lines;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries{folder, error};
    if (error)
        return fail(Code::not_found, "file.missing", folder.string());
    for (auto at = begin(entries); at != end(entries); at.increment(error)) {
        std::error_code gone; // between listing and asking
        bool const is_file = at->is_regular_file(gone);
        auto const size = is_file ? at->file_size(gone) : 0;
        auto const changed = at->last_write_time(gone);
        if (gone)
            continue;
        look.newest = std::max(look.newest, changed);
        lines.push_back(fmt::format("{} {} {}\n", at->path().lexically_relative(folder).string(),
                                    size, changed.time_since_epoch().count()));
    }
    if (error)
        return fail(Code::not_found, "file.missing", folder.string());
    std::sort(lines.begin(), lines.end());
    look.text = to_hex(sha256(fmt::format("{}", fmt::join(lines, ""))));
    return look;
}

Result<StaticFiles::Build> StaticFiles::read(std::filesystem::path const& folder) {
    Build build;
    build.look = TRY(look_at(folder)).text;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries{folder, error};
    if (error)
        return fail(Code::not_found, "file.missing", folder.string());
    for (auto at = begin(entries); at != end(entries); at.increment(error)) {
        auto const& entry = *at;
        // A link could lead out of the folder.
        if (!entry.is_regular_file(error) || entry.is_symlink(error) ||
            entry.path().extension() == ".gz")
            continue;
        if (build.files.size() == kFilesMax)
            return fail(Code::too_large, "file.too_large", "too many files in the web folder");
        auto const name = "/" + entry.path().lexically_relative(folder).generic_string();
        File file;
        file.bytes = TRY(read_file(entry.path(), kFileBytesMax));
        file.media_type = media_type_of(entry.path());
        file.hash = to_hex(sha256(file.bytes)).substr(0, 32);
        file.immutable = has_hashed_name(entry.path());
        auto const packed = entry.path().string() + ".gz";
        if (std::filesystem::is_regular_file(packed, error) &&
            !std::filesystem::is_symlink(packed, error))
            file.packed_bytes = TRY(read_file(packed, kFileBytesMax));
        build.files.emplace(name, std::make_shared<File const>(std::move(file)));
        if (name.ends_with("/index.html") && std::count(name.begin(), name.end(), '/') == 2)
            build.areas.insert(name.substr(0, name.find('/', 1)));
    }
    if (error) // it changed meanwhile
        return fail(Code::not_found, "file.missing", folder.string());
    return build;
}

Result<StaticFiles> StaticFiles::open(std::filesystem::path const& folder) {
    StaticFiles files;
    files.shared_ = std::make_shared<Shared>();
    files.shared_->folder = folder;
    files.shared_->build = std::make_shared<Build const>(TRY(read(folder)));
    files.shared_->looked_at = std::chrono::steady_clock::now();
    return files;
}

// The build to answer from: a newer one where the folder was built anew and is at rest.
std::shared_ptr<StaticFiles::Build const> StaticFiles::present() {
    auto& shared = *shared_;
    std::lock_guard const lock{shared.mutex};
    auto const now = std::chrono::steady_clock::now();
    if (now - shared.looked_at < std::chrono::seconds{1})
        return shared.build;
    shared.looked_at = now;
    auto const look = look_at(shared.folder);
    if (!look || look->text == shared.build->look)
        return shared.build;
    bool const rests = look->text == shared.last_look ||
                       look->newest <= std::filesystem::file_time_type::clock::now() - kRest;
    shared.last_look = look->text;
    if (!rests)
        return shared.build;
    auto built = read(shared.folder);
    if (!built || built->look != look->text ||
        !std::ranges::includes(built->areas, shared.build->areas)) { // half a build has fewer
        log_warning("serve", "the screens changed and cannot be read: the old ones stay");
        return shared.build;
    }
    for (auto const& [name, file] : shared.build->files)
        if (file->immutable && built->files.size() < kFilesMax)
            built->files.emplace(name, file); // does nothing where the new build has it too
    shared.build = std::make_shared<Build const>(std::move(*built));
    log_info("serve", "the screens were built anew: {} files", shared.build->files.size());
    return shared.build;
}

Result<Response> StaticFiles::answer(HttpRequest const& request) {
    if (request.method != Method::get && request.method != Method::head)
        return fail(Code::bad_input, "request.method_not_allowed");
    auto const build = present();
    std::string_view const path = request.path;
    if (auto const found = build->files.find(path); found != build->files.end())
        return send(*found->second, request);
    if (path == "/") {
        if (auto const index = build->files.find("/index.html"); index != build->files.end())
            return send(*index->second, request);
        if (build->areas.contains("/werkbank"))
            return redirect("/werkbank/");
    }
    if (build->areas.contains(path))
        return redirect(std::string{path} + "/");
    auto const area = build->areas.find(path.substr(0, path.find('/', 1)));
    if (area == build->areas.end() || has_extension(path))
        return fail(Code::not_found, "request.not_found");
    return send(*build->files.find(*area + "/index.html")->second, request);
}

Response StaticFiles::send(File const& file, HttpRequest const& request) {
    Response response;
    bool const packed = !file.packed_bytes.empty() && takes_gzip(request);
    auto const tag = fmt::format("\"{}{}\"", file.hash, packed ? "-gz" : "");
    response.set("ETag", tag);
    response.set("Cache-Control",
                 file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (!file.packed_bytes.empty())
        response.set("Vary", "Accept-Encoding");
    if (auto const known = request.header("if-none-match");
        known && known->find(tag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", file.media_type);
    if (packed)
        response.set("Content-Encoding", "gzip");
    response.body = packed ? file.packed_bytes : file.bytes;
    return response;
}

} // namespace leitstand
