// SPDX-License-Identifier: EUPL-1.2
// The log as auditors see it: what happened, who did it, nothing of what stands in an item; receipts, verification, print.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { account, BASE, call, read_item, send_files, settled, shot, with_page } from "../support/house.mjs";

const ROWS = "button.opener[aria-controls^=entry]";

/** What the entries are after the list has come. */
async function shown(page) {
  await settled(page);
  return page.locator(ROWS).allTextContents().then((all) => all.map((text) => text.trim()));
}

/** Tab until something has the focus. */
async function tab_to(page, selector, presses_max = 60) {
  for (let presses = 0; presses < presses_max; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} was not reached by the Tab key`);
}

export function log(items) {
  test("log: entries are narrowed by kind, period and item, and the filter stands in the address", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll`);
      assert.ok((await shown(page)).length > 5);
      await page.selectOption("#log-type", "decision_made");
      await page.click("form[role=search] button[type=submit]");
      await page.waitForURL(/art=decision_made/);
      await page.waitForFunction(() => [...document.querySelectorAll("button.opener[aria-controls^=entry]")].every((one) => /Entscheidung getroffen/.test(one.textContent)));
      assert.ok((await shown(page)).length > 0);
      const number = (await page.locator("td.item").first().textContent()).trim();
      await page.fill("#log-record", number);
      await page.selectOption("#log-type", "");
      await page.click("form[role=search] button[type=submit]");
      await page.waitForURL((url) => url.searchParams.get("eintrag") === number);
      await settled(page);
      assert.deepEqual([...new Set(await page.locator("td.item").allTextContents())].map((text) => text.trim()), [number]);
      await page.goBack();
      await page.waitForURL(/art=decision_made/);
      await settled(page);
      assert.equal(await page.inputValue("#log-type"), "decision_made");
      await page.goto(`${BASE}/steuerung/protokoll?bis=2020-01-01`);
      assert.deepEqual(await shown(page), []);
      assert.match(await page.textContent("main"), /Kein Eintrag passt dazu/);
    });
  });

  test("log: an address with a filter shows it, also what only opened entries know", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll?art=signed_in#konto=${account("auditor").name}`);
      assert.ok((await shown(page)).length > 0);
      assert.equal(await page.inputValue("#log-type"), "signed_in");
      assert.equal(await page.inputValue("#log-account"), account("auditor").name);
      const who = await page.locator("tbody tr:first-child td:last-child").allTextContents();
      assert.equal(new Set(who.map((text) => text.trim())).size, 1);
    });
  });

  test("log: by the keyboard alone to an entry and its receipt, which a third party can read", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll?art=item_received`);
      await settled(page);
      await tab_to(page, ROWS);
      await page.keyboard.press("Enter");
      await page.waitForSelector("tr.details a[download]");
      await tab_to(page, "tr.details a[download]");
      const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
      assert.match(download.suggestedFilename(), /^eintrag-\d+\.tlog-proof$/);
      assert.match(readFileSync(await download.path(), "utf8"), /^c2sp\.org\/tlog-proof@v1\nextra [^]+\nindex \d+\n/);
      assert.match(await page.textContent("tr.details"), /leitstand prove check eintrag-\d+\.tlog-proof/);
      await shot(page, "protokoll-quittung");
    });
  });

  test("log: a decision with words of its own, for what follows", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      const [receipt] = await send_files(page, [{ name: "protokoll.txt", text: `Guten Tag, hiermit beantrage ich Wohngeld. ${Date.now()}` }]);
      const item = await read_item(page, receipt.id);
      const { id, version } = item.findings[0];
      const body = { decision: "reject", finding: id, version, reason: "Frau Zitronenfalter rief an" };
      assert.equal((await call(page, "POST", `/items/${receipt.id}/findings`, body)).status, 200);
    });
  });

  test("log: nothing of what stands in an item, and what is kept back is named", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll?art=decision_made`);
      await settled(page);
      for (const opener of await page.locator(ROWS).all()) await opener.click();
      const text = await page.textContent("main");
      assert.match(text, /Nicht gezeigt, weil es zum Inhalt des Eingangs gehört/);
      assert.doesNotMatch(text, /DE02|Zitronenfalter|Wohngeld|640/);
      assert.equal((await call(page, "GET", items.letter.replace("/werkbank/eingang/", "/items/"))).status, 403);
    });
  });

  test("log: a verification runs in the background and says that all is in order", async () => {
    await with_page({ role: "data_protection" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll`);
      await settled(page);
      await page.click("button:has-text('Jetzt prüfen')");
      await page.waitForSelector("section:has-text('Prüfung') :text('In Ordnung')", { timeout: 20_000 });
      assert.match(await page.textContent("main"), /in der Datenbank stimmen/);
    });
  });

  test("log: looking is an entry itself", async () => {
    await with_page({ role: "staff_council" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll?art=list_read`);
      await settled(page);
      await page.click("button:has-text('Neu laden')");
      await settled(page);
      await page.click(`${ROWS} >> nth=0`);
      const details = await page.textContent("tr.details");
      assert.match(details, /Liste\s*Nachweisprotokoll/);
      assert.match(details, /Eingegrenzt nach\s*Art/);
    });
  });

  test("log: who may not see it finds neither link nor page", async () => {
    for (const role of ["caseworker", "administrator"])
      await with_page({ role }, async (page) => {
        await page.goto(`${BASE}/steuerung/protokoll`);
        await page.waitForSelector("h1:has-text('reichen Ihre Rechte nicht')");
        assert.equal(await page.locator("nav >> text=Protokoll").count(), 0);
        assert.equal((await call(page, "GET", "/audit/entries")).status, 403);
      });
  });

  test("log: print carries head, key and entries, and no filters", async () => {
    await with_page({ role: "auditor" }, async (page) => {
      await page.goto(`${BASE}/steuerung/protokoll?art=list_read`);
      await settled(page);
      const { body } = await call(page, "GET", "/audit/log");
      const folder = mkdtempSync(join(tmpdir(), "leitstand-print-"));
      try {
        const path = join(folder, "protokoll.pdf");
        await page.pdf({ path, format: "A4" });
        const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
        assert.match(text, /Nachweisprotokoll/);
        assert.ok(text.replace(/\s/g, "").includes(body.vkey), "the public key");
        assert.match(text, /Eingegrenzt auf Art: Liste gelesen\./);
        assert.match(text, /Abgerufen am \d\d\.\d\d\.\d{4}/);
        assert.doesNotMatch(text, /Jetzt prüfen|Zurücksetzen|Hauptnavigation|Ältere Einträge/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}
