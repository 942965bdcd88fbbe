// SPDX-License-Identifier: EUPL-1.2
// Amounts of money with the role that the words around them give.
#include <algorithm>

#include "text/amounts.hpp"
#include "text/dates.hpp"
#include "understand/detail/extract.hpp"

namespace leitstand::detail_understand {

namespace {

constexpr double kRoleNeeded = 0.25;

} // namespace

void find_amount_fields(Scene const& scene, Context const& context, std::vector<Found>& out) {
    auto const dates = text::find_dates(scene.text());
    auto const roles = context.roles("amount");
    if (roles.empty())
        return;
    for (auto const& amount : text::find_amounts(scene.text())) {
        auto const zone = scene.zone_at(amount.span.start);
        bool const date = std::any_of(dates.begin(), dates.end(), [&](auto const& other) {
            return other.span.start < amount.span.end && amount.span.start < other.span.end;
        });
        if (date || zone == Zone::quoted || overlaps(out, amount.span) || amount.cents == 0)
            continue;
        auto role = roles.back(); // the catalogue lists the role for everything else last
        double best = kRoleNeeded;
        for (auto const& candidate : roles) {
            double const score = context.near("amount." + candidate, amount.span);
            if (score > best) {
                best = score;
                role = candidate;
            }
        }
        if (context.near("cue.no_amount", amount.span) > best)
            continue;
        auto const value = amount.value();
        auto const known = std::any_of(out.begin(), out.end(), [&](Found const& found) {
            return found.key == "amount" && found.value == value;
        });
        if (!known)
            out.push_back({"amount", value, role, std::nullopt, amount.span, best});
    }
}

} // namespace leitstand::detail_understand
