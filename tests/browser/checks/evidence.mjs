// SPDX-License-Identifier: EUPL-1.2
// From the upload to the evidence: by mouse, and by the keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, call, read_item, settled, shot, with_page } from "../support/house.mjs";
import { letter } from "../support/post.mjs";

const as_file = ({ name, text }) => ({ name, mimeType: "message/rfc822", buffer: Buffer.from(text, "utf8") });

/** The words of each mark without what only screen readers hear. */
const marked_words = (page) =>
  page.evaluate(() => {
    const words = {};
    for (const mark of document.querySelectorAll("mark[data-numbers]"))
      for (const number of mark.dataset.numbers.split(" ")) {
        const copy = mark.cloneNode(true);
        copy.querySelectorAll(".kern-sr-only").forEach((part) => part.remove());
        words[number] = (words[number] ?? "") + copy.textContent;
      }
    return words;
  });

const in_view = (page, selector) =>
  page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    const pane = element.closest(".pane").getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
  }, selector);

/** The middle of the widest line of a mark: what a person would point at. */
async function middle_of(page, number) {
  const mark = page.locator(`mark[data-begins~="${number}"]`).first();
  await mark.scrollIntoViewIfNeeded();
  return mark.evaluate((element) => {
    const [box] = [...element.getClientRects()].sort((a, b) => b.width - a.width);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
}

/** Presses Tab until something with this name has the focus, as a person without a mouse does. */
async function tab_to(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const text = await page.evaluate(() => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim());
    if (typeof name === "string" ? text === name : name.test(text)) return;
  }
  assert.fail(`the Tab key never reached "${name}"`);
}

/** From one finding to another with the arrow keys. */
async function focus_card(page, number) {
  await page.keyboard.press("1");
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await page.evaluate(() => document.activeElement?.dataset?.number)) === number) return;
    await page.keyboard.press("ArrowDown");
  }
  assert.fail(`the keys never reached finding ${number}`);
}

async function wait_for_findings(page) {
  await page.waitForSelector("mark[data-begins]", { timeout: 30_000 });
}

