// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/dossier_file.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "catalogue/toml_json.hpp"
#include "govern/assessment/criticality.hpp"
#include "govern/assessment/risk_register.hpp"
#include "govern/dossier/statement.hpp"
#include "govern/dossier/task_state.hpp"
#include "govern/participation/agreement.hpp"

namespace leitstand {

namespace {

// What people write down themselves; everything else is made by the program.
constexpr std::array kImported{RecordKind::participation, RecordKind::agreement, RecordKind::risk,
                               RecordKind::operation};
constexpr std::size_t kEntriesMax = 5'000;

bool imported(RecordKind kind) {
    return std::find(kImported.begin(), kImported.end(), kind) != kImported.end();
}

// Of these every record is kept, none takes the place of another.
bool is_history(RecordKind kind) {
    return kind != RecordKind::statement && kind != RecordKind::task && kind != RecordKind::risk;
}

// A file never speaks as a body: what one said is marked as entered for it, and nothing is marked
// as entered by it. What cannot be read as what it says it is is no record.
Result<void> check_speaker(RecordKind kind, Json const& body) {
    if (kind == RecordKind::participation) {
        auto const event = TRY(participation::parse_event(body));
        bool const of_body = participation::side_of(event.kind) == participation::Side::body ||
                             (event.kind == participation::EventKind::settlement &&
                              event.outcome == participation::Outcome::agreed);
        if (event.by_body || (of_body && !event.for_body))
            return fail(Code::bad_input, "dossier.speaks_as_body",
                        event.by_body ? "by_body" : "for_body");
    }
    if (kind == RecordKind::agreement) {
        auto const event = TRY(participation::parse_agreement_event(body));
        if (event.kind != participation::AgreementEventKind::proposal && !event.for_body)
            return fail(Code::bad_input, "dossier.speaks_as_body", "for_body");
    }
    return {};
}

// Walks over the parsed file; each fault names the line of what it is about.
class Reading {
  public:
    Reading(TomlAsJson const& source, std::string const& name, Guideline const& guideline,
            DossierFile& out)
        : source_(source), name_(name), guideline_(guideline), out_(out) {}

    void read() {
        auto const& root = *source_.value;
        for (auto const& [key, value] : root.items())
            if (key != "function" && key != "example" && key != "statements" && key != "tasks" &&
                key != "records")
                problem(key, fmt::format("unknown key '{}'", key));
        auto const key = text_member(root, "function");
        auto const function = parse_function(key);
        rule_ = guideline_.function(key);
        if (!function || rule_ == nullptr) {
            problem("function", fmt::format("'{}' is no function", key));
            return;
        }
        out_.function = *function;
        out_.example =
            root.contains("example") && root["example"].is_boolean() && root["example"].get<bool>();
        each(root, "statements",
             [&](auto const& fact, auto const& value) { statement(fact, value); });
        each(root, "tasks", [&](auto const& task, auto const& value) { this->task(task, value); });
        if (root.contains("records"))
            records(root["records"]);
    }

  private:
    void problem(std::string const& path, std::string reason) {
        out_.problems.push_back({name_, source_.line(path), std::move(reason)});
    }

    template <typename Take>
    void each(Json const& root, char const* part, Take const& take) {
        auto const found = root.find(part);
        if (found == root.end())
            return;
        if (!found->is_object()) {
            problem(part, fmt::format("'{}' must be a table", part));
            return;
        }
        for (auto const& [key, value] : found->items())
            take(key, value);
    }

    void add(RecordKind kind, std::string const& path, std::string subject, Json body,
             std::string sign_off = {}) {
        if (out_.entries.size() >= kEntriesMax)
            return problem(path, fmt::format("more than {} entries", kEntriesMax));
        out_.entries.push_back(
            {kind, std::move(subject), record_body(std::move(body)), std::move(sign_off)});
    }

    void statement(std::string const& key, Json const& value) {
        auto const path = fmt::format("statements/{}", key);
        auto const* const fact = guideline_.fact(key);
        if (fact == nullptr)
            return problem(path, fmt::format("the guideline has no fact '{}'", key));
        if (auto const good = check_statement(*fact, value); !good)
            return problem(path, fmt::format("'{}': {}", key, good.error().key));
        add(RecordKind::statement, path, fact->key, statement_body(value));
    }

