// SPDX-License-Identifier: EUPL-1.2
#include "base/result.hpp"

namespace leitstand {

std::string_view code_name(Code code) {
    switch (code) {
    case Code::bad_input:
        return "bad_input";
    case Code::not_found:
        return "not_found";
    case Code::no_right:
        return "no_right";
    case Code::not_signed_in:
        return "not_signed_in";
    case Code::conflict:
        return "conflict";
    case Code::too_large:
        return "too_large";
    case Code::too_many:
        return "too_many";
    case Code::timed_out:
        return "timed_out";
    case Code::no_space:
        return "no_space";
    case Code::unavailable:
        return "unavailable";
    case Code::damaged:
        return "damaged";
    case Code::refused:
        return "refused";
    case Code::internal:
        return "internal";
    }
    return "internal";
}

std::string Error::describe() const {
    return fmt::format("{} ({}){}{}", key, code_name(code), detail.empty() ? "" : ": ", detail);
}

} // namespace leitstand
