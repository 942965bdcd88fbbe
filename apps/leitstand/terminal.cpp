// SPDX-License-Identifier: EUPL-1.2
#include "terminal.hpp"

#include <cstdio>
#include <unistd.h>

#include "serve/messages.hpp"
#include "text/utf8.hpp"

namespace leitstand::app {

namespace fs = std::filesystem;

int tell(Error const& error, int code, std::string const& about) {
    auto const* const message = find_message(error.key);
    fmt::print(stderr, "leitstand: {}{}{}\n", about, about.empty() ? "" : ": ",
               message != nullptr ? message->german : error.key);
    if (message != nullptr) {
        fmt::print(stderr, "  {}\n", message->what_german);
        fmt::print(stderr, "  EN: {} {}\n", message->english, message->what_english);
    }
    fmt::print(stderr, "  [{}{}{}]\n", error.key, error.detail.empty() ? "" : ": ", error.detail);
    return code;
}

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        auto const [sign, size] = text::code_point_at(text, at);
        bool const control = sign < 0x20 || (sign >= 0x7F && sign < 0xA0) || sign == 0x2028 ||
                             sign == 0x2029; // C0, DEL, C1, line separators
        bool const turns = sign == 0x061C || sign == 0x200E || sign == 0x200F ||
                           (sign >= 0x202A && sign <= 0x202E) || (sign >= 0x2066 && sign <= 0x2069);
        bool const broken = (sign >= 0xD800 && sign <= 0xDFFF) || sign > 0x10FFFF ||
                            (size == 3 && sign < 0x800) || (size == 4 && sign < 0x10000);
        if (control || turns || broken)
            text::append_utf8(shown, 0xFFFD);
        else
            text::append_utf8(shown, sign);
        at += size;
    }
    return shown;
}

Progress::Progress(std::string label, std::size_t total)
    : label_(std::move(label)), total_(total), shown_(total > 1 && ::isatty(STDERR_FILENO) == 1) {
    draw();
}

Progress::~Progress() {
    if (shown_)
        std::fputs("\n", stderr);
}

void Progress::step(std::size_t count) {
    done_ += count;
    draw();
}

void Progress::draw() {
    if (!shown_)
        return;
    constexpr std::size_t kWidth = 40;
    auto const filled = std::min(kWidth, done_ * kWidth / total_);
    fmt::print(stderr, "\r{} [{}{}] {}/{}", label_, std::string(filled, '#'),
               std::string(kWidth - filled, '.'), done_, total_);
    std::fflush(stderr);
}

Result<std::vector<fs::path>> walk(std::vector<fs::path> const& paths) {
    std::vector<fs::path> files;
    for (auto const& path : paths) {
        std::error_code error;
        auto const status = fs::status(path, error);
        if (!fs::exists(status))
            return fail(Code::not_found, "path.missing", path.string());
        if (!fs::is_directory(status)) {
            files.push_back(path);
            continue;
        }
        std::vector<fs::path> found;
        for (auto entry = fs::recursive_directory_iterator(
                 path, fs::directory_options::skip_permission_denied, error);
             entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            if (error)
                return fail(Code::unavailable, "path.cannot_walk", path.string());
            if (entry->is_regular_file(error) && !entry->is_symlink(error))
                found.push_back(entry->path());
        }
        std::ranges::sort(found);
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

} // namespace leitstand::app
