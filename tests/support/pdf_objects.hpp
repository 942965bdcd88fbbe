// SPDX-License-Identifier: EUPL-1.2
// Writes PDF files out of objects, for tests that need a file of their own making. Threads: any.
#pragma once

#include <fmt/format.h>
#include <string>
#include <vector>

namespace leitstand {

// The objects in order from number 1, which is the catalogue. `trailer` comes into its dictionary.
inline std::string pdf_of_objects(std::vector<std::string> const& objects,
                                  std::string const& trailer = {}) {
    std::string out = "%PDF-1.7\n";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places.push_back(out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    auto const table = out.size();
    out += fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (auto const place : places)
        out += fmt::format("{:010} 00000 n \n", place);
    return out + fmt::format("trailer\n<< /Size {} /Root 1 0 R {} >>\nstartxref\n{}\n%%EOF\n",
                             objects.size() + 1, trailer, table);
}

} // namespace leitstand
