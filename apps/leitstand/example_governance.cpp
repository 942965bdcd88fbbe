// SPDX-License-Identifier: EUPL-1.2
#include "example_governance.hpp"

#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/log.hpp"
#include "govern/dossier/dossier_file.hpp"
#include "govern/gates/signature.hpp"
#include "govern/register/publication.hpp"

namespace leitstand::app {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFileBytesMax = 4 << 20;
constexpr char kReason[] = "Beispielbehörde: zum Ausprobieren freigegeben";

Result<void> import_shipped_dossier(Installation& installation, FunctionKey function) {
    auto const name = fmt::format("{}.toml", function_name(function));
    auto const file = installation.configuration.catalogue_folder / "govern" / "dossiers" / name;
    if (!fs::exists(file)) // an authority's own catalogue need not ship any
        return {};
    auto const dossier = read_dossier(TRY(read_file(file, kFileBytesMax)), DossierFormat::toml,
                                      name, *installation.guideline);
    TRY(import_dossier(dossier, *installation.governance, {"", true}));
    return {};
}

// Those that were taken on the shipped models by `leitstand govern measure --out`; on any other
// model or catalogue they say nothing, and the gates stay closed.
Result<void> import_measurements(Installation& installation) {
    auto const file =
        installation.configuration.catalogue_folder / "govern" / "dossiers" / "measurements.jsonl";
    if (!fs::exists(file))
        return {};
    std::istringstream lines{TRY(read_file(file, kFileBytesMax))};
    std::vector<NewRecord> records;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty())
            continue;
        auto json = TRY(parse_json(line));
        NewRecord record;
        record.function = TRY(parse_function(json.value("function", "")));
        record.kind = RecordKind::measurement;
        record.subject = json.value("subject", "");
        record.example = json.value("example", false);
        record.body = record_body(std::move(json["body"]));
        records.push_back(std::move(record));
    }
    TRY(installation.journal->append_all(records));
    return {};
}

Result<void> publish_and_sign(Installation& installation, FunctionKey function) {
    auto const look = [&] { return installation.governance->look(function, Mode::off); };
    auto const entry = new_publication(**TRY(look()), "Beispiel: erster Eintrag", "", 1, true);
    if (!entry) {
        log_warning("init", "{} is not in the register: {}", function_name(function),
                    entry.error().describe());
        return {};
    }
    TRY(installation.journal->append(*entry));
    for (auto const& [name, role] :
         {std::pair{"leitung", "management"}, std::pair{"datenschutz", "data_protection"}}) {
        auto const account = TRY(installation.accounts->find_by_name(name));
        TRY(installation.journal->append(
            TRY(gates::new_signature(**TRY(look()), {account.id, account.display_name, role,
                                                     kReason, Mode::assist, true}))));
    }
    return {};
}

// As far as the gates allow, one step after the other.
Result<void> switch_on(Installation& installation, FunctionKey function, std::string const& by) {
    for (auto const step : {Mode::shadow, Mode::assist}) {
        auto const changed = installation.switchboard->change(function, step, kReason, by);
        if (!changed && changed.error().key == "mode.gates_closed") {
            log_info("init", "{} does not reach {}: {}", function_name(function), mode_name(step),
                     changed.error().detail);
            return {};
        }
        TRY(Result<void>{changed});
    }
    return {};
}

} // namespace

Result<void> govern_example(Installation& installation) {
    auto const admin = TRY(installation.accounts->find_by_name("verwaltung"));
    for (auto const function : kFunctions)
        TRY(import_shipped_dossier(installation, function));
    TRY(import_measurements(installation));
    for (auto const& state : installation.switchboard->states()) {
        if (!state.built)
            continue;
        TRY(publish_and_sign(installation, state.function));
        TRY(installation.switchboard->refresh());
        TRY(switch_on(installation, state.function, admin.id));
    }
    return {};
}

} // namespace leitstand::app
