// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, call, send_files, settled, shot, with_page } from "../support/house.mjs";
import { note } from "../support/post.mjs";

/** Where the active row stands: number of the row, and how far it lies outside the part that shows rows. */
const place = (page) =>
  page.evaluate(() => {
    const grid = document.querySelector("[role=grid]");
    const row = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
    const head = grid.querySelector("[role=columnheader]").parentElement;
    if (!row) return { row: -1 };
    const box = row.getBoundingClientRect();
    const top = head.getBoundingClientRect().bottom;
    const bottom = grid.getBoundingClientRect().top + grid.clientTop + grid.clientHeight;
    return {
      row: Number(row.dataset.index),
      above: Math.max(0, top - box.top),
      below: Math.max(0, box.bottom - bottom),
      focus: document.activeElement === grid,
      label: row.getAttribute("aria-rowindex"),
      drawn: grid.querySelectorAll("[role=row]").length,
    };
  });

async function open_list(page) {
  await page.goto(`${BASE}/werkbank/eingang?stand=alle`);
  await settled(page);
  await page.waitForSelector("[role=grid] [role=row] [role=gridcell]");
  await page.focus("[role=grid]");
}

export function inbox(rows_added = 130) {
  test("list: enough rows to scroll are taken in", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      await send_files(page, Array.from({ length: rows_added }, (_, number) => note(number)));
    });
  });

  test("list: after 50 keys, End, Home and pages the active row lies wholly in view", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      const total = Number(await page.getAttribute("[role=grid]", "aria-rowcount")) - 1;
      assert.ok(total >= rows_added);
      for (let key = 0; key < 50; key += 1) await page.keyboard.press(key % 2 ? "j" : "ArrowDown");
      await check(50);
      for (let key = 0; key < 5; key += 1) await page.keyboard.press("k");
      await check(45);
      await page.keyboard.press("End");
      await check(total - 1);
      await page.keyboard.press("ArrowDown");
      await check(total - 1);
      await page.keyboard.press("PageUp");
      const page_up = (await place(page)).row;
      assert.ok(page_up < total - 3 && page_up > total - 40);
      await page.keyboard.press("PageDown");
      await check(total - 1);
      await page.keyboard.press("Home");
      await check(0);

      async function check(row) {
        await page.waitForTimeout(250);
        const found = await place(page);
        assert.equal(found.row, row);
        assert.ok(found.above < 1 && found.below < 1, `row ${row} lies ${found.above} px above, ${found.below} px below the view`);
        assert.equal(found.focus, true, "the focus stays on the list");
        assert.equal(found.label, String(row + 2));
        assert.ok(found.drawn < 60, `${found.drawn} rows drawn`);
      }
    });
  });

  test("list: a long jump fetches the rows it shows", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      await page.keyboard.press("End");
      await page.waitForFunction(() => {
        const grid = document.querySelector("[role=grid]");
        return document.getElementById(grid.getAttribute("aria-activedescendant") ?? "")?.querySelector("a") !== null;
      });
    });
  });

  test("list: Enter opens, Back comes to the same place", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      for (let key = 0; key < 30; key += 1) await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(200);
      const before = await page.evaluate(() => document.querySelector("[role=grid]").scrollTop);
      assert.ok(before > 0);
      await page.keyboard.press("Enter");
      await page.waitForURL(/eingang\/[0-9a-f]{32}/);
      await page.goBack();
      await page.waitForSelector("[role=grid]");
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate(() => document.querySelector("[role=grid]").scrollTop), before);
      await page.keyboard.press("ArrowDown");
      assert.equal((await place(page)).row, 31, "the key gave the list the focus and went on from its place");
    });
  });

  test("filter: changes the address, is told to screen readers, Back takes it back", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      const all = Number(await page.getAttribute("[role=grid]", "aria-rowcount"));
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "filter-words");
      await page.keyboard.type("zettel-007.txt");
      await page.keyboard.press("Enter");
      await page.waitForURL(/#worte=/);
      await page.waitForFunction((count) => Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount")) < count, all);
      assert.match(await page.textContent("[aria-live=polite]"), /pass(t|en) zum Filter/);
      await shot(page, "eingang-gefiltert");
      await page.selectOption("#filter-channel", "telephone");
      await page.waitForURL(/weg=telephone/);
      await page.waitForSelector("text=Nichts passt zu diesem Filter");
      await page.click("main >> text=Filter aufheben >> nth=-1");
      await page.waitForURL((url) => !url.search.includes("weg"));
      await page.goBack();
      await page.waitForURL(/weg=telephone/);
      assert.equal(await page.inputValue("#filter-channel"), "telephone");
      assert.equal(await page.inputValue("#filter-words"), "zettel-007.txt");
    });
  });

  test("list: new post is announced and moves nothing until asked for", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      for (let key = 0; key < 20; key += 1) await page.keyboard.press("ArrowDown");
      const active = () => page.evaluate(() => document.getElementById(document.querySelector("[role=grid]").getAttribute("aria-activedescendant"))?.querySelector(".number")?.textContent);
      const before = await active();
      await send_files(page, [note(900), note(901)]);
      const button = page.getByRole("button", { name: /2 neue Eingänge anzeigen/ });
      await button.waitFor({ timeout: 20_000 });
      assert.equal(await active(), before);
      await shot(page, "eingang-neue");
      await button.click();
      await button.waitFor({ state: "detached" });
      assert.equal((await place(page)).row, 0);
    });
  });

  test("keys: letters can be switched off, arrows stay", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_list(page);
      await page.click("button.opener");
      await page.click("text=Buchstabentasten verwenden");
      await page.keyboard.press("Escape");
      await page.focus("[role=grid]");
      const before = (await place(page)).row;
      for (const key of ["j", "?", "/", "u"]) await page.keyboard.press(key);
      assert.equal((await place(page)).row, before);
      assert.match(page.url(), /eingang\?stand=alle$/);
      await page.keyboard.press("ArrowDown");
      assert.equal((await place(page)).row, before + 1);
    });
  });

  test("list: a call that fails is told with what to do, and trying again works", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.route("**/api/v1/items?*", (route) => route.abort());
      await page.goto(`${BASE}/werkbank/eingang`);
      const alert = page.getByRole("alert");
      await alert.waitFor();
      assert.match(await alert.textContent(), /Der Server antwortet nicht.*nichts verloren.*Versuchen|Der Server antwortet nicht/s);
      await page.unroute("**/api/v1/items?*");
      await page.click("text=Erneut versuchen");
      await page.waitForSelector("[role=grid]");
      assert.equal(await alert.count(), 0);
    });
  });

  test("list: who may not read content gets no link to it", async () => {
    await with_page({ role: "post_room" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang?stand=alle`);
      await page.waitForSelector("[role=grid] [role=gridcell]");
      assert.equal(await page.locator("[role=grid] a").count(), 0);
      assert.equal((await call(page, "GET", "/items?count=1")).status, 200);
    });
  });
}
