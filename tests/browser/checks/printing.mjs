// SPDX-License-Identifier: EUPL-1.2
// Printing from the pages: text by the browser's own command, pictures by the button, nothing twice.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BASE, read_item, send_bytes, settled, with_page } from "../support/house.mjs";
import { drawn, open_pages, sent } from "../support/pages.mjs";
import { two_pages } from "../support/paper.mjs";
import { with_enclosure } from "../support/post.mjs";

function printed(items) {
  const printed_text = async (page) => {
    const folder = mkdtempSync(join(tmpdir(), "leitstand-print-"));
    try {
      const path = join(folder, "blatt.pdf");
      await page.pdf({ path, format: "A4" });
      const pictures = execFileSync("pdfimages", ["-list", path], { encoding: "utf8" }).trim().split("\n").length - 2;
      return { text: execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }), pictures };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("print from the pages: the browser's own command gives the text, the button the pictures", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_pages(page, items.pages);
      const own = await printed_text(page);
      assert.match(own.text, /Belegblatt/);
      // Numbers of evidence may stand behind any word.
      assert.match(own.text, /Die[\s\d]+Bescheinigung[\s\d]+meines/);
      assert.doesNotMatch(own.text, /Original herunterladen|Bestätigen|Drehen/);
      await drawn(page);
      await page.evaluate(() => {
        globalThis.print = () => {
          globalThis.at_print = [...document.querySelectorAll(".pages img")].map((one) => one.complete && one.naturalWidth > 0);
        };
      });
      await page.click("button:has-text('Drucken')");
      await page.waitForFunction(() => globalThis.at_print !== undefined, undefined, { timeout: 30_000 });
      assert.deepEqual(await page.evaluate(() => globalThis.at_print), [true, true]);
      await drawn(page);
    });
  });
}

/** Looks at the paper instead of printing it. */
const watch_print = (page) =>
  page.evaluate(() => {
    globalThis.print = () => {
      const paper = document.querySelector(".pages");
      globalThis.printed = [...(globalThis.printed ?? []), { pictures: paper?.querySelectorAll("img").length ?? 0, text: document.querySelector("main").textContent }];
    };
  });

const papers = (page) => page.evaluate(() => globalThis.printed ?? []);

function printed_whole() {
  test("print from the pages: what has no picture comes as text, and is said to", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      const receipt = await send_bytes(page, "nachricht.eml", with_enclosure("Guten Tag, anbei mein Antrag mit Zwetschgenkuchen.", "antrag.pdf", two_pages("anlage")));
      await read_item(page, receipt.id);
      await page.goto(`${BASE}/werkbank/eingang/${receipt.id}`);
      await page.waitForSelector(".views");
      await watch_print(page);
      await page.click("button:has-text('Drucken')");
      await page.waitForFunction(() => globalThis.printed?.length === 1, undefined, { timeout: 30_000 });
      const [whole] = await papers(page);
      assert.equal(whole.pictures, 2);
      assert.match(whole.text, /Zwetschgenkuchen/);
      assert.doesNotMatch(whole.text, /fehlt als Bild/);

      await page.route("**/pages/2/picture?width=1200*", (route) => route.abort());
      await page.click("button:has-text('Drucken')");
      await page.waitForFunction(() => globalThis.printed?.length === 2, undefined, { timeout: 30_000 });
      const [, torn] = await papers(page);
      assert.equal(torn.pictures, 1);
      assert.match(torn.text, /Seite 2 fehlt als Bild/);
      assert.match(torn.text, /Bitte.*überweisen.*Konto/s);
    });
  });

  test("print from the pages: a second press prints once, and who leaves prints nothing", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag-druck.pdf", two_pages("druck"));
      await open_pages(page, item.path);
      await watch_print(page);
      let release = () => undefined;
      const held = new Promise((resolve) => (release = resolve));
      await page.route("**/pages/2/picture?width=1200*", async (route) => {
        await held;
        await route.continue().catch(() => undefined);
      });
      const print = page.locator("button:has-text('Drucken')");
      await print.click();
      await page.waitForSelector(".pages img", { state: "attached" });
      await print.click();
      await page.click("text=Zurück zum Eingang");
      await page.waitForURL(/eingang(\?|#|$)/);
      release();
      await page.waitForTimeout(600);
      assert.deepEqual(await papers(page), []);

      await page.unroute("**/pages/2/picture?width=1200*");
      await page.goBack();
      await drawn(page);
      await print.dblclick();
      await page.waitForFunction(() => globalThis.printed?.length > 0, undefined, { timeout: 30_000 });
      await page.waitForTimeout(300);
      assert.equal((await papers(page)).length, 1);
    });
  });
}

export function printing(items) {
  printed(items);
  printed_whole();
}
