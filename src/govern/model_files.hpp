// SPDX-License-Identifier: EUPL-1.2
// Looks whether the files of the models still are what was loaded. What runs lies in memory and
// does not change; but a file that was edited or replaced is a release that nobody signed, and the
// next start would run it. Asked as often as modes are read anew: a look is a stat of each file,
// and the file is read again where that differs. Threads: any.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "understand/finding.hpp"

namespace leitstand {

class ModelFiles {
  public:
    struct Loaded {
        FunctionKey function = FunctionKey::sort;
        std::filesystem::path file;
        std::string sha256; // of the bytes that were loaded; empty: there was no file
    };
    explicit ModelFiles(std::vector<Loaded> loaded);

    // Ascending. All of them where the model of fields is another one: it decides what is masked
    // for the others, too. A file that cannot be read, or is too large, is another one.
    std::vector<FunctionKey> changed();

  private:
    // What tells that a file was touched.
    struct Trace {
        std::uint64_t device = 0, file = 0, size = 0;
        std::int64_t changed_ns = 0;
        bool operator==(Trace const&) const = default;
    };
    struct Watched {
        Loaded loaded;
        std::optional<Trace> seen; // nothing: to be read again
        bool changed = false;
    };
    static std::optional<Trace> trace_of(std::filesystem::path const& file);
    static void look(Watched& watched);

    std::mutex mutex_;
    std::vector<Watched> watched_;
};

} // namespace leitstand
