// SPDX-License-Identifier: EUPL-1.2
// Pages as pictures: from the inbox to a box on a page, words that can be selected, keys, long documents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, read_item, settled, shot, with_page } from "../support/house.mjs";
import { drawn, open_pages, sent } from "../support/pages.mjs";
import { hidden_paper, long_paper, two_pages } from "../support/paper.mjs";
import { SCRIPT } from "../support/post.mjs";

const LONG_PAGES = 500;
/** A frame may take long on a busy machine; a person notices a pause from here on. */
const LONG_TASK_MS = 200;
const PICTURES_MAX = 24;
const SHEETS_MAX = 12;

const active = (page) => page.evaluate(() => ({ id: document.activeElement?.id ?? "", tag: document.activeElement?.tagName, number: document.activeElement?.dataset?.number }));

/** How far an element sticks out of the pages' window, in pixels. */
const sticks_out = (page, selector) =>
  page.evaluate((wanted) => {
    const box = document.querySelector(wanted).getBoundingClientRect();
    const view = document.querySelector("#pages").getBoundingClientRect();
    return Math.max(0, view.top - box.top, box.bottom - view.bottom, view.left - box.left, box.right - view.right);
  }, selector);

const current_page = (page) => page.inputValue("#page-jump");

async function calm(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

function by_mouse(items) {
  test("pages by mouse: from the inbox to a box and back to its finding", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag.pdf", two_pages("maus"));
      items.pages = item.path;
      await page.goto(`${BASE}/werkbank/eingang?stand=alle#worte=${item.number}`);
      await page.click(`[role=grid] a:has-text("${item.number}")`);
      await drawn(page);
      await shot(page, "seiten-maus");
      assert.equal((await page.textContent(".jump")).trim().endsWith("von 2"), true);
      const found = (await read_item(page, item.id)).findings;
      const iban = found.find((one) => one.key === "iban");
      assert.ok(iban, "the IBAN was found");
      assert.equal(iban.evidence[0].page, 2);
      const card = page.locator(`[data-finding="${iban.id}"]`);
      const number = await card.getAttribute("data-number");

      await card.locator(".evidence button").click();
      const spot = `[data-finding-box="${iban.id}"]`;
      await page.waitForSelector(spot);
      await calm(page);
      assert.ok((await active(page)).id.startsWith("spot-"), "the box has the focus");
      assert.equal(await sticks_out(page, spot), 0);
      assert.equal(await page.getAttribute(spot, "aria-label").then((label) => label.startsWith(`Beleg ${number}, `)), true);
      await shot(page, "seiten-beleg");

      // The box lies over the words it is evidence for.
      await page.waitForSelector('[data-page="0:2"] .layer .line');
      const under = await page.evaluate((selector) => {
        const box = document.querySelector(selector).getBoundingClientRect();
        return [...document.querySelectorAll('[data-page="0:2"] .layer span')]
          .filter((word) => {
            const own = word.getBoundingClientRect();
            return own.left + own.width / 2 > box.left && own.left + own.width / 2 < box.right && own.top + own.height / 2 > box.top && own.top + own.height / 2 < box.bottom;
          })
          .map((word) => word.textContent)
          .join("");
      }, spot);
      assert.match(under.replace(/\s/g, ""), /DE02120300000000202051/);

      const box = await page.locator(`${spot} .box`).first().boundingBox();
      await page.mouse.move(3, 3);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForSelector(`[data-finding="${iban.id}"].linked`);
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      assert.equal((await active(page)).id, `finding-${number}`);
      await page.hover("[data-finding] >> nth=0");
      await page.waitForFunction((selector) => !document.querySelector(selector).classList.contains("linked"), spot);
      await card.hover();
      await page.waitForSelector(`${spot}.linked`);

      await page.click("button[aria-label^='Seite 2 um 90 Grad']");
      await calm(page);
      assert.match(await page.evaluate(() => document.querySelector('[data-page="0:2"] .upright').style.transform), /rotate\(90deg\)/);
      const sheet = await page.locator('[data-page="0:2"] .sheet').boundingBox();
      assert.ok(sheet.width > sheet.height, "the page lies on its side");
      await card.locator(".evidence button").click();
      await calm(page);
      assert.equal(await sticks_out(page, spot), 0);
    });
  });
}

