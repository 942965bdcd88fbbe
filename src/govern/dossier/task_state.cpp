// SPDX-License-Identifier: EUPL-1.2
#include "govern/dossier/task_state.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_members.hpp"
#include "govern/dossier/task_proof.hpp"

namespace leitstand {

namespace {

constexpr std::array<std::string_view, 4> kSteps{"open", "doing", "done", "not_needed"};
constexpr std::size_t kTaskTextBytesMax = 4'000;

TaskEntry entry_of(Json const& body) {
    TaskEntry entry;
    entry.step = parse_task_step(text_member(body, "state")).value_or(TaskStep::open);
    entry.responsible = text_member(body, "responsible");
    entry.due = date_member(body, "due");
    entry.artefact = text_member(body, "artefact");
    entry.note = text_member(body, "note");
    return entry;
}

// Only of this version of the task.
void read_sign_off(GovernView const& view, TaskStatus& status) {
    auto const* const record =
        newest_of(view.records, RecordKind::task, sign_off_subject(status.task->key));
    if (record == nullptr || !record->body || !record->body->is_object())
        return;
    auto const& body = *record->body;
    auto const number = body.find(status.proven ? "of_sequence" : "of_number");
    if (number == body.end() || !number->is_number_integer() ||
        number->get<std::int64_t>() != status.version() || status.version() == 0)
        return;
    status.sign_off = TaskSignOff{status.proven ? 0 : status.number(), text_member(body, "role"),
                                  text_member(body, "name"), text_member(body, "note"),
                                  status.proven ? status.version() : 0};
    status.sign_off_record = record;
}

bool needed_for(Task const& task, EffectClass effect) {
    return std::find(task.needed_for.begin(), task.needed_for.end(), effect) !=
           task.needed_for.end();
}

void put(Json& body, char const* key, std::string const& value) {
    if (!value.empty())
        body[key] = value;
}

} // namespace

std::string_view task_step_name(TaskStep step) {
    return kSteps.at(static_cast<std::size_t>(step));
}

Result<TaskStep> parse_task_step(std::string_view name) {
    auto const* const found = std::find(kSteps.begin(), kSteps.end(), name);
    if (found == kSteps.end())
        return fail(Code::bad_input, "dossier.task_step_unknown", std::string{name});
    return static_cast<TaskStep>(found - kSteps.begin());
}

std::string sign_off_subject(std::string_view task) {
    return fmt::format("{}:sign_off", task);
}

Result<void> check_task(Task const& task, EffectClass effect, TaskEntry const& entry) {
    for (auto const* text : {&entry.responsible, &entry.artefact, &entry.note})
        if (text->size() > kTaskTextBytesMax)
            return fail(Code::too_large, "dossier.value_too_long", task.key);
    if (entry.step == TaskStep::not_needed) {
        if (needed_for(task, effect))
            return fail(Code::bad_input, "dossier.task_needed", task.key);
        if (entry.note.empty())
            return fail(Code::bad_input, "dossier.task_note_missing", task.key);
    }
    if (entry.step == TaskStep::done && !task.artefact.empty() && entry.artefact.empty())
        return fail(Code::bad_input, "dossier.artefact_missing", task.key);
    return {};
}

Json task_body(TaskEntry const& entry) {
    Json body{{"state", std::string{task_step_name(entry.step)}}};
    put(body, "responsible", entry.responsible);
    put(body, "due", entry.due ? to_iso(*entry.due) : std::string{});
    put(body, "artefact", entry.artefact);
    put(body, "note", entry.note);
    return body;
}

Json sign_off_body(TaskSignOff const& sign_off) {
    Json body{{"of_number", sign_off.of_number}};
    if (sign_off.of_sequence != 0)
        body["of_sequence"] = sign_off.of_sequence;
    body["role"] = sign_off.role;
    put(body, "name", sign_off.name);
    put(body, "note", sign_off.note);
    return body;
}

TaskStatus task_state(GovernView const& view, Task const& task) {
    TaskStatus status;
    status.task = &task;
    status.needed = needed_for(task, view.rule.effect);
    status.record = newest_of(view.records, RecordKind::task, task.key);
    if (status.record != nullptr && status.record->body && status.record->body->is_object())
        status.entry = entry_of(*status.record->body);
    // What a person has entered as done or left out stays their word.
    if (status.entry.step == TaskStep::open || status.entry.step == TaskStep::doing)
        if (auto const sequence = task_proof(view, task)) {
            status.proven = true;
            status.proof_sequence = *sequence;
        }
    read_sign_off(view, status);
    return status;
}

std::vector<TaskStatus> task_states(GovernView const& view) {
    std::vector<TaskStatus> out;
    out.reserve(view.guideline.tasks.size());
    for (auto const& task : view.guideline.tasks)
        out.push_back(task_state(view, task));
    return out;
}

} // namespace leitstand
