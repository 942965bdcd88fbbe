// SPDX-License-Identifier: EUPL-1.2
// The public register: published by who keeps the dossier, read by everybody without signing in, in three languages,
// on a desk and on a phone, light and dark, without a script and without a cookie.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, axe_violations, call, settled, shot, with_page } from "../support/house.mjs";

const FUNCTION = "relate";
const TEXTS = { contact_email: "ki@musteramt.example", website: "https://musteramt.example/ki" };

/** States every published fact that takes a text and has no answer yet. */
async function state_all(page) {
  await page.goto(BASE + "/steuerung");
  await settled(page);
  const { body } = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
  for (const fact of body.facts) {
    if (!fact.published || fact.value !== null || !["text", "long_text"].includes(fact.kind)) continue;
    const value = TEXTS[fact.key] ?? "Probe: Die Funktion zeigt, welche Schreiben zusammengehören.";
    await call(page, "PUT", `/govern/functions/${FUNCTION}/statements/${fact.key}`, { value, number: fact.number });
  }
}

export function register() {
  test("who keeps the dossier publishes the entry with a sentence on what is new", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await state_all(page);
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/register`);
      await settled(page);
      assert.deepEqual(await axe_violations(page), []);
      await page.getByLabel("Was ist neu?").fill("Erster Eintrag aus der Probe");
      await page.getByRole("button", { name: "Veröffentlichen" }).click();
      await page.getByRole("cell", { name: "Erster Eintrag aus der Probe" }).first().waitFor();
    });
  });

  for (const [scheme, width] of [["light", 1280], ["light", 320], ["dark", 1280], ["dark", 320]])
    test(`everybody reads the register without signing in: ${scheme}, ${width}`, async () => {
      await with_page({ scheme, width }, async (page) => {
        for (const path of ["/register", "/register?lang=einfach", "/register?lang=en", `/register/functions/${FUNCTION}`, `/register/functions/${FUNCTION}?lang=einfach`, "/register/reading", "/register/functions/none"]) {
          await page.goto(BASE + path);
          assert.deepEqual(await axe_violations(page), [], path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${path} is wider than the window`);
          assert.equal(await page.locator("script").count(), 0);
        }
        assert.deepEqual(await page.context().cookies(), []);
        await page.goto(`${BASE}/register`);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => location.hash), "#content");
        await shot(page, `register-${scheme}-${width}`);
      });
    });

  test("the figures of groups stand in words, in the language of the page", async () => {
    await with_page({}, async (page) => {
      for (const [language, words] of [["de", "Geschlecht: weiblich"], ["en", "Sex: female"]]) {
        await page.goto(`${BASE}/register/functions/sort?lang=${language}`);
        assert.ok((await page.getByRole("cell", { name: words, exact: true }).count()) > 0, words);
        assert.equal(await page.getByText(/\b(sex|age|family|name_origin): /).count(), 0);
      }
    });
  });

  test("a search by keyboard finds the entry, and one that finds nothing says so", async () => {
    await with_page({}, async (page) => {
      await page.goto(`${BASE}/register`);
      await page.getByRole("searchbox").fill("zusammengehören");
      await page.keyboard.press("Enter");
      await page.getByText("1 KI-Funktion").waitFor();
      await page.getByRole("searchbox").fill("quarzuhrwerk");
      await page.keyboard.press("Enter");
      await page.getByText("keinen Eintrag").waitFor();
    });
  });
}
