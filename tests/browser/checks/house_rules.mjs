// SPDX-License-Identifier: EUPL-1.2
// What holds for every screen: axe, one H1, own title, language, skip link, reflow, target size.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, settled, shot, with_page } from "../support/house.mjs";
import { running } from "./gates.mjs";
import { measured } from "./quality.mjs";

/** Looked at by axe in English and at 320 px as well; each screen is in German, light and dark. */
const MAIN_SCREENS = ["anmelden", "eingang", "befund", "erfassen", "funktionen", "frist", "maske", "guete", "konten", "seiten", "seiten-text", "protokoll", "protokoll-offen", "steuerung-uebersicht", "akte", "akte-fragen", "aufgaben", "beteiligung", "folgen", "folgen-frage", "pruefungen", "fairness", "betrieb", "register-eintrag"];

const open_all = (selector) => async (page) => {
  await page.click(selector);
  await page.waitForTimeout(150);
};

/** `items` are addresses made by the test before. */
function screens(items) {
  return [
    { name: "anmelden", path: "/werkbank/anmelden" },
    { name: "anmelden-fehler", path: "/werkbank/anmelden", prepare: open_all("button[type=submit]") },
    { name: "eingang", path: "/werkbank/eingang", role: "caseworker" },
    { name: "eingang-alle", path: "/werkbank/eingang?stand=alle", role: "caseworker", same_title: true },
    { name: "eingang-leer", path: "/werkbank/eingang#worte=gibtesbestimmtnicht", role: "caseworker", same_title: true },
    { name: "eingang-fehler", path: "/werkbank/eingang", role: "caseworker", same_title: true, broken: "**/api/v1/items?*" },
    { name: "einstellungen", path: "/werkbank/eingang", role: "caseworker", prepare: open_all("button.opener") },
    { name: "tasten", path: "/werkbank/eingang", role: "caseworker", prepare: async (page) => page.keyboard.press("?") },
    { name: "befund", path: items.letter, role: "caseworker" },
    { name: "befund-offen", path: items.letter, role: "caseworker", prepare: open_forms },
    { name: "frist", path: items.objection, role: "caseworker", prepare: open_all("button:has-text('Späteren Zugang eintragen'), button:has-text('Enter a later arrival')") },
    { name: "maske", path: items.objection, role: "caseworker", prepare: open_all("button.mask") },
    { name: "braucht-person", path: items.refused, role: "caseworker" },
    { name: "seiten", path: items.pages, role: "caseworker", prepare: drawn },
    { name: "seiten-beleg", path: items.pages, role: "caseworker", prepare: first_box },
    { name: "seiten-text", path: items.pages, role: "caseworker", prepare: open_all(".views button:has-text('Text')") },
    { name: "seiten-viele", path: items.long, role: "caseworker", prepare: drawn },
    { name: "stapel", path: items.stack, role: "caseworker", prepare: stack_opened },
    { name: "erfassen", path: "/werkbank/erfassen", role: "caseworker" },
    { name: "erfassen-tag", path: "/werkbank/erfassen", role: "caseworker", prepare: open_all("label:has-text('anderen Tag')") },
    { name: "gespraech", path: "/werkbank/erfassen/gespraech", role: "caseworker" },
    { name: "gespraech-fehler", path: "/werkbank/erfassen/gespraech", role: "caseworker", prepare: open_all("button[type=submit]") },
    { name: "unbekannt", path: "/werkbank/gibt-es-nicht", role: "caseworker" },
    { name: "kein-recht", path: "/steuerung/konten", role: "caseworker" },
    { name: "steuerung-uebersicht", path: "/steuerung", role: "governance" },
    { name: "akte", path: "/steuerung/funktion/sort/akte", role: "governance" },
    { name: "akte-frage", path: "/steuerung/funktion/plain/akte?frage=notice_text", role: "governance", same_title: true },
    { name: "akte-fragen", path: "/steuerung/funktion/answer/akte?fragen=weiter", role: "governance", same_title: true },
    { name: "akte-auswahl", path: "/steuerung/funktion/plain/akte?frage=criticality_harm", role: "governance", same_title: true },
    { name: "akte-vorschlaege", path: "/steuerung/funktion/answer/akte?vorschlaege=1", role: "governance", same_title: true },
    { name: "beteiligung-zusammen", path: "/steuerung/funktion/answer/beteiligung", role: "governance" },
    { name: "aufgaben-abzeichnen", path: "/steuerung/funktion/answer/aufgaben?abzeichnen=1", role: "governance" },
    { name: "aufgaben", path: "/steuerung/funktion/sort/aufgaben?aufgabe=idea_problem", role: "governance" },
    { name: "beteiligung", path: "/steuerung/funktion/sort/beteiligung", role: "staff_council" },
    { name: "beteiligung-eintragen", path: "/steuerung/funktion/sort/beteiligung", role: "governance", prepare: open_all("button[aria-label^='Eintragen:'] >> nth=0") },
    { name: "folgen", path: "/steuerung/funktion/sort/folgen", role: "governance" },
    { name: "folgen-leer", path: "/steuerung/funktion/plain/folgen", role: "governance" },
    { name: "folgen-abschnitt", path: "/steuerung/funktion/plain/folgen", role: "governance", same_title: true, prepare: open_all("section[aria-labelledby=assessment-tasks] a[href*='abschnitt=']") },
    { name: "folgen-frage", path: "/steuerung/funktion/plain/folgen?frage=impact24", role: "governance", same_title: true },
    { name: "pruefungen", path: "/steuerung/funktion/sort/pruefungen", role: "releaser" },
    { name: "fairness", path: "/steuerung/funktion/sort/fairness", role: "governance" },
    { name: "fairness-leer", path: "/steuerung/funktion/plain/fairness", role: "governance" },
    { name: "betrieb", path: "/steuerung/funktion/sort/betrieb", role: "governance" },
    { name: "register-eintrag", path: "/steuerung/funktion/sort/register", role: "governance" },
    { name: "funktionen", path: "/steuerung/funktionen", role: "administrator" },
    { name: "funktionen-aendern", path: "/steuerung/funktionen", role: "administrator", changed: ["**/api/v1/functions", running], prepare: open_all("button.ls-btn--danger >> nth=0") },
    { name: "guete", path: "/steuerung/guete", role: "governance", changed: ["**/api/v1/quality", measured] },
    { name: "guete-ohne", path: "/steuerung/guete?art=anliegen", role: "governance", same_title: true, changed: ["**/api/v1/quality", (quality) => ({ functions: quality.functions.map((one) => ({ ...one, model: null })) })] },
    { name: "guete-fehler", path: "/steuerung/guete", role: "governance", same_title: true, broken: "**/api/v1/quality" },
    { name: "konten", path: "/steuerung/konten", role: "administrator" },
    { name: "konto-anlegen", path: "/steuerung/konten", role: "administrator", prepare: open_all("button:has-text('Konto anlegen')") },
    { name: "system", path: "/steuerung/system", role: "administrator" },
    { name: "protokoll", path: "/steuerung/protokoll", role: "auditor" },
    { name: "protokoll-offen", path: "/steuerung/protokoll?art=decision_made", role: "auditor", prepare: entry_opened },
    { name: "protokoll-verlauf", path: "/steuerung/protokoll", role: "auditor", same_title: true, changed: ["**/api/v1/audit/log", aged], prepare: open_all("summary:has-text('Als Tabelle'), summary:has-text('As a table')") },
    { name: "protokoll-leer", path: "/steuerung/protokoll?von=2020-01-01&bis=2020-01-02", role: "auditor", same_title: true },
    { name: "protokoll-falsch", path: "/steuerung/protokoll", role: "auditor", same_title: true, prepare: wrong_record },
    { name: "protokoll-fehler", path: "/steuerung/protokoll", role: "auditor", same_title: true, broken: "**/api/v1/audit/**" },
  ];
}

