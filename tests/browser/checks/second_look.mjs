// SPDX-License-Identifier: EUPL-1.2
// What the machine saw, what else a finding might be, which words carried it, and clocks that a decision overtakes: all
// of it by the keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, call, read_item, send_files, shot, with_page } from "../support/house.mjs";
import { objection } from "../support/post.mjs";

const DAY_MS = 86_400_000;
const iso = (date) => date.toISOString().slice(0, 10);
const days_ago = (days) => new Date(Date.now() - days * DAY_MS);
const german = (date) => iso(date).split("-").reverse().join(".");

async function taken_in(page, mark, noticed) {
  await page.goto(`${BASE}/werkbank/eingang`);
  const file = objection(mark, german(noticed));
  const [receipt] = await send_files(page, [file]);
  const item = await read_item(page, receipt.id);
  await page.goto(`${BASE}/werkbank/eingang/${receipt.id}`);
  await page.waitForSelector("mark[data-begins]");
  return item;
}

const card = (kind) => `[data-finding].kind-${kind}`;

/** By the arrow keys, until a finding of this kind has the focus; gives its number. */
async function focus_kind(page, kind) {
  await page.keyboard.press("1");
  for (let presses = 0; presses < 40; presses += 1) {
    const found = await page.evaluate((wanted) => {
      const own = document.activeElement;
      return own?.matches(`[data-finding].kind-${wanted}`) ? own.dataset.number : "";
    }, kind);
    if (found) return found;
    await page.keyboard.press("ArrowDown");
  }
  return assert.fail(`the keys never reached a finding of the kind ${kind}`);
}

const focused_text = (page) => page.evaluate(() => document.activeElement?.textContent?.replace(/\s+/g, " ").trim() ?? "");
const said = (page) => page.textContent("[aria-live=polite]");

