// SPDX-License-Identifier: EUPL-1.2
// All open points of a function: those of every area, in the order in which they are best done. An
// area adds its function to the list in open_points.cpp. Pure. Threads: any.
#pragma once

#include <vector>

#include "govern/open_point.hpp"
#include "govern/view.hpp"

namespace leitstand {

std::vector<OpenPoint> open_points(GovernView const& view);

} // namespace leitstand
