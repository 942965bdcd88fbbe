// SPDX-License-Identifier: EUPL-1.2
#include "reader/parse/flowed.hpp"

namespace leitstand::reader {

std::string unflow(std::string_view text, DeleteSpace delete_space) {
    std::string out;
    out.reserve(text.size());
    std::size_t depth_before = 0;
    bool flows_on = false; // the line before ended with a soft break
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        std::size_t depth = 0;
        while (line.starts_with('>')) {
            line.remove_prefix(1);
            ++depth;
        }
        if (line.starts_with(' ')) // stuffed by the sender
            line.remove_prefix(1);
        bool const is_signature = line == "-- ";
        bool const joins = flows_on && depth == depth_before && !is_signature;
        if (!joins) {
            if (flows_on) {
                while (out.ends_with(' '))
                    out.pop_back();
                out += '\n';
            }
            if (depth > 0)
                out += std::string(depth, '>') + ' ';
        }
        flows_on = line.ends_with(' ') && !is_signature;
        if (flows_on && delete_space == DeleteSpace::yes)
            line.remove_suffix(1);
        out += line;
        if (!flows_on)
            out += '\n';
        depth_before = depth;
    }
    if (flows_on)
        out += '\n';
    return out;
}

} // namespace leitstand::reader
