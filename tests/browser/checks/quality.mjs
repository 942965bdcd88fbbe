// SPDX-License-Identifier: EUPL-1.2
// The page on quality: figures with intervals, diagrams that are tables as well, plain words where nothing was learned.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BASE, call, settled, with_page } from "../support/house.mjs";

const between = (value, lower, upper) => ({ value, lower, upper });

function figures(hits, wrong, missed) {
  const known = hits + wrong + missed > 0;
  return { hits, wrong, missed, precision: known ? between(0.9, 0.85, 0.94) : null, recall: known ? between(0.8, 0.74, 0.85) : null, f1: known ? between(0.847, 0.8, 0.89) : null };
}

function kind(name, keys) {
  const promise = { alpha: 0.02, delta: 0.05, outcome: "too_few_items", letters: 120, needed: 149, threshold: null, acted_on: null, share: null, errors: null };
  return {
    kind: name,
    letters: 630,
    suggest_from: 0.42,
    figures: figures(900, 100, 225),
    calibration: {
      decisions: 15_750,
      plain: 0.012,
      debiased: between(0.008, 0.003, 0.014),
      groups: [0.07, 0.15, 0.3, 0.5, 0.7, 0.9, 0.98].map((said) => ({ said, hits: Math.round(said * 90), count: 90, came_true: between(said * 0.95, said * 0.8, Math.min(1, said * 1.05)) })),
    },
    labels: keys.map((key, at) => ({ key, figures: figures(90 - at * 30, at * 4, at * 5) })),
    mistaken: [{ missed: keys[0], said: keys[1], letters: 7 }],
    groups: ["aa", "p", "q"].map((writer) => ({ by: "writer", name: writer, letters: 60, figures: figures(80, 10, 20) })),
    promises: [promise, { ...promise, alpha: 0.05, outcome: "too_many_errors", letters: 630, needed: 59 }, { ...promise, alpha: 0.1, outcome: "holds", letters: 630, needed: 29, threshold: 0.8125, acted_on: 315, share: 0.5, errors: 20 }],
  };
}

/** A model with figures in the place of whatever the tried server has. */
export function measured(quality) {
  const kinds = [kind("service", ["wohngeld", "kindergeld", "rente"]), kind("act", ["antrag", "widerspruch", "auskunft"])];
  const model = { version: "2.0.0+1a2b3c4d", letters: 630, files: ["ab".repeat(32), "cd".repeat(32)], labels: 40, seed: 1, calibration: "sigmoid, shared", kinds };
  return { functions: quality.functions.map((one) => ({ ...one, model: one.key === "sort" ? model : null })) };
}

async function show(page, address) {
  await page.route("**/api/v1/quality", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: measured(await response.json()) });
  });
  await page.goto(BASE + address);
  await settled(page);
}

export function quality() {
  test("quality: each function says what it works by", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/guete`);
      await settled(page);
      const { body } = await call(page, "GET", "/quality");
      assert.equal(await page.locator("section[aria-labelledby=quality-overview] tbody tr").count(), body.functions.length);
      assert.match(await page.textContent("tr:has-text('Angaben auslesen')"), /Beispiele aus Briefen/);
    });
  });

  test("quality: kind and order stand in the address, the picture has its table", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await show(page, "/steuerung/guete");
      assert.match(await page.textContent("tr:has-text('Einordnen')"), /630 Briefe/);
      assert.equal(await page.locator("circle").count(), 7);
      assert.equal(await page.locator("section[aria-labelledby=quality-reliability] tbody tr").count(), 7);
      assert.match(await page.textContent("section[aria-labelledby=quality-promises]"), /Nötig sind 149 fehlerfreie Briefe/);
      await page.click("nav >> text=Anliegen");
      await page.waitForURL(/art=anliegen/);
      await page.selectOption("#quality-order", "name");
      await page.waitForURL(/reihe=name/);
      const names = (await page.locator("section[aria-labelledby=quality-labels] tbody th").allTextContents()).map((name) => name.trim());
      assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, "de")));
      await page.reload();
      await settled(page);
      assert.equal(await page.inputValue("#quality-order"), "name");
      assert.equal(await page.textContent("#quality-kind"), "Anliegen");
    });
  });

  test("quality: print carries figures and tables, and nothing to click", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await show(page, "/steuerung/guete");
      const folder = mkdtempSync(join(tmpdir(), "leitstand-print-"));
      try {
        const path = join(folder, "guete.pdf");
        await page.pdf({ path, format: "A4" });
        const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
        assert.match(text, /Beides zusammen/);
        assert.match(text, /84,7\s*%/);
        assert.match(text, /Versprochene Fehlergrenze/);
        assert.doesNotMatch(text, /Hauptnavigation|Reihenfolge/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}
