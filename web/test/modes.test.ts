// SPDX-License-Identifier: EUPL-1.2
// What the history of modes tells: who was set back, what the desk must do without; and the switch that stops.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { http } from "../src/api/client";
import { de } from "../src/lib/i18n/de";
import { session } from "../src/lib/session.svelte";
import { at_rest, modes, modes_below, newest_changes, set_back, type Change, type FunctionRow } from "../src/steuerung/modes.svelte";
import SetBack from "../src/steuerung/SetBack.svelte";
import StopSwitch from "../src/steuerung/StopSwitch.svelte";
import { empty_row, faults, units_of, whole } from "../src/steuerung/gates/exercise";

const NOW = new Date("2026-11-28T08:00:00Z");
const t = de.functions;

function change(more: Partial<Change> = {}): Change {
  return { function: "sort", from: "assist", to: "shadow", by: "", reason: "Zurückgesetzt, weil eine Freigabeprüfung nicht mehr bestanden ist.", at: "2026-11-27T08:00:00Z", ...more };
}
function row(more: Partial<FunctionRow> = {}): FunctionRow {
  return { key: "sort", mode: "assist", recorded: "assist", highest: "assist", built: true, version: "2.0.0", change_number: 2, ...more };
}
function sign_in(roles: string[], ...rights: string[]): void {
  session.value = { roles, rights } as unknown as NonNullable<typeof session.value>;
}

describe("set back", () => {
  it("tells of a step down that no account made", () => {
    expect(set_back([change()], NOW)).toHaveLength(1);
    expect(set_back([change({ by: "Gita" })], NOW)).toEqual([]);
    expect(set_back([change({ from: "off", to: "shadow" })], NOW)).toEqual([]);
  });

  it("is over once somebody has changed the mode, even to the same one", () => {
    const noted = change({ from: "shadow", to: "shadow", by: "Gita", at: "2026-11-27T09:00:00Z" });
    expect(set_back([noted, change()], NOW)).toEqual([]);
    const other = change({ function: "urgent", by: "Gita" });
    expect(set_back([other, change()], NOW).map((one) => one.function)).toEqual(["sort"]);
  });

  it("is over after 30 days", () => {
    expect(set_back([change({ at: "2026-10-29T08:00:01Z" })], NOW)).toHaveLength(1);
    expect(set_back([change({ at: "2026-10-29T08:00:00Z" })], NOW)).toEqual([]);
  });

  it("looks at the newest change of each function", () => {
    expect(newest_changes([change({ to: "off" }), change(), change({ function: "urgent" })]).map((one) => [one.function, one.to])).toEqual([["sort", "off"], ["urgent", "shadow"]]);
  });
});

describe("at rest", () => {
  it("is what showed suggestions and does not now", () => {
    const functions = [row({ mode: "off", recorded: "off" }), row({ key: "urgent" })];
    expect(at_rest({ functions, history: [change({ to: "off", by: "Gita" })] }, NOW)).toEqual(["sort"]);
  });

  it("is not what never showed any, nor what was stopped long ago", () => {
    const functions = [row({ mode: "shadow", recorded: "shadow" })];
    expect(at_rest({ functions, history: [change({ from: "off", to: "shadow", by: "Gita" })] }, NOW)).toEqual([]);
    expect(at_rest({ functions, history: [change({ at: "2026-09-01T08:00:00Z" })] }, NOW)).toEqual([]);
  });

  it("counts what a closed gate holds lower before anything is written", () => {
    expect(at_rest({ functions: [row({ mode: "shadow" })], history: [] }, NOW)).toEqual(["sort"]);
  });

  it("stays while a function goes from the background to off", () => {
    const history = [change({ from: "shadow", to: "off", by: "Gita" }), change()];
    expect(at_rest({ functions: [row({ mode: "off", recorded: "off" })], history }, NOW)).toEqual(["sort"]);
  });

  it("says so in one sentence", () => {
    expect(t.at_rest(["Einordnen"])).toBe("Die Funktion „Einordnen“ ist angehalten; arbeiten Sie ohne sie weiter.");
    expect(t.at_rest(["Einordnen", "Angaben auslesen"])).toContain("„Einordnen“, „Angaben auslesen“ sind angehalten");
  });
});

describe("steps", () => {
  it("down are all free", () => {
    expect(modes_below({ mode: "assist" })).toEqual(["off", "shadow"]);
    expect(modes_below({ mode: "off" })).toEqual([]);
  });
});