async function drawn(page) {
  await page.waitForSelector(".sheet img:not(.unseen)", { timeout: 30_000 });
  await page.waitForSelector(".layer .line");
}

async function first_box(page) {
  await drawn(page);
  await page.click("[data-finding] .evidence button >> nth=0");
  await page.waitForSelector(".spot:focus");
}

async function stack_opened(page) {
  await page.locator("summary", { hasText: "Stapel" }).waitFor();
  await page.locator(".strip img").first().waitFor();
}

async function open_forms(page) {
  await page.click("button:has-text('Warum?') >> nth=0");
  await page.click(".acts button:has-text('Berichtigen') >> nth=0");
  await page.click("button:has-text('Fehlendes ergänzen')");
  await page.click("summary");
  await page.click("button:has-text('Tag des Eingangs berichtigen')");
  await page.waitForTimeout(150);
}

/** A log of some days, with a fault and with witnesses: what a new installation cannot show. */
export function aged(log) {
  const days = Array.from({ length: 40 }, (_, at) => new Date(Date.UTC(2026, 9, 20 + at)).toISOString().slice(0, 10));
  const fault = { file: "tile/entries/x001/017", entry: 260_417, expected: "ab".repeat(32), found: "cd".repeat(32) };
  const witness = { size: 1_024, signed_at: "2026-11-27T08:15:00Z", trouble: "", trouble_since: null, contradicts: false };
  return {
    ...log,
    size: 412_345,
    waiting: 3,
    growth: days.map((day, at) => ({ day, size: at < 15 ? 10 * at * at : 2_250 + (at - 14) * 16_403 })),
    verification: { began_at: "2026-11-27T08:00:00Z", ended_at: "2026-11-27T08:00:02Z", size: 412_345, files: 3_222, result: "faulty", problem: "", fault },
    witnesses: [
      { ...witness, name: "Personalrat" },
      { ...witness, name: "Rechnungsprüfungsamt der Stadt", trouble: "witness.not_reachable", trouble_since: "2026-11-26T21:00:00Z" },
      { ...witness, name: "Datenschutz", trouble: "witness.ahead", trouble_since: "2026-11-27T08:16:00Z", contradicts: true },
    ],
  };
}

