// SPDX-License-Identifier: EUPL-1.2
#include "serve/rights.hpp"

#include <toml++/toml.h>

#include "base/assert.hpp"
#include "serve/embedded.hpp"

namespace leitstand {

namespace {

Result<void> read_roles(toml::table const& entry, char const* name, Scope scope,
                        std::map<Role, Scope>& into) {
    auto const* roles = entry[name].as_array();
    if (roles == nullptr)
        return {};
    for (auto const& element : *roles) {
        auto const role = parse_role(element.value_or<std::string>(""));
        if (!role)
            return fail(Code::bad_input, "rights.wrong", "unknown role");
        if (!into.emplace(*role, scope).second)
            return fail(Code::bad_input, "rights.wrong", "a role stands twice");
    }
    return {};
}

} // namespace

Result<Rights> Rights::parse(std::string_view toml) {
    Rights rights;
    try {
        auto const file = toml::parse(toml);
        auto const* list = file["right"].as_array();
        if (list == nullptr)
            return fail(Code::bad_input, "rights.wrong", "no [[right]]");
        for (auto const& element : *list) {
            auto const* entry = element.as_table();
            auto const key =
                entry == nullptr ? std::string{} : (*entry)["key"].value_or<std::string>("");
            if (key.empty() || rights.rights_.contains(key))
                return fail(Code::bad_input, "rights.wrong", "a right without a key of its own");
            auto& roles = rights.rights_[key];
            TRY(read_roles(*entry, "all", Scope::all, roles));
            TRY(read_roles(*entry, "units", Scope::units, roles));
        }
    } catch (toml::parse_error const& error) {
        return fail(Code::bad_input, "rights.wrong",
                    fmt::format("line {}: {}", error.source().begin.line, error.description()));
    }
    return rights;
}

Rights const& Rights::table() {
    static Rights const rights = [] {
        auto parsed = parse(embedded::rights());
        ASSERT(parsed.has_value()); // part of the program, and tested
        return std::move(*parsed);
    }();
    return rights;
}

Scope Rights::scope(std::vector<Role> const& roles, std::string_view right) const {
    auto const found = rights_.find(right);
    if (found == rights_.end())
        return Scope::none;
    auto widest = Scope::none;
    for (auto const role : roles)
        if (auto const entry = found->second.find(role); entry != found->second.end())
            widest = std::max(widest, entry->second);
    return widest;
}

std::vector<std::string> Rights::rights_of(std::vector<Role> const& roles) const {
    std::vector<std::string> result;
    for (auto const& [key, entries] : rights_)
        if (scope(roles, key) != Scope::none)
            result.push_back(key);
    return result;
}

std::vector<std::string> Rights::keys() const {
    std::vector<std::string> result;
    for (auto const& [key, entries] : rights_)
        result.push_back(key);
    return result;
}

} // namespace leitstand