function by_keys() {
  test("pages by the keyboard alone: from the inbox to a box, a decision, and the next box", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag-tasten.pdf", two_pages("tasten"));
      const forbid = () => assert.fail("no mouse here");
      await page.goto(`${BASE}/werkbank/eingang?stand=alle`);
      await settled(page);
      page.mouse.click = page.mouse.move = forbid;
      await page.keyboard.press("/");
      await page.keyboard.type(item.number);
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "2");
      for (let presses = 0; presses < 40 && (await page.evaluate(() => document.activeElement?.getAttribute("role"))) !== "grid"; presses += 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(item.id));
      await drawn(page);

      await page.keyboard.press("b");
      await page.waitForFunction(() => document.activeElement?.id.startsWith("spot-"));
      const first = await active(page);
      assert.equal(await sticks_out(page, `#${first.id}`), 0);
      await page.keyboard.press("b");
      await page.waitForFunction((before) => document.activeElement?.id.startsWith("spot-") && document.activeElement.id !== before, first.id);
      await page.keyboard.press("B");
      await page.waitForFunction((before) => document.activeElement?.id === before, first.id);
      await page.keyboard.press("Enter");
      assert.equal((await active(page)).id, `finding-${first.number}`);
      await page.keyboard.press("c");
      await page.waitForSelector(`#finding-${first.number} :text("Bestätigt von")`);

      // Cards lead the pages: the box of the finding with the focus is in view.
      const iban = (await read_item(page, item.id)).findings.find((one) => one.key === "iban").id;
      const number = await page.getAttribute(`[data-finding="${iban}"]`, "data-number");
      await page.keyboard.press(String(Number(number) - 1));
      await page.keyboard.press("ArrowDown");
      await page.waitForSelector(`[data-finding-box="${iban}"]`);
      await calm(page);
      assert.equal(await sticks_out(page, `[data-finding-box="${iban}"]`), 0);
      assert.equal(await page.evaluate(() => document.activeElement?.dataset?.finding), iban, "the focus stays on the finding");

      await page.keyboard.press("v");
      await page.waitForSelector("mark[data-begins]");
      await page.keyboard.press("v");
      await drawn(page);
    });
  });

  test("a key decides about the finding with the focus, wherever the mouse lies", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag-fokus.pdf", two_pages("fokus"));
      await open_pages(page, item.path);
      const finding = (number) => page.getAttribute(`#finding-${number}`, "data-finding");
      await page.keyboard.press("2");
      await page.hover("#finding-5");
      await page.waitForSelector("#finding-5.linked");
      await page.keyboard.press("c");
      await page.waitForSelector('#finding-2 :text("Bestätigt von")');
      const decided = (await read_item(page, item.id)).findings.filter((one) => one.state !== "open");
      assert.deepEqual(decided.map((one) => [one.id, one.state]), [[await finding(2), "confirmed"]]);

      // In the text a mark has the focus, and the mouse leaves another one.
      await page.keyboard.press("v");
      await page.waitForSelector("mark[data-begins]");
      await page.keyboard.press("4");
      await page.keyboard.press("b");
      await page.waitForSelector("mark:focus");
      const begins = await page.evaluate(() => document.activeElement.dataset.begins.split(" ")[0]);
      const other = await page.evaluate((own) => {
        const alone = (mark) => !mark.dataset.numbers.includes(" ") && mark.dataset.numbers !== own;
        const mark = [...document.querySelectorAll("mark[data-numbers]")].find(alone);
        mark.scrollIntoView({ block: "center" });
        const { x, y, width, height } = mark.getClientRects()[0]; // of its first line: it may go over two
        return { x: x + width / 2, y: y + height / 2, number: mark.dataset.numbers };
      }, begins);
      await page.mouse.move(other.x, other.y);
      await page.waitForSelector(`#finding-${other.number}.linked`);
      await page.mouse.move(3, 3);
      await page.waitForSelector(`#finding-${begins}.linked`);
    });
  });

  test("pages: keys move, zoom and turn; the browser keeps its own", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag-zoom.pdf", two_pages("zoom"));
      await open_pages(page, item.path);
      await page.focus("#pages");
      await page.keyboard.press("j");
      await calm(page);
      assert.equal(await current_page(page), "2");
      await page.keyboard.press("k");
      await calm(page);
      assert.equal(await current_page(page), "1");
      const top = () => page.evaluate(() => document.querySelector("#pages").scrollTop);
      const before = await top();
      await page.keyboard.press("PageDown");
      assert.ok((await top()) > before);
      await page.keyboard.press("End");
      await calm(page);
      assert.equal(await current_page(page), "2");
      await page.keyboard.press("Home");
      await calm(page);
      assert.equal(await top(), 0);

      const width = () => page.locator('[data-page="0:1"] .sheet').evaluate((sheet) => sheet.getBoundingClientRect().width);
      const fitting = await width();
      await page.keyboard.press("+");
      await calm(page);
      const larger = await width();
      assert.ok(larger > fitting);
      await page.keyboard.press("Control+-");
      await calm(page);
      assert.equal(await width(), larger);
      await page.keyboard.press("-");
      await page.keyboard.press("-");
      await calm(page);
      assert.ok((await width()) < larger);
      await page.keyboard.press("0");
      await calm(page);
      assert.equal(await width(), fitting);
      await page.keyboard.press("r");
      await calm(page);
      const sheet = await page.locator('[data-page="0:1"] .sheet').boundingBox();
      assert.ok(sheet.width > sheet.height);

      await page.selectOption(".zoom", "400");
      await calm(page);
      assert.ok(await page.evaluate(() => document.querySelector("#pages").scrollWidth > document.querySelector("#pages").clientWidth));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280, "only the pages scroll sideways");
      await page.selectOption(".zoom", "page");
      await page.keyboard.press("Escape");
      await page.focus("#pages");
      await page.keyboard.press("?");
      const list = page.getByRole("dialog");
      await list.waitFor();
      for (const words of ["In den Seiten des Dokuments", "Seite drehen", "Seitenbreite", "Bild ↓"]) assert.ok((await list.textContent()).includes(words), words);
    });
  });

  test("pages: letters switched off, the pages stay reachable without them", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "antrag-ohne.pdf", two_pages("ohne"));
      await page.evaluate(() => localStorage.setItem("leitstand.letters", "off"));
      await open_pages(page, item.path);
      await page.focus("#pages");
      await page.keyboard.press("j");
      await calm(page);
      assert.equal(await current_page(page), "1");
      await page.fill("#page-jump", "2");
      await page.keyboard.press("Enter");
      await calm(page);
      assert.equal(await current_page(page), "2");
      await page.focus("#thumbnail-1");
      await page.keyboard.press("ArrowUp");
      await page.waitForFunction(() => document.activeElement?.id === "thumbnail-0");
      assert.equal(await current_page(page), "1");
    });
  });
}

