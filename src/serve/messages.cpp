// SPDX-License-Identifier: EUPL-1.2
#include "serve/messages.hpp"

#include <toml++/toml.h>

#include "base/assert.hpp"
#include "serve/embedded.hpp"

namespace leitstand {

namespace {

using Messages = std::map<std::string, Message, std::less<>>;

Messages read_messages() {
    Messages messages;
    auto const file = toml::parse(embedded::messages());
    for (auto const& element : *file["message"].as_array()) {
        auto const& entry = *element.as_table();
        auto const text = [&](char const* name) {
            auto value = entry[name].value_or<std::string>("");
            ASSERT(!value.empty());
            return value;
        };
        Message const message{text("de"),
                              text("en"),
                              text("do_de"),
                              text("do_en"),
                              entry["status"].value<int>(),
                              entry["lost"].value_or(false)};
        for (auto const& key : *entry["keys"].as_array()) {
            bool const is_new = messages.emplace(key.value_or<std::string>(""), message).second;
            ASSERT(is_new);
        }
    }
    return messages;
}

} // namespace

Message const* find_message(std::string_view key) {
    static Messages const messages = read_messages(); // part of the program, and tested
    auto const found = messages.find(key);
    return found == messages.end() ? nullptr : &found->second;
}

int status_of(Code code) {
    switch (code) {
    case Code::bad_input:
        return 400;
    case Code::not_found:
        return 404;
    case Code::no_right:
    case Code::refused:
        return 403;
    case Code::not_signed_in:
        return 401;
    case Code::conflict:
        return 409;
    case Code::too_large:
        return 413;
    case Code::too_many:
        return 429;
    case Code::timed_out:
        return 504;
    case Code::no_space:
        return 507;
    case Code::unavailable:
        return 503;
    case Code::damaged:
    case Code::internal:
        return 500;
    }
    return 500;
}

} // namespace leitstand
