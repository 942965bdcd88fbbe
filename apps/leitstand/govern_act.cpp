// SPDX-License-Identifier: EUPL-1.2
#include "govern_act.hpp"

#include "terminal.hpp"

namespace leitstand::app {

int govern_code(Error const& error) {
    switch (error.code) {
    case Code::no_right:
    case Code::conflict:
    case Code::refused:
        return kSomeFailed;
    case Code::bad_input:
    case Code::too_large:
        return kWrongUse;
    case Code::not_found:
        return error.key.starts_with("file.") ? kCannotRun : kWrongUse;
    default:
        return kCannotRun;
    }
}

int end_govern(Result<int> const& done) {
    return done ? *done : tell(done.error(), govern_code(done.error()));
}

int act_in(fs::path const& home, Act const& act) {
    auto const installation = Installation::open(home, Holder::command);
    if (!installation)
        return tell(installation.error(), kCannotRun);
    return end_govern(act(**installation));
}

int act_on(std::string const& function, fs::path const& home, ActOnFunction const& act) {
    auto const key = parse_function(function);
    if (!key)
        return tell(key.error(), kWrongUse, function);
    return act_in(home, [&](Installation& installation) { return act(installation, *key); });
}

} // namespace leitstand::app
