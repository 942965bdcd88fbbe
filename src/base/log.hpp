// SPDX-License-Identifier: EUPL-1.2
// The operating log: key=value lines on standard error. Never text of a document, never a name or
// an address; things are named by their ids and receipt numbers. Threads: any.
#pragma once

#include <fmt/format.h>
#include <string_view>

namespace leitstand {

enum class LogLevel { debug, info, warning, error };

void set_log_level(LogLevel level);
void log_line(LogLevel level, std::string_view area, std::string_view text);

template <typename... A>
void log_info(std::string_view area, fmt::format_string<A...> format, A&&... arguments) {
    log_line(LogLevel::info, area, fmt::format(format, std::forward<A>(arguments)...));
}
template <typename... A>
void log_warning(std::string_view area, fmt::format_string<A...> format, A&&... arguments) {
    log_line(LogLevel::warning, area, fmt::format(format, std::forward<A>(arguments)...));
}
template <typename... A>
void log_error(std::string_view area, fmt::format_string<A...> format, A&&... arguments) {
    log_line(LogLevel::error, area, fmt::format(format, std::forward<A>(arguments)...));
}

} // namespace leitstand
