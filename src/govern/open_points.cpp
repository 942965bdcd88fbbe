// SPDX-License-Identifier: EUPL-1.2
#include "govern/open_points.hpp"

#include <array>

#include "govern/assessment/assessment.hpp"
#include "govern/dossier/dossier.hpp"
#include "govern/operation/duties.hpp"
#include "govern/participation/agreement.hpp"
#include "govern/participation/standing.hpp"
#include "govern/register/publication.hpp"

namespace leitstand {

namespace {

using PointsOf = std::vector<OpenPoint> (*)(GovernView const&);

constexpr auto kAreas = std::to_array<PointsOf>({
    dossier_open_points,
    static_cast<PointsOf>(assessment_open_points),
    participation_open_points,
    agreement_open_points,
    operation_open_points,
    register_open_points,
});

} // namespace

std::vector<OpenPoint> open_points(GovernView const& view) {
    std::vector<OpenPoint> out;
    for (auto const points_of : kAreas)
        for (auto& point : points_of(view))
            out.push_back(std::move(point));
    return out;
}

} // namespace leitstand
