// SPDX-License-Identifier: EUPL-1.2
// What stands between a function and its next mode; the stop switch by two keys; exercises with planted errors; what those
// responsible and the desk are told when a function is at rest.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, call, settled, shot, with_page } from "../support/house.mjs";

/** Stopped at the end: checks before this one need it running. */
const FUNCTION = "relate";
const NAME = "Zusammenhänge finden";
const GATES = `${BASE}/steuerung/funktion/${FUNCTION}/pruefungen`;

/** The answer of a house in which every function that is built makes suggestions. */
export function running(functions) {
  return { ...functions, functions: functions.functions.map((one) => (one.built ? { ...one, mode: "assist", recorded: "assist" } : one)) };
}

/** As in a house where it runs: an earlier run may have stopped it. From the first change on, the server is shown as it is. */
async function show_running(page) {
  let stopped = false;
  page.on("request", (request) => (stopped ||= request.method() === "PUT"));
  await page.route("**/api/v1/functions", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    await route.fulfill({ response, json: stopped ? json : running(json) });
  });
}

/** The history as it is after a gate fell in operation; only the answer of the server is changed. */
async function show_set_back(page) {
  await page.route("**/api/v1/functions", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const reason = "Zurückgesetzt, weil eine Freigabeprüfung nicht mehr bestanden ist. Betrieb: Ein Alarm ist offen.";
    json.history.unshift({ function: "sort", from: "assist", to: "shadow", by: "", reason, at: new Date().toISOString() });
    json.functions = json.functions.map((one) => (one.key === "sort" ? { ...one, mode: "shadow", recorded: "assist" } : one));
    await route.fulfill({ response, json });
  });
}

