// SPDX-License-Identifier: EUPL-1.2
#include "govern/restored_modes.hpp"

#include <map>

#include "govern/mode_table.hpp"

namespace leitstand {

namespace {

constexpr char kReason[] = "Ausgeschaltet, weil der Bestand aus einer Sicherung stammt: was danach "
                           "geändert wurde, fehlt.";

struct Newest {
    Mode mode = Mode::off;
    std::int64_t number = 0;
};

} // namespace

Result<std::size_t> stop_restored_functions(Sql& sql, EntryLog const& log, Instant now) {
    std::map<FunctionKey, Newest> functions;
    for (auto const& change : TRY(mode_table::all(sql))) {
        auto& newest = functions[change.function];
        newest.mode = change.to;
        ++newest.number;
    }
    std::size_t stopped = 0;
    for (auto const& [function, newest] : functions) {
        if (newest.mode == Mode::off)
            continue;
        TRY(mode_table::append(sql, {function, newest.mode, Mode::off, "", kReason, now},
                               newest.number + 1));
        TRY(log.write(sql, {.type = EntryType::mode_changed,
                            .details = {{"function", std::string{function_name(function)}},
                                        {"from", std::string{mode_name(newest.mode)}},
                                        {"to", std::string{mode_name(Mode::off)}},
                                        {"reason", kReason}}}));
        ++stopped;
    }
    return stopped;
}

} // namespace leitstand
