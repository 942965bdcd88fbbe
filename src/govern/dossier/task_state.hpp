// SPDX-License-Identifier: EUPL-1.2
// Where the tasks of a function stand. A task's record says its state; a sign-off is a record of
// its own that names the version of the task it is for, so that a later change asks for a new one.
// A task that stored data proves is done by itself: its version is the newest record of the proof
// (docs/formats/governance-journal.md, "task"). Pure functions. Threads: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "govern/view.hpp"

namespace leitstand {

enum class TaskStep : std::uint8_t { open, doing, done, not_needed };
std::string_view task_step_name(TaskStep step);
Result<TaskStep> parse_task_step(std::string_view name); // bad_input "dossier.task_step_unknown"

struct TaskEntry {
    TaskStep step = TaskStep::open;
    std::string responsible; // a unit or a person's position, as written; may be empty
    std::optional<Date> due; // by when
    std::string artefact;    // where the result lies, or what it is
    std::string note;        // must be there where it is not needed
};

struct TaskSignOff {
    std::int64_t of_number = 0; // version of the task that was signed off
    std::string role, name;     // in which role, display name at that moment
    std::string note;
    std::int64_t of_sequence = 0; // instead, of a proven task: the newest record of its proof
};

struct TaskStatus {
    Task const* task = nullptr;
    TaskEntry entry;
    Record const* record = nullptr;      // the newest; null: nothing was entered yet
    bool needed = false;                 // for the effect class of this function
    std::optional<TaskSignOff> sign_off; // of this version
    Record const* sign_off_record = nullptr;
    bool proven = false;             // done by what is stored, whatever nobody entered
    std::int64_t proof_sequence = 0; // of the newest record that proves it

    // What a sign-off is for.
    std::int64_t version() const { return proven ? proof_sequence : number(); }
    std::int64_t number() const { return record == nullptr ? 0 : record->number; }
    // Done by what is stored, else as a person has entered it.
    TaskStep step() const { return proven ? TaskStep::done : entry.step; }
    bool awaits_sign_off() const {
        return step() == TaskStep::done && !task->sign_off.empty() && !sign_off;
    }
    // Done and signed off, or reasonably left out.
    bool settled() const {
        return (step() == TaskStep::done && !awaits_sign_off()) ||
               (step() == TaskStep::not_needed && !needed);
    }
};

// The subject of a task's sign-off.
std::string sign_off_subject(std::string_view task);

// Errors: bad_input "dossier.task_note_missing" (left out without a reason),
// "dossier.task_needed" (this function needs it), "dossier.artefact_missing" (done without what it
// was to bring); too_large "dossier.value_too_long".
Result<void> check_task(Task const& task, EffectClass effect, TaskEntry const& entry);
Json task_body(TaskEntry const& entry);
Json sign_off_body(TaskSignOff const& sign_off);

// In the order of the guideline.
std::vector<TaskStatus> task_states(GovernView const& view);
TaskStatus task_state(GovernView const& view, Task const& task);

} // namespace leitstand