function narrow(items) {
  test("pages at 320 px: from a finding to its box and back, with a list to pick a page from", async () => {
    await with_page({ role: "caseworker", width: 320, height: 640 }, async (page) => {
      await open_pages(page, items.pages);
      await page.selectOption(".picker", "1");
      await page.waitForSelector('[data-page="0:2"] .layer .line');
      assert.equal(await page.inputValue(".picker"), "1");
      await page.click("[data-finding] .evidence button >> nth=0");
      await page.waitForSelector(".spot:focus");
      await page.waitForTimeout(700);
      await shot(page, "seiten-320-beleg");
      const box = await page.locator(".spot:focus").boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 640, "the box is on the screen");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.id.startsWith("finding-"));
      await page.locator(".viewer").scrollIntoViewIfNeeded();
      await page.evaluate(() => document.querySelector(".views").scrollIntoView());
      await page.keyboard.press("Escape");
      await shot(page, "seiten-320-ansicht");
    });
  });
}

function words_and_views(items) {
  test("pages: real words lie on the printed ones, and are copied line by line", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_pages(page, items.pages);
      const id = items.pages.split("/").at(-1);
      const words = await page.evaluate(async (item) => (await (await fetch(`/api/v1/items/${item}/parts/0/pages/1/words`)).json()).words, id);
      const placed = await page.evaluate(() => {
        const sheet = document.querySelector('[data-page="0:1"] .sheet').getBoundingClientRect();
        return { scale: sheet.width / 595, words: [...document.querySelectorAll('[data-page="0:1"] .layer span')].map((word) => ({ text: word.textContent, left: word.getBoundingClientRect().left - sheet.left, right: word.getBoundingClientRect().right - sheet.left })).filter((word) => word.text !== " ") };
      });
      assert.deepEqual(placed.words.map((word) => word.text), words.map((word) => word.text), "in reading order");
      placed.words.forEach((word, at) => {
        const [x0, , x1] = words[at].box;
        assert.ok(Math.abs(word.left - x0 * placed.scale) < 3, `"${word.text}" begins ${word.left - x0 * placed.scale} px beside its print`);
        assert.ok(Math.abs(word.right - x1 * placed.scale) < 3, `"${word.text}" ends ${word.right - x1 * placed.scale} px beside its print`);
      });
      const copied = await page.evaluate(() => {
        getSelection().selectAllChildren(document.querySelector('[data-page="0:1"] .layer'));
        return getSelection().toString();
      });
      assert.match(copied, /Wilhelmine Ackerbohm\s*\n\s*Rosenweg 5\s*\n\s*12043 Berlin/);
      const alternative = await page.getAttribute('[data-page="0:1"] img', "alt");
      assert.match(alternative, /^Seite 1 von 2/);
    });
  });

  test("pages and text: the choice is remembered, post without pages shows its text", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await open_pages(page, items.pages);
      await page.click(".views button:has-text('Text')");
      await page.waitForSelector("mark[data-begins]");
      assert.equal(await page.locator(".sheet img").count(), 0);
      await page.reload();
      await page.waitForSelector("mark[data-begins]");
      await page.click(".views button:has-text('Seiten')");
      await drawn(page);
      await page.goto(BASE + items.letter);
      await page.waitForSelector("mark[data-begins]");
      assert.equal(await page.locator(".views").count(), 0);
    });
  });

  test("pages: a picture that does not come is told, and trying again works", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const problem = { type: "about:blank", title: "Von dieser Seite kann kein Bild gezeichnet werden.", status: 422, what_to_do: "Lesen Sie den Text daneben." };
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.route("**/pages/1/picture?*", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify(problem) }));
      await page.goto(BASE + items.pages);
      await page.waitForSelector(".failed >> text=Von dieser Seite kann kein Bild gezeichnet werden.");
      await page.waitForSelector(".failed >> text=Lesen Sie den Text daneben.");
      assert.equal(asked.filter((url) => /\/pages\/1\/picture\?width=(?!200&)/.test(url)).length, 1, "asked for once");
      await page.waitForSelector(".layer .line");
      const colour = await page.evaluate(() => getComputedStyle(document.querySelector('[data-page="0:1"] .layer')).color);
      assert.equal(colour, "rgb(0, 0, 0)", "the words stand where the picture would be");
      await shot(page, "seiten-kein-bild");
      assert.deepEqual(await axe_violations(page), []);
      await page.unroute("**/pages/1/picture?*");
      await page.click(".failed button");
      assert.equal((await active(page)).id, "page-0", "the focus stays on the page");
      await page.waitForSelector('[data-page="0:1"] img:not(.unseen)');
    });
  });
}

