// SPDX-License-Identifier: EUPL-1.2
// /register/log/: the tamper-evident log for everybody, read-only and without an account, laid out
// as c2sp.org/tlog-tiles says, so that other programs verify it. Nothing in it is personal
// (docs/formats/log.md).
#include "base/files.hpp"
#include "prove/published_log.hpp"
#include "prove/tile_files.hpp"
#include "serve/serving.hpp"

namespace leitstand {

namespace {

// A head lives for a moment; what a tile of a given width holds never changes.
constexpr char kForAMoment[] = "public, max-age=5";
constexpr char kForEver[] = "public, max-age=31536000, immutable";
constexpr char kPlainText[] = "text/plain; charset=utf-8";

constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="de">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Das Nachweisprotokoll dieser Behörde</title>
<main>
<h1>Das Nachweisprotokoll dieser Behörde</h1>
<p>Jeder Schritt, den Leitstand mit Post an diese Behörde tut, hinterlässt hier einen Eintrag. Ein Eintrag ist eine
Prüfsumme: Er verrät nicht, wen oder was er betrifft und wann es geschah. Aber niemand kann einen Eintrag nachträglich
ändern, weglassen oder umstellen, ohne dass es auffällt, auch die Behörde selbst nicht.</p>
<h2>Was hier liegt</h2>
<ul>
<li><a href="/register/log/checkpoint">checkpoint</a>: der jüngste Stand, unterschrieben</li>
<li><a href="/register/log/witnessed">witnessed</a>: der letzte Stand, den auch Zeugen unterschrieben haben; es gibt ihn
nur, wenn die Behörde Zeugen hat</li>
<li><a href="/register/log/log.vkey">log.vkey</a>: der öffentliche Schlüssel, mit dem man die Unterschrift prüft.
Vergleichen Sie ihn mit dem, den die Behörde auf anderem Weg bekannt gibt.</li>
<li>tile/…: die Prüfsummen selbst, im öffentlichen Format <a href="https://c2sp.org/tlog-tiles">tlog-tiles</a></li>
</ul>
<h2>So prüfen Sie einen Nachweis</h2>
<p>Einen Nachweis (eine Datei mit der Endung .tlog-proof) prüft jeder selbst, ohne die Behörde zu fragen:</p>
<pre>leitstand prove check nachweis.tlog-proof --key log.vkey</pre>
<section lang="en">
<h2>In English</h2>
<p>Every step that Leitstand takes with post to this authority leaves an entry here. An entry is a checksum: it tells
neither whom or what it is about nor when it happened. But nobody can change, leave out or reorder an entry afterwards
without being noticed, not even the authority. The files follow
<a href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>; compare the key with one that came by another way.</p>
</section>
</main>
)html";

Response answer(std::string body, char const* type, char const* kept_for) {
    Response response;
    response.body = std::move(body);
    response.set("Content-Type", type);
    response.set("Cache-Control", kept_for);
    return response;
}

Result<Response> get_page(Serving&, HttpRequest&) {
    return answer(std::string{kPage}, "text/html; charset=utf-8", kForAMoment);
}

Result<Response> get_checkpoint(Serving& serving, HttpRequest&) {
    return answer(TRY(published_checkpoint(serving.rooms.log_folder)), kPlainText, kForAMoment);
}

Result<Response> get_witnessed(Serving& serving, HttpRequest&) {
    auto const head = TRY(witnessed_checkpoint(serving.rooms.log_folder));
    if (!head)
        return fail(Code::not_found, "log.no_tile", "no witness has signed");
    return answer(*head, kPlainText, kForAMoment);
}

Result<Response> get_key(Serving& serving, HttpRequest&) {
    constexpr std::uint64_t kKeyBytesMax = 4096;
    auto const file = serving.rooms.log_folder / kKeyFile;
    auto key = read_file(file, kKeyBytesMax);
    if (!key)
        return fail(Code::not_found, "log.missing", file.string());
    return answer(*std::move(key), kPlainText, kForAMoment);
}

// Only what parse_tile_path() takes becomes the name of a file.
Result<Response> get_tile(Serving& serving, HttpRequest& request) {
    auto const tile = parse_tile_path("tile/" + request.capture("path"));
    if (!tile)
        return fail(Code::not_found, "log.no_tile", tile.error().detail);
    return answer(TRY(published_tile(serving.rooms.log_folder, *tile)), "application/octet-stream",
                  kForEver);
}

} // namespace

void add_log_routes(Router& router, Serving& serving) {
    auto const add = [&](char const* pattern, Handler handler) {
        add_route(router, serving, Method::get, pattern, kPublic, 0, handler);
    };
    add("/register/log", get_page);
    add("/register/log/", get_page);
    add("/register/log/checkpoint", get_checkpoint);
    add("/register/log/witnessed", get_witnessed);
    add("/register/log/log.vkey", get_key);
    add("/register/log/tile/{path...}", get_tile);
}

} // namespace leitstand
