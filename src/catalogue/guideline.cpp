// SPDX-License-Identifier: EUPL-1.2
// Loads the guideline: one list of files, each with the function that reads it. An area adds its
// file here, its reader in detail/AREA_loader.hpp, and its member in guideline.hpp.
#include "catalogue/guideline.hpp"

#include <algorithm>

#include "base/crypto/crypto.hpp"
#include "catalogue/detail/assessment_loader.hpp"
#include "catalogue/detail/dossier_loader.hpp"
#include "catalogue/detail/gate_loader.hpp"
#include "catalogue/detail/operation_loader.hpp"
#include "catalogue/detail/participation_loader.hpp"
#include "catalogue/detail/read_toml.hpp"
#include "catalogue/detail/starting_texts_loader.hpp"

namespace leitstand {

namespace {

using detail_catalogue::FileReader;

struct GuidelineFile {
    std::string_view name;
    void (*read)(FileReader const&, toml::table const&, Guideline&);
};

// Phases before what names them.
constexpr auto kFiles = std::to_array<GuidelineFile>({
    {"govern/guideline.toml", detail_catalogue::read_guideline_head},
    {"govern/functions.toml", detail_catalogue::read_functions},
    {"govern/phases.toml", detail_catalogue::read_phases},
    {"govern/facts.toml", detail_catalogue::read_facts},
    {"govern/aia.toml", detail_catalogue::read_impact},
    {"govern/aia_duties.toml", detail_catalogue::read_impact_duties},
    {"govern/criticality.toml", detail_catalogue::read_criticality},
    {"govern/fria.toml", detail_catalogue::read_form},
    {"govern/dpia.toml", detail_catalogue::read_form},
    {"govern/ai_act.toml", detail_catalogue::read_form},
    {"govern/participation.toml", detail_catalogue::read_participation},
    {"govern/operation.toml", detail_catalogue::read_operation},
    {"govern/incidents.toml", detail_catalogue::read_incidents},
    {"govern/gates.toml", detail_catalogue::read_gates},
});

// References between files, once all are read.
constexpr auto kChecks = std::to_array<void (*)(Guideline const&, std::vector<Problem>&)>({
    detail_catalogue::check_dossier_references,
    detail_catalogue::check_assessment_references,
    detail_catalogue::check_gate_references,
    detail_catalogue::check_starting_texts,
});

// Of these folders every *.toml is read, by name.
constexpr std::string_view kTasksFolder = "govern/tasks";
constexpr std::string_view kStartingTextsFolder = "govern/starting_texts"; // may be missing
constexpr std::size_t kFilesOfFolderMax = 50;

std::vector<std::string> files_of(std::filesystem::path const& catalogue_folder,
                                  std::string_view folder) {
    std::vector<std::string> out;
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(catalogue_folder / folder, fault), end;
         !fault && entry != end && out.size() < kFilesOfFolderMax; entry.increment(fault))
        if (entry->path().extension() == ".toml")
            out.push_back(fmt::format("{}/{}", folder, entry->path().filename().string()));
    std::sort(out.begin(), out.end());
    return out;
}

struct LoadedGuideline {
    Guideline guideline;
    std::vector<Problem> problems;
};

LoadedGuideline load_guideline(std::filesystem::path const& catalogue_folder) {
    LoadedGuideline loaded;
    std::string all;
    auto const read = [&](std::string_view name, auto const reader_of_table) {
        detail_catalogue::read_toml(catalogue_folder, name, FileReader::Need::required,
                                    loaded.problems, all,
                                    [&](FileReader const& reader, toml::table const& root) {
                                        reader_of_table(reader, root, loaded.guideline);
                                    });
    };
    for (auto const& file : kFiles)
        read(file.name, file.read);
    auto const tasks = files_of(catalogue_folder, kTasksFolder);
    for (auto const& name : tasks)
        read(name, detail_catalogue::read_tasks);
    for (auto const& name : files_of(catalogue_folder, kStartingTextsFolder))
        read(name, detail_catalogue::read_starting_texts);
    if (tasks.empty())
        loaded.problems.push_back({std::string{kTasksFolder}, 0, "there is no list of tasks"});
    for (auto const& check : kChecks)
        check(loaded.guideline, loaded.problems);
    loaded.guideline.hash = to_hex(sha256(all));
    std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                     [](auto const& a, auto const& b) {
                         return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                     });
    return loaded;
}

