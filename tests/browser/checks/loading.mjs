// SPDX-License-Identifier: EUPL-1.2
// What a page fetches before it stands: its own code alone, the texts of one language, and who asks only once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, settled, with_page } from "../support/house.mjs";

const JS_BYTES_MAX = 260_000;

async function fetched(page) {
  return page.evaluate(() =>
    performance.getEntriesByType("resource").map((one) => ({ path: new URL(one.name).pathname, bytes: one.decodedBodySize })),
  );
}

export function loading() {
  for (const language of ["de", "en"])
    test(`loading: a page of a function fetches no other page, ${language}`, async () => {
      await with_page({ role: "governance", language }, async (page) => {
        await page.goto(`${BASE}/steuerung/funktion/sort/pruefungen`);
        await settled(page);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await page.getByRole("heading", { level: 1, name: language === "en" ? "Gates" : "Freigabeprüfungen" }).waitFor();
        const all = await fetched(page);
        const code = all.filter((one) => one.path.endsWith(".js"));
        const called = (name) => code.some((one) => one.path.startsWith(`/assets/${name}-`));
        assert.ok(called("GatesPage"));
        assert.ok(!called("FairnessPage") && !called("LogPage") && !called("Overview"));
        assert.equal(called("en"), language === "en");
        if (language === "de") assert.ok(code.reduce((sum, one) => sum + one.bytes, 0) < JS_BYTES_MAX, JSON.stringify(code));
        assert.equal(all.filter((one) => one.path === "/api/v1/session").length, 1, "who asks is asked once");
      });
    });

  test("loading: a page whose code cannot be fetched says so and can be tried again", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung`);
      await settled(page);
      await page.route("**/assets/OperationPage-*.js", (route) => route.abort());
      await page.getByRole("navigation").getByRole("link", { name: "Betrieb" }).first().click();
      await page.getByRole("alert").waitFor();
      await page.unroute("**/assets/OperationPage-*.js");
      await page.getByRole("button", { name: "Erneut versuchen" }).click();
      await page.getByRole("heading", { level: 2, name: "Zu erledigen" }).waitFor();
    });
  });
}