export function gates() {
  test("gates: each shows its proof or what is missing, and who does it", async () => {
    await with_page({ role: "releaser" }, async (page) => {
      await page.goto(GATES);
      await settled(page);
      const { body } = await call(page, "GET", `/govern/functions/${FUNCTION}/gates`);
      const step = body.steps.find((one) => one.mode === "shadow" || one.open === false) ?? body.steps[0];
      assert.ok(step.gates.length > 3);
      assert.ok((await page.locator("[id^=pruefung-]").count()) > 3);
      assert.equal(await page.locator("summary:has-text('Ergebnis einer Übung')").count(), 0, "who does not keep the dossier enters nothing");
      assert.equal(await page.getByRole("button", { name: "Anhalten" }).count(), 0, "who may not stop is offered no switch");
    });
  });

  test("gates: a step that asks for groups sums up those that are too small, and names each on demand", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/sort/pruefungen`);
      await settled(page);
      const { body } = await call(page, "GET", "/govern/functions/sort/gates");
      const small = body.steps.find((step) => step.mode === "act").gates.flatMap((gate) => gate.missing).filter((point) => point.key === "group_figures.not_assessable");
      assert.ok(small.length > 5 && small.every((point) => point.short_of === null || point.short_of > 0));
      const sum = page.locator("ul.points > li", { hasText: `${small.length} Gruppen sind zu klein.` });
      assert.equal(await sum.count(), 1);
      assert.equal(await page.getByText("Schreiben genügen nicht").filter({ visible: true }).count(), 0, "they drown nothing");
      await sum.locator("summary").click();
      assert.equal(await page.getByText("Schreiben genügen nicht").filter({ visible: true }).count(), small.length);
      assert.deepEqual(await axe_violations(page), []);
      assert.equal(await page.getByText("not_named").count(), 0);
    });
  });

  test("gates: an exercise is entered by unit, and never for fewer people than agreed", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(GATES);
      await settled(page);
      const before = (await call(page, "GET", `/govern/functions/${FUNCTION}/gates`)).body.exercise;
      await page.locator("summary", { hasText: "Ergebnis einer Übung" }).click();
      assert.equal(await page.locator("input[name=exercise-where]").nth(1).isDisabled(), !before.in_operation_allowed);
      const save = page.getByRole("button", { name: "Eintragen", exact: true });
      await save.click();
      assert.equal(await page.evaluate(() => document.activeElement.id), "exercise-day");
      await page.fill("#exercise-day", "2026-11-20");
      await page.selectOption("#exercise-unit-0", "all");
      await page.fill("#exercise-persons-0", "4");
      await page.fill("#exercise-shown-0", "200");
      await page.fill("#exercise-found-0", "180");
      await save.click();
      await page.waitForSelector("#exercise-persons-0-error");
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "uebung-fehler");
      await page.fill("#exercise-persons-0", "14");
      await save.click();
      await page.getByText("Letzte Übung: 20.11.2026, in einer Schulung.").waitFor();
      await page.getByRole("cell", { name: "180 (90 %)" }).waitFor();
      const after = (await call(page, "GET", `/govern/functions/${FUNCTION}/gates`)).body.exercise;
      assert.equal(after.number, before.number + 1);
      const units = [{ unit: "all", persons: 14, shown: 200, found: 180 }];
      const late = await call(page, "POST", `/govern/functions/${FUNCTION}/exercises`, { number: before.number, day: "2026-11-20", units });
      assert.equal(late.status, 409, "another one was entered meanwhile");
      const planted = await call(page, "POST", `/govern/functions/${FUNCTION}/exercises`, { number: after.number, day: "2026-11-20", in_operation: true, units });
      assert.equal(planted.body.key, "exercise.not_agreed");
    });
  });

  test("gates: two keys stop a function from any of its pages, and the desk is told", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await show_running(page);
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/register`);
      await settled(page);
      const opener = page.getByRole("button", { name: `Anhalten: ${NAME}` });
      await opener.waitFor();
      assert.deepEqual(await axe_violations(page), []);
      // Whoever thinks better of it is where they were, by key and by button.
      for (const open of [() => page.keyboard.press("h"), () => opener.click()]) {
        await open();
        await page.waitForSelector("dialog[open]");
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog[open]", { state: "detached" });
        await page.waitForFunction(() => document.activeElement?.textContent.trim() === "Anhalten");
      }
      await page.keyboard.press("h");
      await page.waitForFunction(() => document.activeElement?.matches("dialog[open] button[type=submit]"));
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "anhalten");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog[open]", { state: "detached" });
      await page.waitForFunction(() => document.activeElement?.tagName === "H1", undefined, { timeout: 5000 });
      const { body } = await call(page, "GET", "/functions");
      assert.equal(body.functions.find((one) => one.key === FUNCTION).mode, "off");
      assert.equal(body.history[0].function, FUNCTION);
      assert.equal(body.history[0].to, "off");
      assert.equal(await page.getByRole("button", { name: `Anhalten: ${NAME}` }).count(), 0);
    });
    await with_page({ role: "caseworker" }, async (page) => {
      await show_set_back(page);
      await page.goto(`${BASE}/werkbank/eingang`);
      await page.getByText("arbeiten Sie ohne sie weiter.").waitFor();
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "eingang-angehalten");
    });
  });

  test("gates: those responsible are told when a function was set back, others are not", async () => {
    for (const address of ["/steuerung", "/steuerung/funktionen"])
      for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [320, "light"]])
        await with_page({ role: "governance", width, scheme }, async (page) => {
          await show_set_back(page);
          await page.goto(BASE + address);
          await settled(page);
          await page.getByText("„Einordnen“ wurde zurückgesetzt").waitFor();
          assert.deepEqual(await axe_violations(page), []);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `no sideways scrolling at ${width}`);
          await shot(page, `zurueckgesetzt${address.replaceAll("/", "-")}-${width}-${scheme}`);
        });
    await with_page({ role: "caseworker" }, async (page) => {
      await show_set_back(page);
      await page.goto(`${BASE}/steuerung/funktionen`);
      await settled(page);
      assert.equal(await page.getByText("wurde zurückgesetzt").count(), 0);
    });
  });

  test("gates: the page holds for axe, light and dark, wide and narrow", async () => {
    for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [320, "light"], [320, "dark"]])
      await with_page({ role: "governance", width, scheme }, async (page) => {
        await page.goto(GATES);
        await settled(page);
        await page.locator("summary", { hasText: "Ergebnis einer Übung" }).click();
        assert.deepEqual(await axe_violations(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `no sideways scrolling at ${width}`);
        await shot(page, `pruefungen-${width}-${scheme}`);
      });
  });
}