template <typename T>
T const* find_key(std::vector<T> const& entries, std::string_view key) {
    auto const found = std::find_if(entries.begin(), entries.end(),
                                    [&](T const& entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

bool has_guideline(std::filesystem::path const& catalogue_folder) {
    std::error_code ignored;
    return std::filesystem::is_directory(catalogue_folder / "govern", ignored);
}

} // namespace

std::string_view effect_class_name(EffectClass effect) {
    switch (effect) {
    case EffectClass::a:
        return "A";
    case EffectClass::b:
        return "B";
    case EffectClass::c:
        return "C";
    }
    return {};
}

std::string_view fact_kind_name(FactKind kind) {
    switch (kind) {
    case FactKind::text:
        return "text";
    case FactKind::long_text:
        return "long_text";
    case FactKind::yes_no:
        return "yes_no";
    case FactKind::number:
        return "number";
    case FactKind::date:
        return "date";
    case FactKind::choice:
        return "choice";
    case FactKind::choices:
        return "choices";
    case FactKind::list:
        return "list";
    }
    return {};
}

FunctionRule const* Guideline::function(std::string_view key) const {
    return find_key(functions, key);
}
Fact const* Guideline::fact(std::string_view key) const {
    return find_key(facts, key);
}
Phase const* Guideline::phase(std::string_view key) const {
    return find_key(phases, key);
}
Task const* Guideline::task(std::string_view key) const {
    if (auto const* own = find_key(tasks, key))
        return own;
    auto const found = std::find_if(tasks.begin(), tasks.end(), [&](Task const& task) {
        return std::find(task.stands_for.begin(), task.stands_for.end(), key) !=
               task.stands_for.end();
    });
    return found == tasks.end() ? nullptr : &*found;
}

Json const* Guideline::starting_text(std::string_view function, std::string_view fact) const {
    Json const* found = nullptr;
    for (auto const& texts : starting_texts)
        if (auto const entry = texts.statements.find(fact);
            entry != texts.statements.end() &&
            (texts.function == function || (texts.function.empty() && found == nullptr)))
            found = entry->second.get();
    return found;
}
std::vector<std::string> const* Guideline::starting_answer(std::string_view function,
                                                           std::string_view question) const {
    std::vector<std::string> const* found = nullptr;
    for (auto const& texts : starting_texts)
        if (auto const entry = texts.answers.find(question);
            entry != texts.answers.end() &&
            (texts.function == function || (texts.function.empty() && found == nullptr)))
            found = &entry->second;
    return found;
}
StartingTexts::FromStatement const*
Guideline::answer_from_statement(std::string_view question) const {
    for (auto const& texts : starting_texts)
        if (auto const entry = texts.from_statements.find(question);
            entry != texts.from_statements.end())
            return &entry->second;
    return nullptr;
}

Result<std::shared_ptr<Guideline const>>
Guideline::load(std::filesystem::path const& catalogue_folder) {
    if (!has_guideline(catalogue_folder))
        return fail(Code::not_found, "guideline.missing", catalogue_folder.string());
    auto loaded = load_guideline(catalogue_folder);
    if (!loaded.problems.empty()) {
        auto const& first = loaded.problems.front();
        return fail(Code::bad_input, "guideline.wrong",
                    fmt::format("{}:{}: {}", first.file, first.line, first.reason));
    }
    return std::make_shared<Guideline const>(std::move(loaded.guideline));
}

std::vector<Problem> Guideline::check(std::filesystem::path const& catalogue_folder) {
    if (!has_guideline(catalogue_folder))
        return {{(catalogue_folder / "govern").string(), 0, "there is no such folder"}};
    return load_guideline(catalogue_folder).problems;
}

} // namespace leitstand
