// SPDX-License-Identifier: EUPL-1.2
#include "govern/gates/gate.hpp"

#include "govern/gates/words.hpp"

namespace leitstand::gates {

namespace {

struct Known {
    std::string_view key;
    GateResult (*ask)(GovernView const&, GateStep const&);
};

constexpr auto kKnown = std::to_array<Known>({
    {"need_and_participation", need_and_participation},
    {"impact", impact},
    {"data", data},
    {"quality", quality},
    {"non_discrimination", non_discrimination},
    {"explanation", explanation},
    {"oversight", oversight},
    {"register", published},
    {"release", release},
    {"operation", operation},
});

constexpr std::array kUpwards{Mode::shadow, Mode::assist, Mode::act};

GovernView in_mode(GovernView const& view, std::vector<Record> const& records, Mode mode) {
    return {view.function,   view.rule,
            view.guideline,  view.catalogue,
            view.calendar,   records,
            view.release,    mode,
            view.now,        view.today,
            view.roles_held, view.example,
            view.clock_day,  view.model_file_changed};
}

// What was invented proves nothing in a real authority.
std::vector<Record> without_examples(std::vector<Record> const& records) {
    std::vector<Record> kept;
    std::ranges::copy_if(records, std::back_inserter(kept),
                         [](Record const& record) { return !record.example; });
    return kept;
}

std::vector<GateResult> ask_all(GovernView const& view, GateStep const& step) {
    std::vector<GateResult> all;
    for (auto const& key : step.gates) {
        auto const known = std::ranges::find(kKnown, key, &Known::key);
        if (known != kKnown.end()) {
            all.push_back(known->ask(view, step));
            continue;
        }
        GateResult closed{key, {}, {}};
        miss(closed, {"gate.unknown",
                      key,
                      "Diese Prüfung kennt das Programm nicht.",
                      "The program does not know this gate.",
                      "administrator",
                      {}});
        all.push_back(std::move(closed));
    }
    return all;
}

} // namespace

std::string percent(double share) {
    auto text = fmt::format("{:.1f} %", share * 100);
    std::ranges::replace(text, '.', ',');
    return text;
}

std::string percent_en(double share) {
    return fmt::format("{:.1f} %", share * 100);
}

GateStep const* step_to(GovernView const& view, Mode mode) {
    auto const highest = parse_mode(view.rule.highest_mode);
    if (mode == Mode::off || !highest || mode > *highest)
        return nullptr;
    return view.guideline.gates.step(mode_name(mode), view.rule.effect);
}

std::vector<GateResult> results(GovernView const& view, GateStep const& step) {
    auto const mode = parse_mode(step.mode).value_or(view.mode);
    if (view.example || std::ranges::none_of(view.records, &Record::example))
        return ask_all(in_mode(view, view.records, mode), step);
    auto const real = without_examples(view.records);
    return ask_all(in_mode(view, real, mode), step);
}

Allowed allowed(GovernView const& view) {
    Allowed found;
    for (auto const mode : kUpwards) {
        auto const* step = step_to(view, mode);
        if (step == nullptr)
            return found;
        auto answers = results(view, *step);
        if (answers.empty() || !std::ranges::all_of(answers, &GateResult::open)) {
            found.next = std::move(answers);
            return found;
        }
        found.mode = mode;
    }
    return found;
}

} // namespace leitstand::gates
