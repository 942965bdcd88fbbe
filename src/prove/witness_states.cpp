// SPDX-License-Identifier: EUPL-1.2
#include "prove/witness_states.hpp"

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "store/setting_table.hpp"

namespace leitstand {

namespace {

// The id is a hash over name and key: another key of the same name begins anew.
std::string setting_of(VerifierKey const& witness) {
    return fmt::format("log.witness.{}.{:08x}", witness.name(), witness.id());
}

Json time_json(std::optional<Instant> const& time) {
    return time ? Json(to_rfc3339(*time)) : Json(nullptr);
}

std::optional<Instant> time_from(Json const& json) {
    if (!json.is_string())
        return std::nullopt;
    auto const time = parse_rfc3339(json.get_ref<std::string const&>());
    return time ? std::optional{*time} : std::nullopt;
}

WitnessState state_from(Json const& json) {
    WitnessState state;
    state.size = json.value("size", std::uint64_t{0});
    state.signed_at = time_from(json.value("signed_at", Json(nullptr)));
    state.trouble = json.value("trouble", std::string{});
    state.detail = json.value("detail", std::string{});
    state.trouble_since = time_from(json.value("trouble_since", Json(nullptr)));
    return state;
}

} // namespace

Result<std::vector<WitnessPlace>> witness_places(std::vector<WitnessSetting> const& settings) {
    std::vector<WitnessPlace> places;
    for (auto const& each : settings) {
        auto const key = VerifierKey::parse(each.key);
        if (!key || key->type() != SignatureType::witness)
            return fail(Code::bad_input, "witness.key_wrong", each.name);
        places.push_back({each.name, *key, each.url, each.certificates});
    }
    return places;
}

bool contradicts_log(std::string_view trouble) {
    return trouble == kWitnessAhead || trouble == kWitnessOtherHistory;
}

bool WitnessState::contradicts() const {
    return contradicts_log(trouble);
}

Result<WitnessState> read_witness_state(Database& database, VerifierKey const& witness) {
    using Setting = std::optional<std::string>;
    auto const kept = TRY(database.read_for<Setting>(
        [&](Sql& sql) { return read_setting(sql, setting_of(witness)); }));
    if (!kept)
        return WitnessState{};
    auto const json = TRY(parse_json(*kept));
    try {
        return state_from(json);
    } catch (Json::exception const&) { // somebody changed it: the witness itself says its size
        return WitnessState{};
    }
}

Result<void> write_witness_state(Database& database, VerifierKey const& witness,
                                 WitnessState const& state) {
    auto const text = print_json({{"size", state.size},
                                  {"signed_at", time_json(state.signed_at)},
                                  {"trouble", state.trouble},
                                  {"detail", state.detail},
                                  {"trouble_since", time_json(state.trouble_since)}});
    return database.write([&](Sql& sql) { return write_setting(sql, setting_of(witness), text); });
}

} // namespace leitstand