function hostile_pages() {
  test("scripts in words, hidden texts and codes of a page run nowhere", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "versteckt.pdf", hidden_paper(SCRIPT));
      // What a page may hold besides its words, in each list at once.
      const code = { part: 0, page: 1, kind: "qr", box: [400, 400, 500, 500], text: SCRIPT };
      await page.route(new RegExp(`/api/v1/items/${item.id}$`), async (route) => {
        const answer = await route.fetch();
        const body = await answer.json();
        body.codes = [code];
        body.hidden = [...(body.hidden ?? []), { ...code, kind: "unseen", box: [70, 290, 400, 300] }];
        await route.fulfill({ response: answer, json: body });
      });
      await open_pages(page, item.path);
      await page.click(".notes summary");
      const notes = await page.textContent(".notes");
      assert.ok(notes.includes("Hier steht Text, den man auf der Seite nicht sieht"), notes);
      assert.ok(notes.includes("globalThis.caught=1"));
      assert.ok(notes.includes("QR-Code"));
      await page.click(".notes button:has-text('Stelle zeigen') >> nth=-1");
      await page.waitForSelector(".pointed");
      await page.waitForTimeout(400);
      assert.equal(await page.evaluate(() => globalThis.caught), undefined);
      assert.equal(await page.locator("main script, main svg[onload], main img[onerror]").count(), 0);
      await shot(page, "seiten-versteckt");
      assert.deepEqual(await axe_violations(page), []);
    });
  });
}

