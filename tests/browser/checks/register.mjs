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
        const one = `/register/functions/${FUNCTION}`;
        for (const path of ["/register", "/register?lang=einfach", "/register?lang=en", one, `${one}?lang=einfach`, "/register/functions/sort?lang=en", "/register/reading", "/register/functions/none", "/register?lang=fr"]) {
          await page.goto(BASE + path);
          // All that is folded counts, too.
          if (path === one) await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
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
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
        assert.ok((await page.getByText(words).count()) > 0, words);
        assert.equal(await page.getByText(/\b(sex|age|family|name_origin): /).count(), 0);
      }
    });
  });

  test("what a citizen asks stands first, open and short; figures are folded", async () => {
    await with_page({ width: 320, height: 640 }, async (page) => {
      await page.goto(`${BASE}/register/functions/sort`);
      const titles = (await page.locator("main h2").allTextContents()).map((title) => title.trim().replace(/\s*Beispiel$/, ""));
      assert.deepEqual(titles, ["Kurz gesagt", "Wer entscheidet", "Hat sie mein Schreiben gelesen?", "Widersprechen, beschweren, fragen", "Wie gut sie ist", "Alle Angaben"]);
      assert.equal(await page.locator("table:visible").count(), 0);
      assert.ok((await page.locator("main").innerText()).split(/\s+/).length < 450, "read in two minutes");
      await page.getByText("Güte und Nichtdiskriminierung", { exact: true }).click();
      assert.ok((await page.locator("table:visible").count()) > 0);
      // On a phone each figure is read without moving the table sideways.
      const figures = page.getByRole("region", { name: "Güte und Nichtdiskriminierung" });
      assert.ok(await figures.evaluate((table) => table.scrollWidth <= table.clientWidth), "figures are cut off");
    });
  });

  test("who keeps the dossier sees which fields of other standards stay empty", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/sort/register`);
      await settled(page);
      await page.getByText(/ATRS 3\.0: \d+/).click();
      await page.getByText("data_sharing_agreements").waitFor();
      assert.deepEqual(await axe_violations(page), []);
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
