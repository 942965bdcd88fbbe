// SPDX-License-Identifier: EUPL-1.2
// A folder of its own for one test, removed when the test ends. Below TMPDIR or /tmp. Threads: any.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "base/assert.hpp"
#include "base/ids.hpp"

namespace leitstand {

class TemporaryFolder {
  public:
    TemporaryFolder()
        : path_(std::filesystem::temp_directory_path() / ("leitstand-test-" + new_id())) {
        ASSERT(std::filesystem::create_directory(path_));
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored; // a test may have taken rights away or files
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::filesystem::path const& name) const {
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

} // namespace leitstand
