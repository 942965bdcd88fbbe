// SPDX-License-Identifier: EUPL-1.2
#include "base/json_members.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace leitstand {

Json const* member(Json const& object, std::string_view key) {
    auto const found = object.is_object() ? object.find(key) : object.end();
    return found == object.end() ? nullptr : &*found;
}

std::string text_member(Json const& object, std::string_view key) {
    auto const* const found = member(object, key);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t whole_member(Json const& object, std::string_view key) {
    auto const* const found = member(object, key);
    return found != nullptr && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::optional<Date> date_member(Json const& object, std::string_view key) {
    auto const date = parse_iso_date(text_member(object, key));
    return date ? std::optional{*date} : std::nullopt;
}

Json date_json(std::optional<Date> const& date) {
    return date ? Json(to_iso(*date)) : Json(nullptr);
}

double rounded(double value, int decimals) {
    static constexpr std::array kSteps{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    auto const steps = kSteps.at(static_cast<std::size_t>(decimals));
    return std::round(value * steps) / steps;
}

} // namespace leitstand
