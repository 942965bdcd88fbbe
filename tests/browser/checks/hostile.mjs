// SPDX-License-Identifier: EUPL-1.2
// Post that tries to run scripts, and a file that cannot be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, read_item, send_files, settled, shot, with_page } from "../support/house.mjs";
import { hostile_letter, SCRIPT } from "../support/post.mjs";

const quiet = async (page) => {
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => globalThis.caught), undefined, "no script ran");
  assert.deepEqual(await page.evaluate(() => globalThis.violations), [], "nothing was even tried");
};

export function hostile(items) {
  test("scripts in subject, sender, file name, enclosure and text run nowhere", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      const file = hostile_letter();
      await page.setInputFiles("input[type=file]", [{ name: file.name, mimeType: "message/rfc822", buffer: Buffer.from(file.text) }]);
      await page.waitForSelector("text=1 von 1 Datei angenommen");
      await quiet(page);
      await page.click("main >> text=Öffnen");
      const id = page.url().split("/").at(-1);
      const item = await read_item(page, id);
      assert.ok(item.envelope.subject.includes("onerror"), "the subject arrived as it was sent");
      await page.reload();
      await page.waitForSelector("mark, .text .words");
      await page.click("summary");
      assert.ok((await page.textContent("main")).includes("globalThis.caught=1"), "the text is shown as text");
      assert.equal(await page.locator("main img, main script, main svg[onload]").count(), 0);
      await quiet(page);
      await shot(page, "befund-feindlich");
      await page.goto(`${BASE}/werkbank/eingang?stand=alle`);
      await page.waitForSelector("[role=gridcell]");
      await quiet(page);
      await page.goto(`${BASE}/werkbank/eingang#${new URLSearchParams({ worte: SCRIPT })}`);
      await settled(page);
      assert.equal(await page.inputValue("#filter-words"), SCRIPT);
      await quiet(page);
    });
  });

  test("scripts in an entry by hand and in a finding run nowhere", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen/gespraech`);
      await settled(page);
      await page.check("#entry-channel-oral");
      await page.fill("#entry-sender", SCRIPT);
      await page.fill("#entry-text", `Wohngeld bitte. ${SCRIPT}`);
      await page.fill("#entry-note", SCRIPT);
      await page.click("button[type=submit]");
      await page.waitForSelector("text=Eingetragen mit der Nummer");
      await page.click("main >> text=Öffnen");
      await page.waitForSelector(".text .words");
      await page.click("button:has-text('Fehlendes ergänzen')");
      await page.selectOption("#add-kind", "field");
      await page.selectOption("#add-key", "employer");
      await page.fill("#add-value", SCRIPT);
      await page.click("form#add-finding button[type=submit]");
      await page.waitForSelector("[data-finding].added");
      assert.ok((await page.textContent("[data-finding].added")).includes("onerror"));
      await page.click("summary");
      await quiet(page);
    });
  });

  test("a file that cannot be read: says why and what to do, can be read once more", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      const [receipt] = await send_files(page, [{ name: "bescheid.pdf", text: "%PDF-1.7\nnichts weiter" }]);
      items.refused = `/werkbank/eingang/${receipt.id}`;
      const item = await read_item(page, receipt.id);
      assert.equal(item.state, "needs_person");
      await page.goto(BASE + items.refused);
      await page.waitForSelector("text=Dieser Eingang braucht Sie");
      assert.ok((await page.textContent("main")).includes(item.reason_text));
      await shot(page, "befund-braucht-sie");
      await page.click("text=Erneut lesen");
      await page.waitForFunction(() => /erneut gelesen/.test(document.querySelector("[aria-live=polite]")?.textContent ?? ""));
      await read_item(page, receipt.id);
    });
  });
}
