// SPDX-License-Identifier: EUPL-1.2
// A function in operation: a complaint is entered and handled by keyboard, an incident shows its hours, a mistake of the AI is
// reported from the item, and the page holds for axe and for narrow screens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, call, read_item, send_files, settled, shot, with_page } from "../support/house.mjs";

/** `plain` is not built: nothing that is entered here can switch anything off. */
const FUNCTION = "plain";
const ADDRESS = `${BASE}/steuerung/funktion/${FUNCTION}/betrieb`;
const COUNTS = { confirmed: 410, corrected: 52, rejected: 31, added: 24 };

/** Figures and drift as a house has them that was at work for months. */
export function worked(figures) {
  const group = (keys, part) => ({ keys, counts: Object.fromEntries(Object.entries(COUNTS).map(([name, count]) => [name, Math.round(count * part)])) });
  const drift = (signal, before, now, alarm_on) => ({
    signal, assessable: true, needed: 0, before: before / 500, now: now / 500, difference: [(now - before) / 500, (now - before) / 500 - 0.03, (now - before) / 500 + 0.03],
    alarm_on, seen_within: 640, blind_alarms: 18,
  });
  return {
    ...figures, shown: true, total: COUNTS, since: "2026-06-01", drift_shown: true,
    weeks: [group(["2026-10-26"], 0.2), group(["2026-11-02", "2026-11-09"], 0.5), group(["2026-11-16"], 0.3)],
    units: [group(["familienkasse-1"], 0.6), group(["sozialamt", "poststelle"], 0.4)],
    kinds: [group(["service"], 0.5), group(["act"], 0.3), group(["document", "unit"], 0.2)],
    drift: [drift("override", 52, 121, "2026-11-19"), drift("missed", 20, 24, null)],
    labels: [drift("service:wohngeld", 60, 120, "2026-11-16"), drift("service:rente", 70, 72, null)],
  };
}

async function show_worked(page) {
  await page.route("**/operation/figures*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: worked(await response.json()) });
  });
  await page.goto(ADDRESS);
  await settled(page);
}

export function operation() {
  test("operation: a complaint is entered and checked by keyboard, and its text can be deleted", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(ADDRESS);
      await settled(page);
      const words = `Der Hinweis war unverständlich ${Date.now()}`;
      const form = page.locator("section[aria-labelledby=operation-complaints] > details");
      await form.locator("summary").focus();
      await page.keyboard.press("Enter");
      await page.locator("#complaint-about").selectOption("unclear");
      await form.locator("button[type=submit]").focus();
      await page.keyboard.press("Enter");
      await page.locator("#complaint-text-error").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "complaint-text");
      await page.keyboard.type(words);
      await form.locator("button[type=submit]").focus();
      await page.keyboard.press("Enter");
      const card = page.locator("article", { hasText: words });
      await card.waitFor();
      const step = card.locator("details").first();
      await step.locator("summary").focus();
      await page.keyboard.press("Enter");
      await step.locator("select").first().selectOption("checked");
      await step.locator("select").nth(1).selectOption("justified");
      await step.locator("button[type=submit]").focus();
      await page.keyboard.press("Enter");
      await card.getByText("geprüft", { exact: true }).waitFor();
      const { body } = await call(page, "GET", `/govern/functions/${FUNCTION}/operation`);
      const complaint = body.complaints.find((one) => one.texts.includes(words));
      assert.equal(complaint.result, "justified");
      const late = await call(page, "PUT", `/govern/functions/${FUNCTION}/operation/complaints/${complaint.id}`, { number: 1, step: "answered", on: body.today, text: "x" });
      assert.equal(late.status, 409, "a second handler is told");
      const gone = await call(page, "POST", `/govern/functions/${FUNCTION}/operation/complaints/${complaint.id}/delete-texts`, { reason: "Probe" });
      assert.equal(gone.body.complaints.find((one) => one.id === complaint.id).text_deleted, true);
    });
  });

  test("operation: an incident shows how much time each duty leaves", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(ADDRESS);
      await settled(page);
      const section = page.locator("section[aria-labelledby=operation-incidents]");
      await section.locator("> details summary").click();
      await page.locator("#incident-kind").selectOption("data_breach");
      const words = `Falscher Postkorb ${Date.now()}`;
      await page.fill("#incident-summary", words);
      await section.locator("> details button[type=submit]").click();
      const card = section.locator("article", { hasText: words });
      await card.waitFor();
      assert.match(await card.textContent(), /noch 2 Tage/);
      assert.match(await card.textContent(), /unverzüglich/);
      assert.match(await card.textContent(), /Rechtsstand nicht abgeglichen/);
    });
  });

  test("operation: a caseworker reports a mistake of the AI from the item", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      const [receipt] = await send_files(page, [{ name: "bitte.txt", text: `Ich beantrage Kindergeld für mein Kind. ${Date.now()}` }]);
      await read_item(page, receipt.id);
      await page.goto(`${BASE}/werkbank/eingang/${receipt.id}`);
      await settled(page);
      const opener = page.getByRole("button", { name: "Fehler der KI melden" });
      await opener.focus();
      await page.keyboard.press("Enter");
      await page.locator("#report-error-which").selectOption("sort");
      await page.locator("#report-error-about").selectOption("wrong");
      await page.fill("#report-error-text", "Es ging um etwas anderes.");
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "fehler-melden");
      await page.getByRole("button", { name: "Melden", exact: true }).click();
      await page.waitForSelector("dialog[open]", { state: "detached" }).catch(() => undefined);
      await page.waitForFunction(() => document.activeElement?.textContent?.includes("Fehler der KI melden"));
      const { body } = await call(page, "GET", "/govern/functions/sort/operation");
      assert.equal(body.complaints[0].receipt_number, receipt.receipt_number);
      assert.deepEqual(body.complaints[0].texts, [], "who reports does not read reports");
    });
  });

  test("operation: the page holds for axe, light and dark, wide and narrow", async () => {
    for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [320, "light"]])
      await with_page({ role: "governance", width, scheme }, async (page) => {
        await show_worked(page);
        assert.deepEqual(await axe_violations(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `no sideways scrolling at ${width}`);
        for (const fold of await page.locator("main details > summary").all()) await fold.click();
        assert.deepEqual(await axe_violations(page), []);
        await shot(page, `betrieb-${width}-${scheme}`);
      });
  });
}
