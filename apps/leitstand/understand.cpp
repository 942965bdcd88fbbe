// SPDX-License-Identifier: EUPL-1.2
// `leitstand understand`: the laboratory. It touches no ledger, no case and no log, and says so in
// its output.
#include <nlohmann/json.hpp>

#include "base/configuration.hpp"
#include "base/files.hpp"
#include "base/time.hpp"
#include "commands.hpp"
#include "law/calendar.hpp"
#include "read/reading.hpp"
#include "related_files.hpp"
#include "terminal.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand::app {

namespace {

// In the laboratory every function that exists may run: nothing of what it says reaches a case.
class AllAssist final : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

void print_plain(Understanding const& understanding, Catalogue const& catalogue) {
    auto const name = [&](Finding const& finding) -> std::string {
        Entry const* entry = nullptr;
        switch (finding.kind) {
        case FindingKind::service:
            entry = catalogue.service(finding.key);
            break;
        case FindingKind::act:
            entry = catalogue.act(finding.key);
            break;
        case FindingKind::theme:
            entry = catalogue.theme(finding.key);
            break;
        case FindingKind::document:
            entry = catalogue.document_type(finding.key);
            break;
        case FindingKind::field:
            entry = catalogue.field(finding.key);
            break;
        case FindingKind::unit: // no function says it as a finding
            break;
        }
        return entry == nullptr ? finding.key : entry->name;
    };
    for (auto const& finding : understanding.findings) {
        if (!finding.suggested)
            continue;
        fmt::print("  {:<9} {}{}{}", finding_kind_name(finding.kind), name(finding),
                   finding.value.empty() ? "" : ": ", finding.value);
        if (!finding.evidence.empty())
            fmt::print("   (\"{}\")", finding.evidence.front().text);
        fmt::print("\n");
    }
}

void print_law(Understanding const& understanding) {
    for (auto const& clock : understanding.clocks)
        fmt::print("  {:<9} {}{}: {}   ({})\n", "clock", clock.key,
                   clock.service.empty() ? "" : " (" + clock.service + ")",
                   !clock.due.empty()               ? clock.due
                   : !clock.reaches_back_to.empty() ? "<- " + clock.reaches_back_to
                                                    : clock.because,
                   clock.source);
    for (auto const& requirement : understanding.requirements)
        if (requirement.state == "missing" || requirement.state == "contradictory")
            fmt::print("  {:<9} {} ({})   ({})\n", requirement.state, requirement.key,
                       requirement.service, requirement.source);
}

// The models named, or those beside the catalogue.
Result<std::shared_ptr<JudgingModels const>> models_of(UnderstandArguments const& arguments,
                                                       fs::path const& catalogue_folder) {
    if (arguments.model.empty())
        return JudgingModels::of_catalogue(catalogue_folder);
    return std::make_shared<JudgingModels const>(TRY(JudgingModels::load(arguments.model)));
}

} // namespace

int run_understand(UnderstandArguments const& arguments) {
    ReadingOptions options;
    fs::path catalogue_folder = program_places().catalogue;
    options.reader_program = program_places().reader;
    if (!arguments.home.empty()) {
        auto const configuration = load_configuration(arguments.home);
        if (!configuration)
            return tell(configuration.error(), kCannotRun);
        if (!configuration->laboratory)
            return tell(Error{Code::refused, "laboratory.off", {}, {}}, kCannotRun);
        catalogue_folder = configuration->catalogue_folder;
        options.reader_program = configuration->reader_program;
        options.limits = configuration->limits;
    }
    if (!arguments.catalogue.empty())
        catalogue_folder = arguments.catalogue;
    if (!arguments.received.empty())
        if (auto const date = parse_iso_date(arguments.received); !date)
            return tell(date.error(), kWrongUse, "--received");
    auto const files = walk(arguments.files);
    if (!files)
        return tell(files.error(), kWrongUse);
    auto const catalogue = Catalogue::load(catalogue_folder);
    if (!catalogue)
        return tell(catalogue.error(), kCannotRun);
    if (!arguments.land.empty() && !law::known_place((*catalogue)->legal.holidays, arguments.land))
        return tell(Error{Code::bad_input, "land.unknown", arguments.land, {}}, kWrongUse);
    auto const models = models_of(arguments, catalogue_folder);
    if (!models)
        return tell(models.error(),
                    models.error().code == Code::bad_input ? kWrongUse : kCannotRun);
    auto reading = Reading::start(options);
    if (!reading)
        return tell(reading.error(), kCannotRun);

    Understander const understander{*catalogue, *models};
    UnderstandOptions wishes;
    if (!arguments.received.empty())
        wishes.received = arguments.received;
    if (!arguments.land.empty())
        wishes.land = arguments.land;
    RelatedFiles related;
    int code = kDone;
    for (auto const& file : *files) {
        auto bytes = read_file(file, options.limits.document_size_bytes_max);
        auto document = bytes ? (*reading)->read(*bytes, file.filename().string())
                              : Result<Document>{tl::unexpected(bytes.error())};
        if (document && document->status == ReadStatus::refused)
            document = fail(Code::bad_input, document->reason);
        if (!document) {
            code = tell(document.error(), kSomeFailed, file.string());
            if (arguments.json)
                fmt::print("{}\n", print_json(Json{{"input", file.string()},
                                                   {"laboratory", true},
                                                   {"status", "refused"},
                                                   {"reason", document.error().key}}));
            continue;
        }
        auto const understanding = understander.understand(*document, AllAssist{}, wishes);
        if (arguments.json) {
            auto json = understand_json(understanding, *document, file.string(), **catalogue);
            json["relations"] = related.relate(file.string(), *document, understanding.trace.get());
            fmt::print("{}\n", print_json(json));
        } else {
            fmt::print("{}\n", file.string());
            print_plain(understanding, **catalogue);
            print_law(understanding);
        }
        std::fflush(stdout);
    }
    return code;
}

} // namespace leitstand::app
