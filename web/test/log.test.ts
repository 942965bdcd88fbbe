// SPDX-License-Identifier: EUPL-1.2
// The log for auditors: its filter in the address, its growth as a line, what an entry says and keeps back.
import { readFileSync } from "node:fs";
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import type { AuditEntry, AuditLog } from "../src/api/client";
import { de } from "../src/lib/i18n/de";
import { brief_of, circumstances_of, facts_of } from "../src/steuerung/log/details";
import EntryTable from "../src/steuerung/log/EntryTable.svelte";
import { area_of, corners, HEIGHT, line_of, rows_of, WIDTH } from "../src/steuerung/log/growth";
import { address_of, filter_of, filter_words, narrows, NO_FILTER, query_of, record_fits, type LogFilter } from "../src/steuerung/log/log_filter";
import LogGrowth from "../src/steuerung/log/LogGrowth.svelte";
import LogVerification from "../src/steuerung/log/LogVerification.svelte";
import LogWitnesses from "../src/steuerung/log/LogWitnesses.svelte";

afterEach(cleanup);

const placed = (address: string) => {
  const url = new URL(address, "http://localhost");
  return { query: url.searchParams, fragment: new URLSearchParams(url.hash.slice(1)) };
};

describe("filter of the log", () => {
  const full: LogFilter = { type: "decision_made", from: "2026-11-01", to: "2026-11-27", record: "2026-000123-7", account: "anna.amtmann" };

  it("comes back from its address as it was", () => {
    expect(filter_of(placed(address_of(full)))).toEqual(full);
    expect(filter_of(placed(address_of(NO_FILTER)))).toEqual(NO_FILTER);
    expect(address_of(NO_FILTER)).toBe("/steuerung/protokoll");
    expect(narrows(NO_FILTER)).toBe(false);
    expect(narrows(full)).toBe(true);
  });

  it("can be said in words, for paper", () => {
    const types = [{ key: "decision_made", name: "Entscheidung getroffen", name_en: "Decision made" }];
    expect(filter_words(full, types, de)).toBe(
      "Art: Entscheidung getroffen; Von: 01.11.2026; Bis: 27.11.2026; Eingangs- oder Eintragsnummer: 2026-000123-7; Kontoname: anna.amtmann",
    );
    expect(filter_words(NO_FILTER, types, de)).toBe("");
  });

  it("keeps who acted out of what a server sees with the page", () => {
    expect(address_of(full).split("#")[0]).not.toContain("anna");
  });

  it("bears addresses that nobody made", () => {
    expect(filter_of(placed("/steuerung/protokoll?von=gestern&bis=2026-1-1&eintrag=x%27&art="))).toEqual(NO_FILTER);
    expect(filter_of(placed(`/steuerung/protokoll#konto=${"x".repeat(500)}`)).account.length).toBe(64);
  });

  it("asks for an item or an entry, whichever the number is", () => {
    expect(query_of(NO_FILTER)).toEqual({});
    expect(query_of(full)).toEqual({ type: "decision_made", from: "2026-11-01", to: "2026-11-27", item: "2026-000123-7", account: "anna.amtmann" });
    expect(query_of({ ...NO_FILTER, record: "0" })).toEqual({ position: 0 });
    for (const good of ["", "0", "17", "2026-000123-7", "2026-1000000-3"]) expect(record_fits(good)).toBe(true);
    for (const bad of ["-1", "1.5", "2026-000123", "abc", "2026-000123-77"]) expect(record_fits(bad)).toBe(false);
  });
});

