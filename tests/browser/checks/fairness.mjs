// SPDX-License-Identifier: EUPL-1.2
// The fairness page of a function: what cannot be said is said first, charts stand in the tables that say the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, settled, shot, with_page } from "../support/house.mjs";

const ADDRESS = `${BASE}/steuerung/funktion/sort/fairness`;
const about = {
  taken: { version: "1.3.0+1a2b3c4d", data: "catalogue/de/letters, 34 Dateien", letters: 630, unseen_writers: true },
  record: { number: 1, by: "", at: "2026-11-28T10:00:00Z", example: false },
  of_running_release: true,
};

function group(of, letters, difference, more = {}) {
  return {
    of, letters, assessable: true, needed: null, error: [0.12, 0.09, 0.16], miss: [0.08, 0.05, 0.12], false_alarm: [0.05, 0.03, 0.08], abstention: [0.02, 0.01, 0.04],
    difference, significant: false, because: "", because_en: "", differences: [], ...more,
  };
}

/** Measurements in the place of whatever the tried server has. */
export function measured_fairness() {
  const small = { assessable: false, needed: 388 };
  const trait = (key, name, changed, more = {}) => ({
    key, name, name_en: name, apart: "", apart_en: "", pairs: 400, changed, share: [changed / 400, Math.max(0, changed / 400 - 0.012), changed / 400 + 0.02],
    control: "other_name", excess: [changed / 400 - 0.01, changed / 400 - 0.03, changed / 400 + 0.01], direction_p: 0.4,
    held: 8, held_share: [0.02, 0.01, 0.04], held_excess: [0.01, -0.01, 0.03], held_direction_p: 1, ...more,
  });
  const letters = (kind, by, name, count, value) => ({ kind, by, name, letters: count, f1: [value, value - 0.06, Math.min(1, value + 0.05)] });
  return {
    function: "sort",
    group_figures: {
      ...about,
      difference_of_interest: 0.1,
      groups: [
        group({ sex: "female" }, 340, null), group({ sex: "male" }, 280, [0.01, -0.04, 0.06]), group({ age: "30_to_59" }, 300, null),
        group({ age: "under_30" }, 41, [0.06, -0.05, 0.21], small), group({ age: "60_and_over" }, 220, [0.18, 0.11, 0.26], { significant: true, differences: [{ rate: "error", difference: [0.18, 0.11, 0.26], p: 0.001, verdict: "worse", needed: 0 }] }),
        group({ language: "de" }, 520, null), group({ language: "other" }, 190, [0.07, -0.01, 0.15]),
        group({ sex: "male", age: "under_30" }, 20, [0.02, -0.1, 0.3], small),
      ],
    },
    counterfactual: {
      ...about,
      traits: [trait("name_origin", "Herkunft des Namens", 6), trait("name_sex", "Geschlecht des Vornamens", 2), trait("family", "Familie und Lebensform", 40, { apart: "Wer Kinder hat, dem steht anderes zu.", apart_en: "Whoever has children may be entitled to other things." }), trait("religion", "Religion", 0, { pairs: 0, control: "", share: [0, 0, 1], excess: [0, 0, 1] })],
    },
    quality: { ...about, of_running_release: false, by_letters: [letters("service", "channel", "email", 310, 0.93), letters("service", "letter_kind", "damaged", 44, 0.81), letters("service", "language", "tr", 30, 0.78), letters("act", "channel", "email", 310, 0.88)] },
  };
}

async function show(page) {
  await page.route("**/api/v1/govern/functions/sort/fairness", (route) => route.fulfill({ json: measured_fairness() }));
  await page.goto(ADDRESS);
  await settled(page);
}

export function fairness() {
  test("fairness: what was not measured is not assessable", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.route("**/api/v1/govern/functions/sort/fairness", (route) =>
        route.fulfill({ json: { function: "sort", group_figures: null, counterfactual: null, quality: null } }),
      );
      await page.goto(ADDRESS);
      await settled(page);
      assert.match(await page.textContent("main"), /Nicht beurteilbar: noch keine Gruppe gemessen/);
      assert.equal(await page.locator("main table").count(), 0);
    });
  });

  test("fairness: the server answers in the form that the page reads", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(ADDRESS);
      await settled(page);
      assert.equal(await page.locator("main [role=alert]").count(), 0);
      assert.match(await page.textContent("main"), /Behandelt die Funktion alle gleich gut/);
    });
  });

  test("fairness: missing cases are named, each chart has its numbers", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await show(page);
      assert.match(await page.textContent("main"), /2 von 8 Gruppen nicht beurteilbar/);
      const row = page.locator("tr", { has: page.getByRole("rowheader", { name: /^unter 30/ }) });
      assert.match((await row.textContent()) ?? "", /Nicht beurteilbar: noch 347 Briefe nötig/);
      assert.match((await row.textContent()) ?? "", /\+6 Punkte/);
      for (const chart of await page.locator("main td svg:has(circle)").all()) assert.match((await chart.locator("xpath=..").textContent()) ?? "", /\d/);
      await page.locator("summary").filter({ hasText: "Überschneidungen" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("rowheader", { name: /männlich, unter 30/ }).waitFor({ timeout: 5000 }); // drawn when it is opened
      assert.match(await page.textContent("section[aria-labelledby=fairness-letters]"), /von einer anderen Version/);
    });
  });

  for (const scheme of ["light", "dark"])
    for (const width of [1280, 320])
      test(`fairness: accessible, ${scheme}, ${width} px`, async () => {
        await with_page({ role: "governance", scheme, width }, async (page) => {
          await show(page);
          assert.deepEqual(await axe_violations(page), []);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "no sideways scrolling");
          await shot(page, `fairness-${scheme}-${width}`);
        });
      });
}
