// SPDX-License-Identifier: EUPL-1.2
#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace leitstand {

namespace {

spdlog::logger& logger() {
    static auto const instance = [] {
        auto made = spdlog::stderr_color_mt("leitstand");
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

} // namespace

void set_log_level(LogLevel level) {
    logger().set_level(to_spdlog(level));
}

void log_line(LogLevel level, std::string_view area, std::string_view text) {
    logger().log(to_spdlog(level), "[{}] {}", area, text);
}

} // namespace leitstand