describe("growth", () => {
  const growth = [
    { day: "2026-10-24", size: 10 },
    { day: "2026-10-25", size: 20 },
    { day: "2026-10-28", size: 40 },
  ];

  it("is a line from the first day to the last, days as far apart as in the calendar", () => {
    expect(corners(growth)).toEqual([
      [0, HEIGHT * 0.75],
      [WIDTH * 0.25, HEIGHT * 0.5],
      [WIDTH, 0],
    ]);
    expect(line_of(corners(growth))).toBe("M0.0 90.0L150.0 60.0L600.0 0.0");
    expect(area_of(corners(growth))).toMatch(/Z$/);
  });

  it("is no line where there are not two days", () => {
    for (const short of [[], growth.slice(0, 1)]) expect(corners(short)).toEqual([]);
    expect(area_of([])).toBe("");
  });

  it("is a table too, the newest day first", () => {
    expect(rows_of(growth).map((row) => row.added)).toEqual([20, 10, 10]);
    const { container, getByText } = render(LogGrowth, { growth });
    expect(getByText("Von 10 Einträgen am 24.10.2026 auf 40 Einträge am 28.10.2026.")).toBeTruthy();
    expect(container.querySelectorAll("tbody tr").length).toBe(3);
    expect(container.querySelector(".chart")?.getAttribute("aria-hidden")).toBe("true");
  });
});

const record = (more: Partial<NonNullable<AuditEntry["record"]>> = {}): NonNullable<AuditEntry["record"]> => ({
  account: "a".repeat(32), sign_in_name: "anna.amtmann", by: "Anna Amtmann", roles: ["caseworker"], details: {}, withheld: [], about: "", functions: "f".repeat(64), model: "", catalogue: "", configuration: "", ...more,
});
const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 5, position: 4, type: "decision_made", name: "Entscheidung getroffen", name_en: "Decision made", at: "2026-11-27T08:15:30Z", item: "2026-000123-7", state: "open", record: record(), receipt: "bare", ...more,
});

describe("details", () => {
  it("say what was done in words", () => {
    const facts = facts_of("mode_changed", record({ details: { function: "sort", from: "off", to: "assist", reason: "Beschluss" } }), de);
    expect(facts.map((fact) => [fact.name, fact.value])).toEqual([
      ["Funktion", "Einordnen"], ["Vorher", "Aus"], ["Nachher", "Schlägt vor"], ["Begründung", "Beschluss"],
    ]);
    const read = facts_of("case_read", record({ details: { what: "original", part: "0", purpose: "work" } }), de);
    expect(read.map((fact) => fact.value)).toEqual(["Original", "Bearbeitung"]);
    expect(facts_of("rights_changed", record({ details: { account: "b".repeat(32), change: "locked" }, about: "Bernd Bauer" }), de)[0]?.value).toBe("Bernd Bauer");
    expect(brief_of("mode_changed", record({ details: { function: "sort", from: "off", to: "assist", reason: "x" } }), de)).toBe("Einordnen: Schlägt vor");
    expect(brief_of("governance_recorded", record({ details: { function: "sort", kind: "risk", subject: "r1", number: "2", example: "yes" } }), de)).toBe("Einordnen: Risiko");
    expect(brief_of("configuration_changed", record({ details: { before: "a", after: "b" } }), de)).toBe("");
    expect(circumstances_of(record(), de).map((fact) => fact.name)).toEqual(["Funktionen"]);
  });

  it("have a name for each field that an entry can have", () => {
    const table = readFileSync("../src/prove/entry_type.cpp", "utf8").split("kTypes{")[1]?.split("};\n\nconstexpr bool")[0] ?? "";
    const lists = [...table.matchAll(/\{((?:"[a-z0-9_]+"(?:,\s*)?)+)\}\}/g)].map((found) => found[1] as string);
    expect(lists.length).toBeGreaterThan(15);
    const fields = new Set(lists.flatMap((list) => [...list.matchAll(/"([a-z0-9_]+)"/g)].map((found) => found[1] as string)));
    expect([...fields].filter((field) => !(field in de.audit.fields))).toEqual([]);
  });

  it("have words for each trouble with a witness", () => {
    const keys = [...readFileSync("../src/prove/witness_states.hpp", "utf8").matchAll(/kWitness\w+\[\] = "([a-z_.]+)"/g)].map((found) => found[1] as string);
    expect(keys.length).toBeGreaterThan(3);
    expect(Object.keys(de.audit.troubles).sort()).toEqual(keys.sort());
  });
});