function long_documents(items) {
  test(`pages: ${LONG_PAGES} of them scroll without a pause, and few are drawn at a time`, async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "akte.pdf", long_paper(LONG_PAGES));
      items.long = item.path;
      await open_pages(page, item.path);
      await page.waitForTimeout(800);
      const seen = await page.evaluate(async () => {
        const scroller = document.querySelector("#pages");
        const pauses = [];
        const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries().map((entry) => Math.round(entry.duration))));
        observer.observe({ entryTypes: ["longtask"] });
        let pictures = 0;
        let sheets = 0;
        let blank = 0;
        const count = () => {
          pictures = Math.max(pictures, document.querySelectorAll("[data-viewer] .sheet img, [data-viewer] .thumbnails img").length);
          const all = [...document.querySelectorAll("article.entry")].map((one) => one.getBoundingClientRect());
          sheets = Math.max(sheets, all.length);
          const view = scroller.getBoundingClientRect();
          if (!all.some((one) => one.top < view.bottom && one.bottom > view.top)) blank += 1;
        };
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        for (let step = 0; step < 240; step += 1) {
          // Slow as with a wheel at first, then with the scroll bar.
          scroller.scrollTop += step < 120 ? 120 : scroller.scrollHeight / 120;
          await frame();
          await frame();
          count();
        }
        await new Promise((resolve) => setTimeout(resolve, 600));
        count();
        observer.disconnect();
        return { pictures, sheets, blank, longest: Math.max(0, ...pauses), elements: document.querySelectorAll("[data-viewer] .sizer *, [data-viewer] .thumbnails *").length };
      });
      console.log(`# ${LONG_PAGES} pages: ${seen.pictures} pictures, ${seen.sheets} sheets, ${seen.elements} elements at most; longest task ${seen.longest} ms`);
      assert.ok(seen.pictures <= PICTURES_MAX, `${seen.pictures} pictures at once`);
      assert.ok(seen.sheets <= SHEETS_MAX, `${seen.sheets} sheets at once`);
      assert.ok(seen.longest <= LONG_TASK_MS, `a task of ${seen.longest} ms`);
      assert.equal(seen.blank, 0, "never an empty view");
      assert.equal(await current_page(page), String(LONG_PAGES));

      await page.fill("#page-jump", "400");
      await page.keyboard.press("Enter");
      await page.waitForSelector('[data-page="0:400"] img:not(.unseen)', { timeout: 20_000 });
      await page.waitForSelector('[data-page="0:400"] .layer >> text=Blatt 400 von 500');
      const top = await page.evaluate(() => document.querySelector('[data-page="0:400"]').getBoundingClientRect().top - document.querySelector("#pages").getBoundingClientRect().top);
      assert.ok(Math.abs(top) < 12, `page 400 begins ${top} px from the upper edge`);
      assert.equal(await page.getAttribute("#thumbnail-399", "aria-current"), "page");
      await shot(page, "seiten-500");
    });
  });
}

export function pages(items) {
  by_mouse(items);
  by_keys();
  narrow(items);
  words_and_views(items);
  hostile_pages();
  long_documents(items);
}
