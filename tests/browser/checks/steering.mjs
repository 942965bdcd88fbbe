// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BASE, call, settled, shot, with_page } from "../support/house.mjs";

export function steering(items) {
  test("functions: a change needs a reason and stands in the history", async () => {
    await with_page({ role: "administrator" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktionen`);
      await settled(page);
      const reason = `Prüfung der Seite ${Date.now()}`;
      for (const mode of ["shadow", "assist"]) {
        await page.click("tr:has-text('Angaben auslesen') button");
        await page.check(`#mode-${mode}`);
        await page.fill("#mode-reason", "kurz");
        await page.click("dialog[open] button[type=submit]");
        await page.waitForSelector("#mode-reason-error");
        await page.fill("#mode-reason", `${reason} ${mode}`);
        await page.click("dialog[open] button[type=submit]");
        await page.waitForSelector(`td:has-text("${reason} ${mode}")`);
      }
      await shot(page, "funktionen-verlauf");
      const { body } = await call(page, "GET", "/functions");
      assert.equal(body.functions.find((one) => one.key === "extract").mode, "assist");
    });
  });

  test("functions: who may only look is offered no change", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktionen`);
      await page.waitForSelector("table");
      assert.equal(await page.locator("button:has-text('Betriebsart ändern')").count(), 0);
      assert.equal(await page.locator("nav >> text=Konten").count(), 0);
    });
  });

  test("accounts: made with a one-time password that is shown once, locked and unlocked", async () => {
    await with_page({ role: "administrator" }, async (page) => {
      await page.goto(`${BASE}/steuerung/konten`);
      await settled(page);
      const name = `probe-${Date.now().toString(36)}`;
      await page.click("button:has-text('Konto anlegen')");
      await page.click("dialog[open] button[type=submit]");
      await page.waitForSelector("#account-name-error");
      await page.fill("#account-name", name);
      await page.fill("#account-display", `Probe ${name}`);
      await page.check("#role-caseworker");
      await page.click("dialog[open] button[type=submit]");
      const secret = page.locator("dialog[open] code");
      await secret.waitFor();
      assert.ok((await secret.textContent()).length >= 12);
      await shot(page, "konto-passwort");
      await page.click("text=Ich habe es notiert");
      await page.waitForSelector(`tr:has-text("${name}")`);
      await page.click(`tr:has-text("${name}") button:has-text("Sperren")`);
      await page.waitForSelector(`tr:has-text("${name}") :text("Gesperrt")`);
      await page.click(`tr:has-text("${name}") button:has-text("Entsperren")`);
      await page.waitForSelector(`tr:has-text("${name}") button:has-text("Sperren")`);
    });
  });

  test("system: checks are shown, what needs action first", async () => {
    await with_page({ role: "administrator" }, async (page) => {
      await page.goto(`${BASE}/steuerung/system`);
      await settled(page);
      const { body } = await call(page, "GET", "/system");
      assert.equal(await page.locator("main li").count(), body.checks.length);
      const shown = await page.locator("main li .state").allTextContents();
      const ranks = shown.map((text) => ["Handeln nötig", "Hinweis", "In Ordnung"].findIndex((word) => text.includes(word)));
      assert.deepEqual(ranks, [...ranks].sort());
    });
  });

  test("print: the item's page carries number, findings and text, and no navigation", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.letter);
      await page.waitForSelector("mark[data-begins]");
      const folder = mkdtempSync(join(tmpdir(), "leitstand-print-"));
      try {
        const path = join(folder, "blatt.pdf");
        await page.pdf({ path, format: "A4" });
        const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
        assert.match(text, /Eingang \d{4}-\d{6}-\d/);
        assert.match(text, /Belegblatt/);
        assert.match(text, /Guten Tag/);
        assert.match(text, /DE02 1203 0000 0000 2020 51/);
        assert.doesNotMatch(text, /KI-Funktionen|Original herunterladen|Bestätigen/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}
