// SPDX-License-Identifier: EUPL-1.2
// The precompiled header: std, fmt, tl::expected and JSON's forward declarations. Nothing of ours,
// nothing heavy.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>