async function entry_opened(page) {
  await page.click("button.opener[aria-controls^=entry]");
  await page.waitForSelector("tr.details a[download]");
}

async function wrong_record(page) {
  await page.fill("#log-record", "siebzehn");
  await page.click("form[role=search] button[type=submit]");
  await page.waitForSelector("#log-record-error");
}

async function visit(page, screen) {
  if (screen.changed)
    await page.route(screen.changed[0], async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: screen.changed[1](await response.json()) });
    });
  if (screen.broken) await page.route(screen.broken, (route) => route.abort());
  await page.goto(BASE + screen.path);
  await settled(page);
  await screen.prepare?.(page);
}

async function assert_in_order(page, language) {
  const found = await page.evaluate(() => ({
    h1: [...document.querySelectorAll("h1")].map((heading) => heading.textContent?.trim()),
    title: document.title,
    lang: document.documentElement.lang,
    main: document.querySelectorAll("main").length,
    banner: document.querySelectorAll("body > #app > header").length,
    small: [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.closest(".kern-sr-only, [tabindex='-1']") && !element.matches(".skip, p a, li a, dd a, blockquote a"))
      .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 2 && (box.height < 24 || box.width < 24))
      .map(({ element }) => element.outerHTML.slice(0, 90)),
  }));
  assert.equal(found.h1.length, 1, `one H1: ${found.h1.join(" | ")}`);
  assert.ok(found.title.includes(found.h1[0]), `the title "${found.title}" names "${found.h1[0]}"`);
  assert.equal(found.lang, language);
  assert.equal(found.main, 1);
  assert.equal(found.banner, 1);
  assert.deepEqual(found.small, [], "targets of at least 24 px");
}

export function house_rules(items) {
  const titles = new Map();

  test("each screen: axe, headings, language, target size, in light and dark", async (group) => {
    for (const screen of screens(items))
      for (const scheme of ["light", "dark"])
        await group.test(`${screen.name}, ${scheme}`, () =>
          with_page({ role: screen.role, scheme }, async (page) => {
            await visit(page, screen);
            await shot(page, `${screen.name}-1280-${scheme}`);
            assert.deepEqual(await axe_violations(page), []);
            await assert_in_order(page, "de");
            if (!screen.same_title && !screen.prepare && scheme === "light") {
              const title = await page.title();
              assert.ok(!titles.has(title), `"${title}" is also the title of ${titles.get(title)}`);
              titles.set(title, screen.name);
            }
          }),
        );
  });

  test("each screen: in English too, and marked as such", async (group) => {
    for (const screen of screens(items).filter((one) => !one.prepare && !one.broken))
      await group.test(screen.name, () =>
        with_page({ role: screen.role, language: "en" }, async (page) => {
          await visit(page, screen);
          if (MAIN_SCREENS.includes(screen.name)) assert.deepEqual(await axe_violations(page), []);
          await assert_in_order(page, "en");
        }),
      );
  });

  test("each screen: no sideways scrolling at 320 px and with wider text spacing", async (group) => {
    for (const screen of screens(items))
      await group.test(screen.name, () =>
        with_page({ role: screen.role, width: 320, height: 640 }, async (page) => {
          await visit(page, screen);
          await shot(page, `${screen.name}-320`);
          if (MAIN_SCREENS.includes(screen.name)) assert.deepEqual(await axe_violations(page), []);
          const width = () => page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok((await width()) <= 320, `${await width()} px wide`);
          await page.evaluate(() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
          });
          assert.ok((await width()) <= 320, `${await width()} px wide with text spacing`);
        }),
      );
  });

  test("skip link: the first stop of the Tab key, leads to the main part", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await settled(page);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Zum Inhalt springen");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "inhalt");
    });
  });

  test("a change of screen: the heading takes the focus, Back works", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.goto(`${BASE}/werkbank/eingang`);
      await settled(page);
      await page.click("nav >> text=Erfassen");
      await page.waitForFunction(() => document.activeElement?.tagName === "H1");
      await page.goBack();
      await page.waitForFunction(() => document.querySelector("h1")?.textContent === "Eingang" && document.activeElement?.tagName === "H1");
    });
  });

  test("motion and contrast: nothing moves with reduced motion, forced colours keep the marks", async () => {
    await with_page({ role: "caseworker", reducedMotion: "reduce", forcedColors: "active" }, async (page) => {
      await page.goto(BASE + items.letter);
      await settled(page);
      const running = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length);
      assert.equal(running, 0);
      await page.goto(BASE + items.pages);
      await first_box(page);
      const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime > 50).length);
      assert.equal(moving, 0, "no box moves");
      await page.goto(BASE + items.letter);
      await settled(page);
      const border = await page.evaluate(() => getComputedStyle(document.querySelector("mark")).borderBottomStyle);
      assert.notEqual(border, "none");
      await shot(page, "befund-forced-colors");
    });
  });
}
