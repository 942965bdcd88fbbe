// SPDX-License-Identifier: EUPL-1.2
#include "terminal.hpp"

#include <cstdio>
#include <unistd.h>

#include "serve/messages.hpp"

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
