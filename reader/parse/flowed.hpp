// SPDX-License-Identifier: EUPL-1.2
// Plain text that was broken into lines for transport (RFC 3676, format=flowed) put together again.
// Threads: any.
#pragma once

#include <string>
#include <string_view>

namespace leitstand::reader {

enum class DeleteSpace { no, yes };
std::string unflow(std::string_view text, DeleteSpace delete_space);

} // namespace leitstand::reader
