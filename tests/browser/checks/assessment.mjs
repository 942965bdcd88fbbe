// SPDX-License-Identifier: EUPL-1.2
// Consequences and risks of a function: the list of tasks, a question answered by keyboard, a risk entered, a page for paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, call, settled, with_page } from "../support/house.mjs";

const FOLGEN = "/steuerung/funktion/plain/folgen";
const ASSESSMENT = "/govern/functions/plain/assessment";

export function assessment() {
  test("assessment: the list of tasks leads to the next open questions, and answering them by keyboard leads on", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(BASE + FOLGEN);
      await settled(page);
      const before = (await call(page, "GET", ASSESSMENT)).body.impact;
      await page.locator("section[aria-labelledby=assessment-tasks] a[href*='abschnitt=']").focus();
      await page.keyboard.press("Enter");
      await page.locator("h2#impact-section").waitFor();
      assert.equal(await page.locator("h2#impact-section").evaluate((heading) => document.activeElement === heading), true);
      const submit = page.locator("section[aria-labelledby=impact-section] button[type=submit]");
      const empty = page.locator("fieldset[id^=set-]:not(:has(input:checked))");
      if ((await empty.count()) > 0) {
        await submit.focus();
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement.closest("fieldset")?.querySelector(".error") !== null), true, "the first without an answer is named and focused");
        while ((await empty.count()) > 0) {
          await empty.first().locator("input").first().focus();
          await page.keyboard.press("Space");
        }
      }
      const answered = await page.locator("fieldset[id^=set-]").evaluateAll((sets) => sets.map((set) => set.id.slice(4)));
      await submit.focus();
      await page.keyboard.press("Enter");
      await settled(page);
      await page.waitForTimeout(300);
      const after = (await call(page, "GET", ASSESSMENT)).body.impact;
      assert.deepEqual(answered.filter((key) => after.open.includes(key)), []);
      // Answers that are known already stand as lines, without a field; they are kept with the others.
      assert.ok(before.open.some((key) => !after.open.includes(key)), "a saved question is open no more");
    });
  });

  test("assessment: a risk without a measure is not sent, and the fault stands at its field", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(BASE + FOLGEN);
      await settled(page);
      const section = page.locator("#part-risks");
      await section.locator("details").last().locator("summary").click();
      await section.locator("#new-title").fill("Probe");
      await section.locator("#new-description").fill("Es dauert länger.");
      await section.locator("#new-measure").fill("");
      await section.locator("form").last().locator("button[type=submit]").click();
      assert.equal(await section.locator("#new-measure").getAttribute("aria-invalid"), "true");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "new-measure");
    });
  });

  test("assessment: what is printed runs no script and keeps its style", async () => {
    await with_page({ role: "governance" }, async (page) => {
      const answer = await page.goto(`${BASE}/api/v1${ASSESSMENT}/print?part=all&lang=de`);
      assert.equal(answer.status(), 200);
      assert.equal(await page.locator("script").count(), 0);
      assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /sans-serif/);
      assert.equal(await page.locator("h1").count(), 1);
    });
  });
}