describe("entries", () => {
  it("open under their kind, and name what is kept back", async () => {
    const shown = entry({ record: record({ details: { decision: "correct" }, withheld: ["key", "value", "reason"] }) });
    const { getByRole, container } = render(EntryTable, { rows: [shown] });
    const opener = getByRole("button", { name: "Angaben: Entscheidung getroffen, Eintrag 4" });
    expect(opener.getAttribute("aria-expanded")).toBe("false");
    await fireEvent.click(opener);
    expect(opener.getAttribute("aria-expanded")).toBe("true");
    expect(container.textContent).toContain("berichtigt");
    expect(getByRole("link", { name: "Nur Einträge dieses Kontos" }).getAttribute("href")).toBe("/steuerung/protokoll#konto=anna.amtmann");
    expect(container.textContent).toContain("gehört: Angabe, Wert, Begründung.");
    const link = getByRole("link", { name: "Quittung herunterladen: Eintrag 4" });
    expect(link.getAttribute("href")).toBe("/api/v1/audit/entries/4/receipt");
    expect(container.textContent).toContain("leitstand prove check eintrag-4.tlog-proof");
  });

  it("say plainly what is deleted and what is not in the log yet", async () => {
    const gone = entry({ id: 1, position: 0, type: "", name: "", name_en: "", at: null, item: "", state: "deleted", record: null });
    const fresh = entry({ id: 9, position: null, receipt: "none", record: record({ account: "", by: "", roles: [] }) });
    const { container, getByRole, queryByText } = render(EntryTable, { rows: [fresh, gone] });
    expect(container.textContent).toContain("Inhalt gelöscht; Nachweis gilt weiter");
    expect(container.textContent).toContain("noch nicht im Protokoll");
    expect(container.textContent).toContain("das Programm");
    await fireEvent.click(getByRole("button", { name: /noch nicht im Protokoll/ }));
    expect(queryByText("Quittung herunterladen")).toBeNull();
  });
});

describe("verification and witnesses", () => {
  const log = (more: Partial<AuditLog>): AuditLog => ({
    origin: "o", vkey: "v", size: 3, root: "r", written_at: "2026-11-27T08:00:00Z", waiting: 0, growth: [], verifying: false, verification: null, witnesses: [], types: [], ...more,
  });
  const verification = { began_at: "2026-11-27T08:00:00Z", ended_at: "2026-11-27T08:00:01Z", size: 3, files: 2, problem: "" };

  it("show the result, and the first fault where there is one", () => {
    const rendered = (one: AuditLog): string => {
      cleanup();
      return render(LogVerification, { log: one, onbegun: () => undefined }).container.textContent ?? "";
    };
    expect(rendered(log({}))).toContain("Hier wurde noch nicht geprüft.");
    expect(rendered(log({ verifying: true }))).toContain("Die Prüfung läuft.");
    expect(rendered(log({ verification: { ...verification, result: "verified", fault: null } }))).toContain("3 Einträge in 2 Dateien und in der Datenbank stimmen.");
    const faulty = rendered(log({ verification: { ...verification, result: "faulty", fault: { file: "database", entry: 17, expected: "aa", found: "" } } }));
    expect(faulty).toContain("Nicht in Ordnung");
    expect(faulty).toMatch(/Datenbank[\s\S]*17[\s\S]*aa[\s\S]*nichts/);
    expect(rendered(log({ verification: { ...verification, result: "failed", problem: "log.missing", fault: null } }))).toContain("(log.missing)");
  });

  it("tell who signs and who contradicts", () => {
    const witness = { name: "Personalrat", size: 3, signed_at: "2026-11-27T08:00:00Z", trouble: "", trouble_since: null, contradicts: false };
    const against = { ...witness, name: "Revision", trouble: "witness.ahead", trouble_since: "2026-11-27T09:00:00Z", contradicts: true };
    const { container } = render(LogWitnesses, { witnesses: [witness, against] });
    expect(container.textContent).toContain("Zuletzt unterschrieben am");
    expect(container.textContent).toMatch(/Widerspricht[\s\S]*längeres Protokoll/);
    cleanup();
    expect(render(LogWitnesses, { witnesses: [] }).container.textContent).toContain("Kein Zeuge ist eingerichtet.");
  });
});