export function evidence(items) {
  test("upload to evidence by mouse", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      await page.click("nav >> text=Erfassen");
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click("button:has-text('Dateien auswählen')")]);
      await chooser.setFiles([as_file(letter("maus"))]);
      await page.waitForSelector("text=1 von 1 Datei angenommen");
      const number = await page.textContent("main strong.number");
      assert.match(number, /^\d{4}-\d{6}-\d$/);
      await shot(page, "erfassen-fertig");
      await page.click("main >> text=Öffnen");
      await page.waitForURL(/eingang\/[0-9a-f]{32}/);
      items.letter = new URL(page.url()).pathname;
      await wait_for_findings(page);
      assert.match(await page.textContent("h1"), new RegExp(number));
      await shot(page, "befund-maus");

      const id = items.letter.split("/").at(-1);
      const item = await read_item(page, id);
      const words = await marked_words(page);
      const cards = await page.evaluate(() => [...document.querySelectorAll("[data-finding]")].map((card) => [card.dataset.number, card.dataset.finding]));
      const suggested = [...item.findings.filter((one) => one.suggested), item.unit_finding];
      assert.deepEqual(cards.map(([, finding]) => finding).sort(), suggested.map((one) => one.id).sort());
      for (const [place, finding] of cards) {
        const places = suggested.find((one) => one.id === finding).evidence;
        const expected = places.map((one) => [...item.text].slice(one.start, one.end).join(""));
        for (const one of expected) assert.ok((words[place] ?? "").includes(one), `mark ${place} shows "${one}", it has "${words[place]}"`);
      }
      const iban = item.findings.find((one) => one.key === "iban");
      assert.ok(iban, "the IBAN was found");
      const iban_number = cards.find(([, finding]) => finding === iban.id)[0];

      await page.hover(`#finding-${iban_number}`);
      await page.waitForSelector(`mark.linked[data-numbers~="${iban_number}"]`);
      const point = await middle_of(page, iban_number);
      await page.mouse.move(2, 2);
      await page.mouse.move(point.x, point.y);
      await page.waitForSelector(`#finding-${iban_number}.linked`);
      await page.click(`#finding-${iban_number} .evidence button`);
      assert.ok(await in_view(page, `mark[data-begins~="${iban_number}"]`));
      const again = await middle_of(page, iban_number);
      await page.mouse.click(again.x, again.y);
      assert.equal(await page.evaluate(() => document.activeElement?.id), `finding-${iban_number}`);

      await page.click(`#finding-${iban_number} button:has-text("Bestätigen")`);
      await page.waitForSelector(`#finding-${iban_number} :text("Bestätigt von")`);
      assert.equal((await read_item(page, id)).findings.find((one) => one.id === iban.id).state, "confirmed");
      assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "BODY", "the focus is not lost");
    });
  });

  test("upload to evidence by the keyboard alone", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const forbid = () => assert.fail("no mouse here");
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      page.mouse.click = page.mouse.move = forbid;
      await page.keyboard.press("u");
      await page.waitForURL(/erfassen/);
      await page.waitForFunction(() => document.activeElement?.tagName === "H1");
      await tab_to(page, "Dateien auswählen");
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
      await chooser.setFiles([as_file(letter("tasten"))]);
      await page.waitForSelector("text=1 von 1 Datei angenommen");
      assert.match(await page.textContent("[aria-live=polite]"), /angenommen, Nummer/);
      await tab_to(page, /^Öffnen/);
      await page.keyboard.press("Enter");
      await page.waitForURL(/eingang\/[0-9a-f]{32}/);
      await wait_for_findings(page);
      const id = new URL(page.url()).pathname.split("/").at(-1);

      await page.keyboard.press("b");
      const first = await page.evaluate(() => document.activeElement?.getAttribute("data-begins"));
      assert.ok(first, "b leads to the first evidence");
      assert.ok(await in_view(page, "mark:focus"));
      const place = () => page.evaluate(() => [...document.querySelectorAll("mark[data-begins]")].indexOf(document.activeElement));
      assert.equal(await place(), 0);
      await page.keyboard.press("b");
      assert.equal(await place(), 1);
      await page.keyboard.press("B");
      assert.equal(await place(), 0);
      await page.keyboard.press("Enter");
      const number = first.split(" ")[0];
      assert.equal(await page.evaluate(() => document.activeElement?.id), `finding-${number}`);
      await page.keyboard.press("c");
      await page.waitForSelector(`#finding-${number} :text("Bestätigt von")`);

      const open = await page.evaluate(() => document.activeElement?.dataset?.number);
      assert.ok(open && open !== number, "the next open finding has the focus");
      await page.keyboard.press("x");
      await page.waitForSelector(`#finding-${open} :text("Abgelehnt von")`);

      const field = await page.getAttribute("[data-finding]:has(.label:text('Straße'))", "data-number");
      await focus_card(page, field);
      await page.keyboard.press("r");
      await page.waitForFunction((wanted) => document.activeElement?.id === `correct-${wanted}`, field);
      await page.keyboard.press("Control+a");
      await page.keyboard.type("Rosenweg 7");
      await page.keyboard.press("Enter");
      await page.waitForSelector(`#finding-${field} :text("Berichtigt von")`);
      const states = (await read_item(page, id)).findings.map((finding) => finding.state);
      for (const state of ["confirmed", "rejected", "corrected"]) assert.ok(states.includes(state), state);
      await shot(page, "befund-entschieden");

      await page.keyboard.press("s");
      await page.waitForFunction(() => /geschlossen/i.test(document.querySelector("[aria-live=polite]")?.textContent ?? ""));
      assert.equal((await read_item(page, id)).state, "closed");
    });
  });

  test("a missed finding can be added", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.letter);
      await wait_for_findings(page);
      const before = await page.locator("[data-finding]").count();
      await page.click("button:has-text('Fehlendes ergänzen')");
      await page.click("button:has-text('Ergänzen') >> nth=-1");
      await page.waitForSelector("#add-key-error");
      await page.selectOption("#add-kind", "act");
      await page.selectOption("#add-key", "akteneinsicht");
      await page.click("form#add-finding button[type=submit]");
      await page.waitForFunction((count) => document.querySelectorAll("[data-finding]").length === count + 1, before);
      assert.match(await page.textContent("[data-finding].added"), /Ergänzt von/);
    });
  });

  test("two people on one finding: the second sees who changed what and keeps the own input", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await with_page({ role: "team_lead" }, async (other) => {
        await page.goto(BASE + items.letter);
        await wait_for_findings(page);
        const number = await page.getAttribute("[data-finding]:has(.label:text('Straße'))", "data-number");
        const finding = await page.getAttribute(`#finding-${number}`, "data-finding");
        const id = items.letter.split("/").at(-1);
        await page.click(`#finding-${number} button:has-text("Berichtigen")`);
        await page.fill(`#correct-${number}`, "Rosenweg 9");
        await other.goto(`${BASE}/werkbank/eingang`);
        await settled(other);
        const version = (await read_item(other, id)).findings.find((one) => one.id === finding).version;
        assert.equal((await call(other, "POST", `/items/${id}/findings`, { finding, version, decision: "reject" })).status, 200);
        await page.click(`#finding-${number} button[type=submit]`);
        const notice = page.locator(`#finding-${number} [role=alert]`);
        await notice.waitFor();
        assert.match(await notice.textContent(), /Lindner war schneller.*Abgelehnt/s);
        assert.equal(await page.inputValue(`#correct-${number}`), "Rosenweg 9");
        await shot(page, "befund-konflikt");
        await page.click(`#finding-${number} button[type=submit]`);
        await page.waitForSelector(`#finding-${number} :text("Berichtigt von")`);
      });
    });
  });

  test("an upload that breaks off is told, and trying again makes no second item", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      const keys = [];
      // The first try reaches the server, but its answer gets lost.
      await page.route("**/api/v1/items", async (route) => {
        keys.push(route.request().headers()["idempotency-key"]);
        if (keys.length > 1) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await page.setInputFiles("input[type=file]", [as_file(letter("abbruch"))]);
      await page.waitForSelector("text=Die Übertragung ist abgebrochen.");
      await shot(page, "erfassen-abgebrochen");
      await page.click("button:has-text('Erneut versuchen')");
      await page.waitForSelector("text=1 von 1 Datei angenommen");
      assert.equal(keys.length, 2);
      assert.equal(keys[0], keys[1]);
      assert.match(await page.textContent("section li"), /War schon angenommen/);
    });
  });

  test("entry by hand: errors are named, then a receipt number is given", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen/gespraech`);
      await settled(page);
      await page.click("button[type=submit]");
      await page.waitForSelector("#entry-text-error");
      await page.check("#entry-channel-telephone");
      await page.fill("#entry-sender", "Wilhelmine Ackerbohm");
      await page.fill("#entry-text", "Sie bittet um einen Termin und möchte Wohngeld beantragen.");
      await page.click("button[type=submit]");
      await page.waitForSelector("text=Eingetragen mit der Nummer");
      await page.click("main >> text=Öffnen");
      // Words that are evidence for something stand in an element of their own.
      await page.waitForFunction(() => /Sie.*bittet.*um.*einen.*Termin/s.test(document.querySelector(".text .words")?.textContent ?? ""), undefined, { timeout: 30_000 });
    });
  });

  test("clocks: what until when, each with its source; of a function in shadow nothing, also behind a decision", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.letter);
      await wait_for_findings(page);
      const clocks = await page.textContent("section[aria-labelledby=legal-clocks]");
      assert.match(clocks, /Letzter Tag: \d\d\.\d\d\.\d{4}|Kein Datum/);
      assert.match(clocks, /Rechtsgrundlage: .*§/s);
      const id = items.letter.split("/").at(-1);
      const { body: functions } = await call(page, "GET", "/functions");
      assert.equal(functions.functions.find((one) => one.key === "complete").mode, "shadow");
      const { body: item } = await call(page, "GET", `/items/${id}`);
      assert.ok(item.findings.some((finding) => finding.state !== "open"), "somebody decided about this letter before");
      assert.deepEqual(item.requirements, []);
      assert.doesNotMatch(await page.textContent("main"), /Fehlt noch: \d/);
      await shot(page, "befund-fristen");
    });
  });

  test("the day of receipt: corrected with a reason, the former stays in the history", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.letter);
      await wait_for_findings(page);
      await page.click("summary");
      await page.click("button:has-text('Tag des Eingangs berichtigen')");
      await page.fill("#correct-date", "2026-11-20");
      await page.click("form:has(#correct-date) button[type=submit]");
      await page.waitForSelector("#correct-reason-error");
      await page.fill("#correct-reason", "Eingangsstempel der Poststelle");
      await page.click("form:has(#correct-date) button[type=submit]");
      await page.waitForSelector("ol >> text=Eingangsstempel der Poststelle");
      assert.match(await page.textContent(".facts"), /20\.11\.2026/);
    });
  });

  test("the same file twice: an item of its own, closed as a duplicate with one key", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      await page.setInputFiles("input[type=file]", [as_file(letter("maus"))]);
      await page.waitForSelector("text=Dieselbe Datei liegt schon vor");
      await page.click("main >> text=Öffnen");
      await page.waitForSelector("text=Dieselbe Datei ist schon eingegangen");
      const id = new URL(page.url()).pathname.split("/").at(-1);
      await read_item(page, id);
      await page.reload();
      await page.waitForSelector("text=Als Doppel schließen");
      await shot(page, "befund-doppel");
      await page.keyboard.press("d");
      await page.waitForSelector("button:has-text('Wieder öffnen')");
      assert.equal((await read_item(page, id)).state, "closed");
    });
  });

  test("the original: as a download only", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(BASE + items.letter);
      await wait_for_findings(page);
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Original herunterladen")]);
      assert.equal(download.suggestedFilename(), letter("maus").name);
      assert.match(page.url(), new RegExp(items.letter));
    });
  });
}
