// SPDX-License-Identifier: EUPL-1.2
// `relate` in the laboratory: the files of one call are held against each other, and nothing is
// stored. Threads: one. Limits: kRelatedFilesMax.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "understand/relate.hpp"

namespace leitstand::app {

inline constexpr std::size_t kRelatedFilesMax = 2'000; // kept in one call; later files are not

class RelatedFiles {
  public:
    // How the file is related to those before it, the "relations" of `understand --json`; keeps it
    // for those behind it. Without a trace nothing is compared.
    Json relate(std::string const& input, Document const& document, LetterTrace const* trace);

  private:
    struct File {
        std::string input;
        Document document;
        LetterTrace trace;
    };
    std::vector<File> files_;
};

} // namespace leitstand::app