    void task(std::string const& key, Json const& value) {
        auto const path = fmt::format("tasks/{}", key);
        auto const* const task = guideline_.task(key);
        if (task == nullptr || !value.is_object())
            return problem(path, fmt::format("the guideline has no task '{}'", key));
        auto const step = parse_task_step(text_member(value, "state"));
        auto const due = text_member(value, "due");
        auto const day = parse_iso_date(due);
        if (!step)
            return problem(path,
                           fmt::format("'{}': the state is open, doing, done or not_needed", key));
        if (!due.empty() && !day)
            return problem(path, fmt::format("'{}' is no date like 2026-08-19", due));
        TaskEntry const entry{*step, text_member(value, "responsible"),
                              due.empty() ? std::nullopt : std::optional{*day},
                              text_member(value, "artefact"), text_member(value, "note")};
        if (auto const good = check_task(*task, rule_->effect, entry); !good)
            return problem(path, fmt::format("'{}': {}", key, good.error().key));
        auto const sign_off = text_member(value, "sign_off");
        if (!sign_off.empty() && (task->sign_off.empty() || *step != TaskStep::done))
            return problem(path, fmt::format("'{}': nothing is to be signed off", key));
        add(RecordKind::task, path, task->key, task_body(entry), sign_off);
    }

    void records(Json const& list) {
        if (!list.is_array())
            return problem("records", "'records' must be a list of tables");
        for (std::size_t i = 0; i < list.size(); ++i) {
            auto const path = fmt::format("records/{}", i);
            auto const& one = list[i];
            auto const kind = one.is_object() ? parse_record_kind(text_member(one, "kind"))
                                              : Result<RecordKind>{RecordKind::statement};
            if (!kind || !imported(*kind))
                problem(path, "a record has the kind participation, agreement, risk or operation");
            else if (text_member(one, "subject").empty() || !one.contains("body") ||
                     !one["body"].is_object())
                problem(path, "a record has a subject and a table as its body");
            else if (auto const good = check_speaker(*kind, one["body"]); !good)
                problem(path, good.error().detail.empty()
                                  ? good.error().key
                                  : fmt::format("{}: {}", good.error().key, good.error().detail));
            else
                add(*kind, path, text_member(one, "subject"), one["body"]);
        }
    }

    TomlAsJson const& source_;
    std::string const& name_;
    Guideline const& guideline_;
    DossierFile& out_;
    FunctionRule const* rule_ = nullptr;
};

Result<TomlAsJson> parse(std::string_view bytes, DossierFormat format) {
    if (format == DossierFormat::toml)
        return toml_as_json(bytes);
    auto value = TRY(parse_json(bytes));
    if (!value.is_object())
        return fail(Code::bad_input, "json.not_json", "an object is expected");
    return TomlAsJson{std::make_shared<Json const>(std::move(value)), {}};
}

// Without the program's own kinds, and of this function only.
Json as_json(GovernView const& view) {
    Json out{{"function", view.rule.key}};
    out["example"] = std::any_of(view.records.begin(), view.records.end(),
                                 [](Record const& record) { return record.example; });
    out["statements"] = Json::object();
    for (auto const& fact : view.guideline.facts)
        if (auto const* const value = statement_value(view.records, fact.key))
            out["statements"][fact.key] = *value;
    out["tasks"] = Json::object();
    for (auto const& status : task_states(view))
        if (status.record != nullptr) {
            auto& task = out["tasks"][status.task->key] = task_body(status.entry);
            if (status.sign_off)
                task["sign_off"] = status.sign_off->name;
        }
    out["records"] = Json::array();
    for (auto const& record : view.records)
        if (record.function && record.body && imported(record.kind) &&
            (is_history(record.kind) ||
             newest_of(view.records, record.kind, record.subject) == &record))
            out["records"].push_back(Json{{"kind", std::string{record_kind_name(record.kind)}},
                                          {"subject", record.subject},
                                          {"body", *record.body}});
    return out;
}

// Values of bodies; tables inline, so that a record stays one block.
std::string toml_value(Json const& value) {
    if (value.is_string())
        return toml_text(value.get_ref<std::string const&>());
    std::string out;
    if (value.is_array()) {
        for (auto const& one : value)
            out += (out.empty() ? "" : ", ") + toml_value(one);
        return "[" + out + "]";
    }
    if (value.is_object()) {
        for (auto const& [key, one] : value.items())
            if (!one.is_null())
                out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", toml_text(key),
                                   toml_value(one));
        return "{ " + out + " }";
    }
    return print_json(value);
}

std::string as_toml(Json const& dossier) {
    auto out = fmt::format("function = {}\nexample = {}\n\n[statements]\n",
                           toml_value(dossier["function"]), toml_value(dossier["example"]));
    for (auto const& [key, value] : dossier["statements"].items())
        out += fmt::format("{} = {}\n", key, toml_value(value));
    for (auto const& [key, task] : dossier["tasks"].items()) {
        out += fmt::format("\n[tasks.{}]\n", key);
        for (auto const& [member, value] : task.items())
            out += fmt::format("{} = {}\n", member, toml_value(value));
    }
    for (auto const& record : dossier["records"])
        out += fmt::format("\n[[records]]\nkind = {}\nsubject = {}\nbody = {}\n",
                           toml_value(record["kind"]), toml_value(record["subject"]),
                           toml_value(record["body"]));
    return out;
}

// TOML gives the members of a table back in the order of their names.
bool same_values(Json const& one, Json const& other) {
    return nlohmann::json(one) == nlohmann::json(other);
}

struct Writer {
    std::vector<Record> const& before;
    FunctionKey function;
    std::string const& by;
    bool example;
    std::vector<NewRecord> out;