export function second_look(items) {
  test("what the machine saw is one key away, and the same key leads back", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await taken_in(page, "maske", days_ago(20));
      items.objection = `/werkbank/eingang/${item.id}`;
      assert.ok(item.mask.text.length > 0, "the name was hidden");
      const points = [...item.text];
      const hidden = item.mask.text.map(([start, end]) => points.slice(start, end).join(""));
      assert.ok(hidden.some((words) => words.includes("Ackerbohm")), hidden.join("|"));
      assert.match(await page.textContent(".text"), /Ackerbohm/);
      await page.keyboard.press("m");
      await page.waitForSelector(".masked");
      const shown = await page.textContent(".text");
      for (const words of hidden) assert.ok(!shown.includes(words.trim()), `"${words}" is hidden`);
      assert.match(shown, /Widerspruch/);
      assert.match(await page.textContent(".scroller"), /Aufgezeichnet beim Lesen/);
      assert.match(await said(page), /wie ihn die Maschine gesehen hat/);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "maske");
      await page.keyboard.press("m");
      await page.waitForFunction(() => document.querySelector(".text")?.textContent?.includes("Ackerbohm"));
    });
  });

  test("another act by key and digit, and taken back by one key", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.objection);
      await page.waitForSelector(card("act"));
      const id = items.objection.split("/").at(-1);
      const number = await focus_kind(page, "act");
      const before = await page.textContent(`#finding-${number} .value`);
      await page.keyboard.press("a");
      await page.waitForSelector(`#finding-${number} [data-alternatives] ol button`);
      assert.match(await focused_text(page), /^1/);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "was-sonst");
      const second = (await page.textContent("#alternative-2 .name")).trim();
      await page.keyboard.press("2");
      await page.waitForSelector(`#finding-${number} :text("Berichtigt von")`);
      assert.equal((await page.textContent(`#finding-${number} .value`)).trim(), second);
      assert.ok((await read_item(page, id)).findings.some((one) => one.kind === "act" && one.state === "corrected"));
      await page.keyboard.press("w");
      await page.waitForFunction(([place, words]) => document.querySelector(`#finding-${place} .value`)?.textContent === words, [number, before]);
      assert.match(await said(page), /Zurückgenommen/);
      assert.equal(await page.evaluate(() => document.activeElement?.id), `finding-${number}`);
      await page.keyboard.press("w");
      await page.waitForFunction(() => /keine Entscheidung/.test(document.querySelector("[aria-live=polite]")?.textContent ?? ""));
      await page.keyboard.press("a");
      await page.waitForSelector("[data-alternatives] ol button");
      await page.keyboard.press("Escape");
      await page.waitForSelector("[data-alternatives]", { state: "detached" });
      assert.equal(await page.evaluate(() => document.activeElement?.id), `finding-${number}`);
    });
  });

  test("the unit is decided on like a finding", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.objection);
      await page.waitForSelector(card("unit"));
      const number = await focus_kind(page, "unit");
      await page.keyboard.press("a");
      await page.waitForSelector("#alternative-1");
      const chosen = (await page.textContent("#alternative-1 .name")).trim();
      await page.keyboard.press("1");
      await page.waitForSelector(`#finding-${number} :text("Berichtigt von")`);
      await page.waitForFunction((name) => [...document.querySelectorAll(".facts dd")].some((one) => one.textContent?.trim() === name), chosen);
      await page.keyboard.press("w");
      await page.waitForSelector(`#finding-${number}:not(.corrected)`);
    });
  });

  test("the words without which it would not be suggested, and what the words for a probability mean", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.objection);
      await page.waitForSelector(card("act"));
      await page.click(`${card("act")} button:has-text('Warum?')`);
      await page.waitForFunction(() => /Ohne „|Auch ohne|hängt nicht/.test(document.querySelector(".why [aria-live]")?.textContent ?? ""), undefined, { timeout: 10_000 });
      const word = page.locator(`${card("act")} button.word`);
      assert.ok((await word.count()) > 0, "the act has a word for its probability");
      await word.first().focus();
      await page.keyboard.press("Enter");
      assert.match(await page.textContent(`${card("act")} .meaning`), /von 100/);
      await page.click("summary:has-text('wahrscheinlich')");
      assert.match(await page.textContent("details:has(summary:has-text('wahrscheinlich'))"), /mindestens 95 von 100/);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "ohne-die-woerter");
    });
  });

  test("a later arrival moves the end of the clock; the earlier one stays in sight until it is taken back", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const noticed = days_ago(20);
      const item = await taken_in(page, "zugang", noticed);
      const before = item.clocks.find((clock) => clock.from_notification);
      assert.equal(before?.trigger, iso(noticed));
      await page.waitForSelector("#legal-clocks");
      await page.locator("button:has-text('Späteren Zugang eintragen')").first().focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.getAttribute("type") === "date");
      const form = page.locator("form:has(input:focus)");
      await form.locator("input").fill(iso(days_ago(30)));
      await page.keyboard.press("Enter");
      await page.waitForSelector("text=Davor kann er nicht angekommen sein");
      await form.locator("input").fill(iso(days_ago(5)));
      await page.keyboard.press("Enter");
      await page.waitForSelector(".right .superseded");
      const now = await read_item(page, item.id);
      const stands = now.clocks.find((clock) => clock.key === before.key && clock.state === "recomputed");
      assert.ok(stands.due > before.due, `${stands.due} is later than ${before.due}`);
      assert.equal(now.clocks.find((clock) => clock.key === before.key && clock.state === "superseded").due, before.due);
      assert.match(await page.textContent(".right .superseded"), new RegExp(before.due.split("-").reverse().join(".")));
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "zugang");
      await page.keyboard.press("w");
      await page.waitForSelector(".right .superseded", { state: "detached" });
      const log = await with_page({ role: "auditor" }, async (other) => {
        await other.goto(`${BASE}/steuerung/protokoll`);
        return call(other, "GET", `/audit/entries?item=${item.receipt_number}&type=decision_made`);
      });
      assert.equal(log.status, 200);
      assert.ok(log.body.rows.length >= 2, `${log.body.rows.length} decisions in the log: the arrival and its withdrawal`);
    });
  });

  test("a corrected date is a decision after which the clock is computed anew", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await taken_in(page, "datum", days_ago(20));
      const date = item.findings.find((one) => one.key === "notice_date");
      const number = await page.getAttribute(`[data-finding="${date.id}"]`, "data-number");
      await page.focus(`#finding-${number}`);
      await page.keyboard.press("r");
      await page.waitForFunction((wanted) => document.activeElement?.id === `correct-${wanted}`, number);
      await page.fill(`#correct-${number}`, iso(days_ago(12)));
      await page.keyboard.press("Enter");
      await page.waitForSelector(".right .superseded");
      assert.match(await page.textContent("#legal-clocks ~ ul"), /neu berechnet/);
    });
  });

  test("it all fits 320 px, light and dark", async () => {
    for (const scheme of ["light", "dark"])
      await with_page({ role: "caseworker", width: 320, height: 800, scheme }, async (page) => {
        await page.goto(BASE + items.objection);
        await page.waitForSelector(card("act"));
        await page.click(`${card("act")} button:has-text('Was sonst?')`);
        await page.waitForSelector("[data-alternatives] ol button");
        await page.click(`${card("act")} button:has-text('Warum?')`);
        await page.locator("button.mask").click();
        await page.waitForSelector(".masked");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `${wide} px wide`);
        assert.deepEqual(await axe_violations(page), []);
        await page.locator("[data-alternatives]").scrollIntoViewIfNeeded();
        await shot(page, `was-sonst-320-${scheme}`);
      });
  });
}
