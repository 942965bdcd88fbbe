// SPDX-License-Identifier: EUPL-1.2
// `leitstand govern measure`: takes every measurement that needs no people and appends it to the
// journal, bound to what runs; or writes them to a file, for dossiers that are shipped.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.hpp"
#include "base/json.hpp"
#include "govern/measurement/machine.hpp"
#include "govern/measurement/shadow_comparison.hpp"
#include "govern_act.hpp"
#include "govern_options.hpp"
#include "log_place.hpp"
#include "terminal.hpp"

namespace leitstand::app {

namespace {

constexpr unsigned kReadable = 0644;
constexpr std::size_t kShadowItemsMax = 5'000; // closed items compared, the newest; docs/limits.md

// A folder of its own below the data folder, gone at the end.
class Scratch {
  public:
    explicit Scratch(fs::path const& home) : folder_(home / "measurement-trial") { remove(); }
    ~Scratch() { remove(); }
    fs::path const& folder() const { return folder_; }

  private:
    void remove() const {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    fs::path folder_;
};

Result<std::vector<FunctionKey>> functions_of(GovernMeasureArguments const& arguments) {
    std::vector<FunctionKey> functions;
    if (arguments.function == "all")
        functions = {FunctionKey::sort, FunctionKey::extract, FunctionKey::complete,
                     FunctionKey::urgent, FunctionKey::relate};
    else
        functions.push_back(TRY(parse_function(arguments.function)));
    return functions;
}

// Those named, or the letters that lie beside the catalogue.
Result<std::vector<fs::path>> files_of(GovernMeasureArguments const& arguments,
                                       fs::path const& catalogue_folder) {
    auto named = arguments.letters;
    if (named.empty())
        named.push_back(catalogue_folder / "letters");
    auto files = TRY(walk(named));
    std::erase_if(files, [](fs::path const& file) { return file.extension() != ".jsonl"; });
    return files;
}

Result<std::optional<TakenMeasurement>> compare_shadow(Installation& installation,
                                                       FunctionKey function) {
    ShadowComparison comparison{function};
    InboxFilter filter;
    filter.state = ItemState::closed;
    while (filter.from < kShadowItemsMax) {
        auto const page = TRY(installation.inbox->list(filter));
        for (auto const& row : page.rows)
            comparison.add(TRY(installation.inbox->view(row.id)));
        filter.as_of = page.as_of;
        filter.from += page.rows.size();
        if (page.rows.empty() || filter.from >= page.total)
            break;
    }
    auto measured = comparison.take();
    if (!measured) // too few people: nothing is given out
        return std::optional<TakenMeasurement>{};
    auto const& release = installation.governance->release(function);
    measured->taken.release = release.measured();
    measured->taken.version = release.version;
    measured->taken.data = "abgeschlossene Eingänge / closed items";
    return TakenMeasurement{function, std::string(ShadowComparisonMeasurement::kSubject),
                            record_body(pack(*measured))};
}

Result<void> append(Installation& installation, std::vector<TakenMeasurement> const& taken) {
    std::vector<NewRecord> records;
    std::map<std::pair<FunctionKey, std::string>, std::int64_t> numbers;
    for (auto const& one : taken) {
        auto const known = TRY(installation.journal->of(one.function));
        auto& number = numbers[{one.function, one.subject}];
        for (auto const& record : *known)
            if (record.function == one.function && record.kind == RecordKind::measurement &&
                record.subject == one.subject)
                number = std::max(number, record.number);
        NewRecord record;
        record.function = one.function;
        record.kind = RecordKind::measurement;
        record.subject = one.subject;
        record.number = ++number;
        record.body = one.body;
        records.push_back(std::move(record));
    }
    TRY(bring_into_log(installation));
    TRY(installation.journal->append_all(records));
    bring_rest_into_log(installation);
    return {};
}

Json line_of(TakenMeasurement const& one) {
    return {{"function", std::string(function_name(one.function))},
            {"kind", "measurement"},
            {"subject", one.subject},
            {"body", *one.body}};
}

Result<void> write_out(fs::path const& file, std::vector<TakenMeasurement> const& taken) {
    std::string lines;
    for (auto const& one : taken)
        lines += print_json(line_of(one)) + "\n";
    return write_file_durably(file, lines, kReadable);
}

Result<int> measure(GovernMeasureArguments const& arguments, std::vector<FunctionKey> const& wanted,
                    Installation& installation) {
    auto const& folder = installation.configuration.catalogue_folder;
    Scratch const scratch{arguments.home};
    MachineInput input;
    input.catalogue = installation.catalogue;
    input.models = installation.models;
    input.templates = TRY(Counterfactuals::load(folder));
    input.files = TRY(files_of(arguments, folder));
    input.scratch = scratch.folder();
    input.threads = arguments.threads != 0 ? arguments.threads
                                           : std::max(1u, std::thread::hardware_concurrency());
    input.progress = [](std::string_view what) { fmt::print(stderr, "{}\n", what); };
    std::vector<std::pair<FunctionKey, Release>> functions;
    for (auto const function : wanted)
        functions.emplace_back(function, installation.governance->release(function));
    auto taken = TRY(measure_by_machine(functions, input));
    if (arguments.out.empty()) {
        for (auto const& [function, release] : functions)
            if (auto compared = TRY(compare_shadow(installation, function)))
                taken.push_back(std::move(*compared));
        TRY(append(installation, taken));
    } else {
        TRY(write_out(arguments.out, taken));
    }
    for (auto const& one : taken)
        if (arguments.json)
            fmt::print("{}\n", print_json(line_of(one)));
        else
            fmt::print("{} {}\n", function_name(one.function), one.subject);
    return kDone;
}

} // namespace

int run_govern_measure(GovernMeasureArguments const& arguments) {
    auto const functions = functions_of(arguments);
    if (!functions)
        return tell(functions.error(), kWrongUse, arguments.function);
    return act_in(arguments.home, [&](Installation& installation) {
        return measure(arguments, *functions, installation);
    });
}

} // namespace leitstand::app
