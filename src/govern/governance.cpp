// SPDX-License-Identifier: EUPL-1.2
#include "govern/governance.hpp"

namespace leitstand {

Governance::Governance(Parts parts)
    : parts_(std::move(parts)), calendar_(parts_.catalogue->legal.holidays, parts_.place) {}

Result<Instant> Governance::now() const {
    return std::max(parts_.time.now(), TRY(parts_.journal.newest_entry()));
}

std::vector<FunctionKey> Governance::changed_models() const {
    return parts_.model_files == nullptr ? std::vector<FunctionKey>{}
                                         : parts_.model_files->changed();
}

Result<std::shared_ptr<HeldView const>> Governance::look(FunctionKey function, Mode mode) const {
    auto const* rule = parts_.guideline->function(function_name(function));
    if (rule == nullptr)
        return fail(Code::not_found, "function.unknown", std::string{function_name(function)});
    auto records = TRY(parts_.journal.of(function));
    auto roles = parts_.roles_held ? TRY(parts_.roles_held()) : std::vector<std::string>{};
    auto const clock_day = date_in_berlin(parts_.time.now());
    auto const now = TRY(this->now());
    auto const today = date_in_berlin(now);
    auto const changed = changed_models();
    return std::make_shared<HeldView const>(
        std::move(records), std::move(roles),
        [&](std::vector<Record> const& kept, std::vector<std::string> const& held) {
            return GovernView{function,
                              *rule,
                              *parts_.guideline,
                              *parts_.catalogue,
                              calendar_,
                              kept,
                              release(function),
                              mode,
                              now,
                              today,
                              held,
                              parts_.example,
                              clock_day < today ? std::optional{clock_day} : std::nullopt,
                              std::ranges::find(changed, function) != changed.end()};
        });
}

} // namespace leitstand
