// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/publication.hpp"

#include <nlohmann/json.hpp>

#include "base/crypto/crypto.hpp"
#include "govern/register/forms.hpp"
#include "text/normalise.hpp"

namespace leitstand {

namespace {

constexpr char kKeeper[] = "governance"; // who keeps the register

OpenPoint point(std::string key, std::string subject, std::string german, std::string english,
                std::string role = kKeeper) {
    return {std::move(key),     std::move(subject), std::move(german),
            std::move(english), std::move(role),    std::nullopt};
}

// Facts that must be there before a function begins to work stand in the register as well. One
// point for all: the dossier names each.
void add_missing_facts(GovernView const& view, RegisterEntry const& entry,
                       std::vector<OpenPoint>& points) {
    std::vector<Fact const*> missing;
    for (auto const& fact : view.guideline.facts) {
        bool const later =
            fact.phase.empty() || fact.phase == "operation" || fact.phase == "switching_off";
        if (fact.published && !later && entry.fact(fact.key) == nullptr)
            missing.push_back(&fact);
    }
    if (missing.empty())
        return;
    auto const& first = *missing.front();
    auto const count = missing.size();
    points.push_back(point(
        "register.facts_missing", first.key,
        count == 1
            ? fmt::format("Für das öffentliche Register fehlt noch die Angabe „{}“.", first.name)
            : fmt::format("Für das öffentliche Register fehlen noch {} Angaben, zuerst „{}“.",
                          count, first.name),
        count == 1
            ? fmt::format("The public register still lacks the statement “{}”.", first.name_en)
            : fmt::format("The public register still lacks {} statements, first “{}”.", count,
                          first.name_en),
        first.role));
}

InLanguages form_in_words(std::string const& form) {
    if (form == "nl-1.0")
        return {"Niederländisches Algorithmenregister", "Dutch algorithm register"};
    return form == "atrs-3.0" ? InLanguages{"Britischer Standard ATRS", "British standard ATRS"}
                              : InLanguages{form, form};
}

// One point for each form, with the statements that would fill it: for each empty field the first.
void add_export_faults(GovernView const& view, RegisterEntry const& entry,
                       std::vector<OpenPoint>& points) {
    std::map<std::string, std::vector<Fact const*>> forms;
    for (auto const& fault : form_faults(entry)) {
        auto& wanted = forms[fault.form];
        auto const* fact = fault.facts.empty() ? nullptr : view.guideline.fact(fault.facts.front());
        if (fact != nullptr && std::ranges::find(wanted, fact) == wanted.end())
            wanted.push_back(fact);
    }
    for (auto const& [form, wanted] : forms) {
        auto const name = form_in_words(form);
        std::vector<std::string> german, english;
        for (auto const* fact : wanted) {
            german.push_back(fact->name);
            english.push_back(fact->name_en);
        }
        if (wanted.empty()) { // no statement fills it
            german.emplace_back("Name der Behörde");
            english.emplace_back("name of the authority");
        }
        points.push_back(point("register.export_invalid", form,
                               fmt::format("{}: Der Eintrag wäre dort ungültig. Es fehlt: {}.",
                                           name.german, fmt::join(german, ", ")),
                               fmt::format("{}: the entry would not be valid there. Missing: {}.",
                                           name.english, fmt::join(english, ", "))));
    }
}

} // namespace

Result<NewRecord> new_publication(GovernView const& view, std::string const& note,
                                  std::string const& by, std::int64_t number, bool example) {
    if (note.find_first_not_of(" \n\r\t") == std::string::npos)
        return fail(Code::bad_input, "register.note_missing");
    auto form = entry_json(register_entry(view));
    NewRecord record;
    record.function = view.function;
    record.kind = RecordKind::publication;
    record.subject = kEntrySubject;
    record.number = number;
    record.example = example;
    record.by = by;
    Json body{{"note", note},
              {"hash", to_hex(sha256(print_json(form)))},
              {"release", view.release.hash()}};
    body["form"] = std::move(form);
    record.body = record_body(std::move(body));
    return record;
}

Result<std::vector<Publication>> publications(std::vector<Record> const& records) {
    std::vector<Publication> list;
    for (auto const& record : records) {
        if (record.kind != RecordKind::publication || !record.body ||
            record.subject != kEntrySubject)
            continue;
        auto const& body = *record.body;
        auto const form = body.find("form");
        if (form == body.end())
            return fail(Code::damaged, "register.snapshot_damaged");
        Publication publication;
        publication.number = record.number;
        publication.at = record.at;
        publication.note = body.value("note", std::string{});
        publication.hash = to_hex(sha256(print_json(*form)));
        publication.example = record.example;
        publication.entry = TRY(parse_entry(*form));
        if (publication.hash != body.value("hash", std::string{}))
            return fail(Code::damaged, "register.snapshot_damaged", "another hash");
        if (!list.empty())
            publication.changed = differences(list.back().entry, publication.entry);
        list.push_back(std::move(publication));
    }
    return list;
}

std::string searched_text(RegisterEntry const& entry) {
    std::string text = entry.name.german + " " + entry.name.english + " " + entry.name_plain + " " +
                       entry.function;
    for (auto const* key : {"register_summary", "register_summary_plain", "register_summary_en",
                            "purpose", "legal_basis"})
        text += " " + std::string{entry.text(key)};
    return text::matching_form(text);
}

Result<std::optional<PublicEntry>> public_entry(std::vector<Record> const& records,
                                                FunctionKey function, Mode mode,
                                                std::vector<ModeChange> const& history) {
    PublicEntry entry;
    entry.publications = TRY(publications(records));
    if (entry.publications.empty())
        return std::nullopt;
    entry.entry = entry.newest().entry;
    entry.mode = mode;
    entry.modes = mode_steps(history, function);
    entry.searched = searched_text(entry.entry);
    return entry;
}

std::vector<ModeStep> mode_steps(std::vector<ModeChange> const& history, FunctionKey function) {
    std::vector<ModeStep> steps;
    for (auto change = history.rbegin(); change != history.rend(); ++change)
        if (change->function == function)
            steps.push_back({change->from, change->to, change->at,
                             static_cast<std::int64_t>(steps.size()) + 1});
    return steps;
}

std::vector<OpenPoint> register_open_points(GovernView const& view) {
    std::vector<OpenPoint> points;
    auto const entry = register_entry(view);
    auto const published = publications(view.records);
    if (!published)
        points.push_back(point("register.not_published", "",
                               "Der veröffentlichte Registereintrag ist beschädigt. Er muss neu "
                               "veröffentlicht werden.",
                               "The published register entry is damaged. It has to be published "
                               "anew."));
    else if (published->empty())
        points.push_back(point("register.not_published", "",
                               "Der Registereintrag ist noch nicht veröffentlicht.",
                               "The register entry has not been published yet."));
    else if (published->back().entry.release.hash() != view.release.hash())
        points.push_back(point("register.older_than_release", "",
                               "Der Registereintrag ist älter als die laufende Fassung.",
                               "The register entry is older than the running release."));
    else if (published->back().entry != entry)
        points.push_back(point("register.dossier_changed", "",
                               "Die KI-Akte hat sich seit der Veröffentlichung geändert.",
                               "The dossier has changed since it was published."));
    add_missing_facts(view, entry, points);
    add_export_faults(view, entry, points);
    return points;
}

} // namespace leitstand