    // Its number; 0 where it already stands there.
    std::int64_t put(RecordKind kind, std::string const& subject,
                     std::shared_ptr<Json const> const& body) {
        std::int64_t newest = 0;
        bool there = false;
        for (auto const& record : before)
            if (record.kind == kind && record.subject == subject && record.function == function) {
                bool const same = record.body && same_values(*record.body, *body);
                there = same || (there && is_history(kind));
                newest = record.number;
            }
        if (there)
            return 0;
        for (auto const& record : out)
            if (record.kind == kind && record.subject == subject)
                newest = record.number;
        NewRecord record;
        record.function = function;
        record.kind = kind;
        record.subject = subject;
        record.number = newest + 1;
        record.example = example;
        record.by = by;
        record.body = body;
        out.push_back(record);
        return record.number;
    }
};

bool is_rating_of_running(DossierFile::Entry const& entry) {
    return entry.kind == RecordKind::risk && entry.subject == kRatingSubject &&
           text_member(*entry.body, "release") == "running";
}

// A rating names what runs and the statements that it rests on: both are known once they are there.
Result<std::size_t> rate_running(Governance const& governance, FunctionKey function,
                                 std::string const& by, bool example) {
    auto const held = TRY(governance.look(function, Mode::off));
    Writer writer{(*held)->records, function, by, example, {}};
    writer.put(RecordKind::risk, std::string{kRatingSubject}, record_body(rating_body(**held)));
    TRY(governance.journal().append_all(writer.out));
    return writer.out.size();
}

// That somebody answers for a high rest.
bool accepts_high_rest(DossierFile::Entry const& entry) {
    if (entry.kind != RecordKind::risk)
        return false;
    auto const risk = read_risk(*entry.body);
    return (risk && risk->accepted && risk->high_rest()) ||
           !text_member(*entry.body, "accepted_role").empty();
}

// Whoever keeps the dossier speaks for no other body.
Result<void> check_for_real_authority(DossierFile const& file) {
    if (file.example)
        return fail(Code::refused, "dossier.file_is_example");
    for (auto const& entry : file.entries) {
        bool const own = entry.kind == RecordKind::statement ||
                         (entry.kind == RecordKind::risk && !accepts_high_rest(entry)) ||
                         (entry.kind == RecordKind::task && entry.sign_off.empty());
        if (!own)
            return fail(Code::refused, "dossier.speaks_for_others",
                        fmt::format("{} {}", record_kind_name(entry.kind), entry.subject));
    }
    return {};
}

} // namespace

std::string print_dossier(GovernView const& view, DossierFormat format) {
    auto const dossier = as_json(view);
    return format == DossierFormat::json ? print_json(dossier) + "\n" : as_toml(dossier);
}

DossierFile read_dossier(std::string_view bytes, DossierFormat format, std::string const& name,
                         Guideline const& guideline) {
    DossierFile out;
    auto const parsed = parse(bytes, format);
    if (!parsed) {
        out.problems.push_back(
            {name, 0, fmt::format("{} ({})", parsed.error().key, parsed.error().detail)});
        return out;
    }
    Reading(*parsed, name, guideline, out).read();
    return out;
}

Result<std::size_t> import_dossier(DossierFile const& file, Governance const& governance,
                                   ImportAct const& act) {
    if (!file.problems.empty() || !file.function) {
        auto const first = file.problems.empty() ? Problem{} : file.problems.front();
        return fail(Code::bad_input, "dossier.file_wrong",
                    fmt::format("{}:{}: {}", first.file, first.line, first.reason));
    }
    if (!act.example)
        TRY(check_for_real_authority(file));
    auto const records = TRY(governance.journal().of(*file.function));
    bool const example = file.example || act.example; // all of an invented authority is invented
    Writer writer{*records, *file.function, act.by, example, {}};
    bool rates = false;
    for (auto const& entry : file.entries) {
        if (is_rating_of_running(entry)) {
            rates = true;
            continue;
        }
        auto const number = writer.put(entry.kind, entry.subject, entry.body);
        if (number == 0 || entry.sign_off.empty())
            continue;
        auto const* const task = governance.guideline().task(entry.subject);
        writer.put(RecordKind::task, sign_off_subject(entry.subject),
                   record_body(sign_off_body({number, task->sign_off, entry.sign_off, ""})));
    }
    TRY(governance.journal().append_all(writer.out));
    auto const rated =
        rates ? TRY(rate_running(governance, *file.function, act.by, example)) : std::size_t{0};
    return writer.out.size() + rated;
}

} // namespace leitstand