describe("the notice and the switch", () => {
  beforeEach(() => {
    HTMLDialogElement.prototype.showModal = function (): void {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function (): void {
      this.open = false;
    };
    modes.value = { functions: [row({ mode: "shadow", recorded: "shadow" })], history: [change({ at: new Date().toISOString() })] };
  });
  afterEach(() => {
    cleanup();
    session.value = undefined;
    modes.value = undefined;
    vi.restoreAllMocks();
  });

  it("tells those responsible and nobody else", () => {
    for (const role of ["governance", "management", "data_protection", "team_lead"]) {
      sign_in([role]);
      render(SetBack);
      expect(screen.getByText(t.set_back_title("Einordnen")), role).toBeTruthy();
      cleanup();
    }
    sign_in(["caseworker"]);
    render(SetBack);
    expect(screen.queryByText(t.set_back_title("Einordnen"))).toBeNull();
  });

  it("tells in one message of all functions that one reason set back", () => {
    sign_in(["governance"], "functions.stop", "functions.change");
    const other = "Zurückgesetzt. Betrieb: Ein Alarm ist offen.";
    modes.value = { functions: [row(), row({ key: "extract" }), row({ key: "urgent" })], history: [change(), change({ function: "extract" }), change({ function: "urgent", reason: other })] };
    render(SetBack);
    expect(screen.getByText(t.set_back_many(2))).toBeTruthy();
    expect(screen.getAllByText(change().reason)).toHaveLength(1);
    expect(screen.getByText(t.set_back_title("Dringlichkeit erkennen"))).toBeTruthy();
    for (const name of ["Einordnen", "Angaben auslesen", "Dringlichkeit erkennen"]) expect(screen.getByRole("button", { name: t.note_of(name) })).toBeTruthy();
  });

  it("offers taking note only to who may switch to that mode", () => {
    sign_in(["team_lead"], "functions.stop");
    render(SetBack);
    expect(screen.queryByRole("button", { name: t.note_of("Einordnen") })).toBeNull();
    cleanup();
    sign_in(["management"], "functions.stop", "functions.change");
    render(SetBack);
    expect(screen.getByRole("button", { name: t.note_of("Einordnen") })).toBeTruthy();
  });

  it("stands only for who may stop, and only where something runs", () => {
    sign_in(["caseworker"]);
    render(StopSwitch, { function_key: "sort" });
    expect(screen.queryByRole("button")).toBeNull();
    cleanup();
    sign_in(["team_lead"], "functions.stop");
    render(StopSwitch, { function_key: "sort" });
    expect(screen.getByRole("button", { name: t.stop_of("Einordnen") })).toBeTruthy();
    cleanup();
    modes.value = { functions: [row({ mode: "off", recorded: "off" })], history: [] };
    render(StopSwitch, { function_key: "sort" });
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("stops with two keys: one opens, Enter sends, with a reason that is there already", async () => {
    sign_in(["team_lead"], "functions.stop");
    const answer = (data: unknown) => ({ data, response: new Response(null, { status: 204 }) });
    const put = vi.spyOn(http, "PUT").mockResolvedValue(answer(undefined) as never);
    vi.spyOn(http, "GET").mockResolvedValue(answer({ functions: [row({ mode: "off", recorded: "off" })], history: [] }) as never);
    render(StopSwitch, { function_key: "sort", by_key: true });
    await fireEvent.keyDown(document.body, { key: "h" });
    const button = await vi.waitFor(() => {
      const found = document.querySelector<HTMLButtonElement>("dialog button[type=submit]");
      expect(document.activeElement).toBe(found);
      return found as HTMLButtonElement;
    });
    button.click();
    await vi.waitFor(() => expect(document.querySelector("dialog")).toBeNull());
    expect(put).toHaveBeenCalledOnce();
    expect(put.mock.calls[0]?.[1]).toMatchObject({ params: { path: { key: "sort" } }, body: { mode: "off", reason: t.stop_reason } });
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("an exercise", () => {
  const words = de.gates.exercise;
  const good = { unit: "all", persons: "12", shown: "200", found: "172" };

  it("is sent as numbers", () => {
    expect(faults("2026-11-20", [good], 5, words)).toEqual({});
    expect(units_of([good])).toEqual([{ unit: "all", persons: 12, shown: 200, found: 172 }]);
  });

  it("names what is missing in the order of the fields", () => {
    expect(Object.keys(faults("", [empty_row()], 5, words))).toEqual(["day", "unit-0", "persons-0", "shown-0", "found-0"]);
  });

  it("keeps to the least number of people, and to what can be", () => {
    expect(faults("2026-11-20", [{ ...good, persons: "5" }], 6, words)).toEqual({ "persons-0": words.persons_few(6) });
    expect(faults("2026-11-20", [{ ...good, found: "201" }], 5, words)).toEqual({ "found-0": words.found_wrong });
    expect(faults("2026-11-20", [{ ...good, shown: "0", found: "0" }], 5, words)).toEqual({ "shown-0": words.shown_missing });
    expect(whole("1,5")).toBeNaN();
    expect(whole("-3")).toBeNaN();
  });

  it("has each unit once, and the whole house alone", () => {
    const one = { ...good, unit: "familienkasse-1" };
    expect(faults("2026-11-20", [one, one], 5, words)).toEqual({ "unit-1": words.unit_twice });
    expect(faults("2026-11-20", [good, one], 5, words)).toEqual({ "unit-1": words.unit_twice });
    expect(faults("2026-11-20", [one, { ...good, unit: "familienkasse-2" }], 5, words)).toEqual({});
  });
});
