// SPDX-License-Identifier: EUPL-1.2
// A letter that comes again: named on both items, with what is new, decided on and taken back by the keyboard, on a
// narrow screen and in the dark.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, read_item, send_files, shot, with_page } from "../support/house.mjs";
import { again, first_time } from "../support/post.mjs";

const PANEL = "section[aria-labelledby=relations]";
const said = (page) => page.textContent("[aria-live=polite]");
const plain = async (page, selector) => (await page.textContent(selector)).replace(/\s+/g, " ");

async function taken_in(page, file) {
  await page.goto(`${BASE}/werkbank/eingang`);
  const [receipt] = await send_files(page, [file]);
  return read_item(page, receipt.id);
}

async function open(page, item) {
  await page.goto(`${BASE}/werkbank/eingang/${item.id}`);
  await page.waitForSelector(PANEL);
}

export function relations() {
  let first;
  let second;

  test("a letter that comes again shows the earlier one and the sentence that is new", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      first = await taken_in(page, first_time());
      second = await taken_in(page, again());
      await open(page, second);
      const card = `${PANEL} [data-relation="${first.receipt_number}"]`;
      const text = await plain(page, card);
      assert.match(text, /Derselbe Brief wie Eingang/);
      assert.match(text, /\d\d % der Wortfolgen sind gleich/);
      assert.match(text, /Vorschuss, weil der Kühlschrank leer ist/);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "zusammenhaenge");
      await page.click(`${card} h3 a`);
      await page.waitForSelector(`${PANEL} [data-relation="${second.receipt_number}"]`);
      assert.match(await plain(page, PANEL), /kam später mit Änderungen als Eingang .* nur im späteren Eingang/);
    });
  });

  test("confirming, rejecting and taking back by one key each", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open(page, second);
      const card = `${PANEL} [data-relation="${first.receipt_number}"]`;
      await page.focus(`${card} h3 a`);
      await page.keyboard.press("c");
      await page.waitForSelector(`${card}.decided`);
      assert.match(await said(page), /gehört zusammen/);
      assert.match(await plain(page, card), /Gehört zusammen, sagt /);
      await page.focus(`${card} h3 a`);
      await page.keyboard.press("w");
      await page.waitForSelector(`${card}:not(.decided)`);
      assert.match(await said(page), /zurückgenommen/);
      await page.focus(`${card} h3 a`);
      await page.keyboard.press("x");
      await page.waitForSelector(`${PANEL} details`);
      assert.match(await plain(page, `${PANEL} summary`), /1 abgelehnter Zusammenhang/);
      await page.click(`${PANEL} summary`);
      await page.click(`${card} button`);
      await page.waitForSelector(`${card}:not(.decided)`);
      const state = (await page.request.get(`${BASE}/api/v1/items/${second.id}`).then((answer) => answer.json())).state;
      assert.equal(state, "ready", "a relation closes nothing");
    });
  });

  test("in the dark, in English and at 320 pixels nothing is cut off", async () => {
    await with_page({ role: "caseworker", width: 320, height: 640, scheme: "dark", language: "en" }, async (page) => {
      await open(page, second);
      await page.locator(PANEL).scrollIntoViewIfNeeded();
      assert.match(await plain(page, PANEL), /The same letter as item/);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `the page is ${wider} px too wide`);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "zusammenhaenge-320-dunkel");
    });
  });
}
