// SPDX-License-Identifier: EUPL-1.2
import assert from "node:assert/strict";
import { test } from "node:test";
import { account, BASE, call, new_page, leave, shot, sign_in, with_page } from "../support/house.mjs";

export function signing_in() {
  test("signing in: an address inside leads to the sign-in and back", async () => {
    await with_page({}, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await page.waitForURL(/anmelden\?weiter=/);
      assert.equal(await page.textContent("h1"), "Anmelden");
    });
  });

  test("signing in: empty fields are named, the focus goes to the summary", async () => {
    await with_page({}, async (page) => {
      await page.goto(`${BASE}/werkbank/anmelden`);
      await page.click("button[type=submit]");
      await page.waitForSelector("#name-error");
      const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
      assert.match(focused, /Bitte prüfen Sie 2 Angaben/);
      await page.click("text=Geben Sie Ihr Passwort ein. >> nth=0");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "password");
    });
  });

  test("signing in: a wrong password is told with what to do, and what was typed stays", async () => {
    await with_page({}, async (page) => {
      await page.goto(`${BASE}/werkbank/anmelden`);
      await page.fill("#name", "niemand-hier");
      await page.fill("#password", "ganz-falsch-geraten");
      await page.keyboard.press("Enter");
      const notice = await page.waitForSelector("[role=alert]");
      assert.match(await notice.textContent(), /stimmt nicht/);
      assert.equal(await page.inputValue("#name"), "niemand-hier");
      await shot(page, "anmelden-falsch");
    });
  });

  test("signing in: a one-time password has to be replaced before anything else", async () => {
    const page = await new_page({});
    const who = account("caseworker");
    await page.goto(`${BASE}/werkbank/anmelden?weiter=%2Fwerkbank%2Ferfassen`);
    await page.fill("#name", who.name);
    await page.fill("#password", who.one_time_password);
    await page.keyboard.press("Enter");
    await Promise.race([page.waitForURL(/passwort/), page.waitForSelector("[role=alert]")]);
    if (!page.url().includes("passwort")) {
      // Another run has replaced it on this server.
      await leave(page);
      return;
    }
    await page.goto(`${BASE}/werkbank/eingang`);
    await page.waitForURL(/passwort/);
    await page.fill("#old", who.one_time_password);
    await page.fill("#new", "zu kurz");
    await page.fill("#repeat", "anders");
    await page.click("button[type=submit]");
    assert.match(await page.textContent("#new-error"), /mindestens 12/);
    assert.match(await page.textContent("#repeat-error"), /nicht gleich/);
    await page.fill("#new", who.own_password);
    await page.fill("#repeat", who.own_password);
    await page.click("button[type=submit]");
    await page.waitForURL(/eingang/);
    await leave(page);
  });

  test("signing in: by the keyboard alone, and signing out ends the session", async () => {
    await with_page({}, async (page) => {
      await sign_in(page, "caseworker", { remembered: false });
      await page.waitForURL(/eingang/);
      await page.click("button.opener");
      await page.click("text=Abmelden");
      await page.waitForURL(/grund=abgemeldet/);
      assert.match(await page.textContent("main"), /Sie sind abgemeldet/);
      assert.equal((await call(page, "GET", "/session")).status, 401);
    });
  });

  test("session: two minutes before its end one key keeps it", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      await page.clock.install();
      await page.goto(`${BASE}/werkbank/erfassen`);
      await page.waitForSelector("h1");
      const { body } = await call(page, "GET", "/session");
      await page.clock.runFor((body.idle_minutes - 1.5) * 60_000);
      const dialog = page.getByRole("alertdialog");
      await dialog.waitFor();
      assert.match(await dialog.textContent(), /Ihre Sitzung endet bald/);
      await shot(page, "sitzung-endet");
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "hidden" });
      assert.match(page.url(), /erfassen/);
    });
  });
}
