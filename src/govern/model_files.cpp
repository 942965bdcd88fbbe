// SPDX-License-Identifier: EUPL-1.2
#include "govern/model_files.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "base/crypto/crypto.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "learn/model_file.hpp"

namespace leitstand {

namespace {

// A file that is touched twice within the grain of its time looks the same: what changed so lately
// is read again at the next look.
constexpr std::int64_t kGrain_ns = 2'000'000'000;

} // namespace

ModelFiles::ModelFiles(std::vector<Loaded> loaded) {
    for (auto& one : loaded)
        watched_.push_back({std::move(one), {}, false});
}

std::optional<ModelFiles::Trace> ModelFiles::trace_of(std::filesystem::path const& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return std::nullopt;
    return Trace{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                 static_cast<std::int64_t>(status.st_ctim.tv_sec) * 1'000'000'000 +
                     status.st_ctim.tv_nsec};
}

void ModelFiles::look(Watched& watched) {
    auto const trace = trace_of(watched.loaded.file);
    if (trace && trace == watched.seen)
        return;
    auto const before = std::exchange(
        watched.changed, watched.loaded.sha256.empty() ? trace.has_value() : !trace.has_value());
    watched.seen.reset();
    if (trace && !watched.loaded.sha256.empty()) {
        auto const now_ns = system_time().now().microseconds * 1'000;
        auto const bytes = read_regular_file(watched.loaded.file, learn::kModelFileBytesMax);
        watched.changed = !bytes || to_hex(sha256(*bytes)) != watched.loaded.sha256;
        if (bytes && std::abs(now_ns - trace->changed_ns) > kGrain_ns)
            watched.seen = trace;
    }
    if (watched.changed && !before)
        log_warning("govern", "the model file of {} is not the one that runs",
                    function_name(watched.loaded.function));
}

std::vector<FunctionKey> ModelFiles::changed() {
    std::lock_guard const lock{mutex_};
    std::vector<FunctionKey> found;
    bool all = false;
    for (auto& watched : watched_) {
        look(watched);
        if (!watched.changed)
            continue;
        found.push_back(watched.loaded.function);
        all = all || watched.loaded.function == FunctionKey::extract;
    }
    if (all)
        found.assign(kFunctions.begin(), kFunctions.end());
    std::ranges::sort(found);
    return found;
}

} // namespace leitstand
