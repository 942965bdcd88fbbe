// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BASE, call, settled, shot, with_page } from "../support/house.mjs";

export function steering(items) {
  test("functions: stopping needs a reason and stands in the history; up it goes only through the gates", async () => {
    await with_page({ role: "administrator" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktionen`);
      await settled(page);
      const reason = `Prüfung der Seite ${Date.now()}`;
      const row = page.locator("tr", { has: page.locator("th", { hasText: "Angaben auslesen" }) });
      const state = async () => (await call(page, "GET", "/govern/functions")).body.functions.find((one) => one.key === "extract");
      const enter = async (words) => {
        await page.fill("#mode-reason", "kurz");
        await page.click("dialog[open] button[type=submit]");
        await page.waitForSelector("#mode-reason-error");
        await page.fill("#mode-reason", words);
        await page.click("dialog[open] button[type=submit]");
        await page.waitForSelector(`td:has-text("${words}")`);
      };
      if ((await state()).mode !== "off") {
        await row.getByRole("button", { name: "Anhalten" }).click();
        await enter(`${reason} aus`);
        assert.equal((await state()).mode, "off");
      }
      assert.equal(await row.getByRole("button", { name: "Anhalten" }).count(), 0);
      const leap = await call(page, "PUT", "/functions/extract/mode", { mode: "assist", reason });
      assert.equal(leap.body.key, "mode.one_step");
      // Back to where it was, one step after the other, as far as its gates let it.
      for (let now = await state(); now.next; now = await state()) {
        const up = row.getByRole("button", { name: /: auf „.*“ schalten/ });
        assert.equal(await up.count(), now.next.passed === now.next.gates ? 1 : 0, "up is offered only where all gates are passed");
        if (now.next.passed < now.next.gates) break;
        await up.click();
        await enter(`${reason} ${now.next.mode}`);
        assert.equal((await state()).mode, now.next.mode);
      }
      await shot(page, "funktionen-verlauf");
    });
  });

  test("functions: what the server refuses is said in words, with the way to what is missing", async () => {
    await with_page({ role: "administrator" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktionen`);
      const held = (await call(page, "GET", "/govern/functions")).body.functions.find((one) => one.next && one.next.passed < one.next.gates);
      if (!held) return; // every function is as high as it may go
      // A page that was fetched while the gates were still passed.
      await page.route("**/api/v1/govern/functions", async (route) => {
        const response = await route.fetch();
        const json = await response.json();
        for (const one of json.functions) if (one.key === held.key) one.next.passed = one.next.gates;
        await route.fulfill({ response, json });
      });
      await page.reload();
      await settled(page);
      await page.getByRole("button", { name: /: auf „.*“ schalten/ }).first().click();
      await page.fill("#mode-reason", "Die Prüfungen sind bestanden.");
      await page.click("dialog[open] button[type=submit]");
      await page.getByText("Für diese Betriebsart sind noch Freigabeprüfungen offen.").waitFor();
      await shot(page, "funktionen-abgelehnt");
      await page.locator("dialog[open] a").click();
      await page.waitForURL((url) => url.pathname === `/steuerung/funktion/${held.key}/pruefungen`);
    });
  });

  test("functions: who may only look is offered no change", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktionen`);
      await page.waitForSelector("table");
      assert.equal(await page.locator("main td button").count(), 0);
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
