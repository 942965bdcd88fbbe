// SPDX-License-Identifier: EUPL-1.2
// Participation: the order with its clocks, a body that speaks for itself, a works agreement, all by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, settled, shot, with_page } from "../support/house.mjs";

const PAGE = "/steuerung/funktion/plain/beteiligung";

async function open(page) {
  await page.goto(BASE + PAGE);
  await settled(page);
  await page.waitForSelector("#body-staff_council");
}

/** Opens the form of a body and gives a function that fills its fields. */
async function entering(page, body) {
  const card = page.locator(`article[aria-labelledby="body-${body}"]`);
  const button = card.getByRole("button", { name: /^Eintragen:/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(`#enter-${body}-kind`);
  assert.equal(await page.evaluate(() => document.activeElement?.id), `enter-${body}-kind`, "the form takes the focus");
  return card;
}

export function participation() {
  test("participation: the keeper invites, the period runs from the papers", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await open(page);
      const card = await entering(page, "equal_opportunity");
      await page.selectOption("#enter-equal_opportunity-kind", "invitation");
      await page.fill("#enter-equal_opportunity-paper-name", "Beschreibung der Maßnahme.pdf");
      await card.getByRole("button", { name: "Hinzufügen" }).click();
      await page.focus("#enter-equal_opportunity-text");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await card.getByText("Letzter Tag:").waitFor();
      assert.match(await card.textContent(), /BGleiG § 32/);
      assert.match(await card.textContent(), /gilt die Maßnahme als gebilligt/);
      assert.deepEqual(await axe_violations(page), []);
      await shot(page, "beteiligung-1280");
    });
  });

  test("participation: a refusal without reasons is not taken, with reasons it is", async () => {
    await with_page({ role: "equal_opportunity" }, async (page) => {
      await open(page);
      const card = await entering(page, "equal_opportunity");
      await page.selectOption("#enter-equal_opportunity-vote", "refuse");
      await card.getByRole("button", { name: "Eintragen", exact: true }).click();
      await page.waitForSelector(".summary");
      assert.deepEqual(await axe_violations(page), []);
      await page.fill("#enter-equal_opportunity-text", "Die Fehlerraten je Gruppe fehlen.");
      await card.getByRole("button", { name: "Eintragen", exact: true }).click();
      await card.getByText("Abgelehnt oder Antwort offen").waitFor();
      const others = page.locator('article[aria-labelledby="body-staff_council"]').getByRole("button", { name: /^Eintragen:/ });
      assert.equal(await others.count(), 0, "it speaks for itself only");
    });
  });

  test("participation: a works agreement is proposed, and shown until both have signed", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await open(page);
      await page.getByRole("button", { name: "Dienstvereinbarung entwerfen" }).click();
      await page.fill("#proposal-title", "Dienstvereinbarung Probe");
      await page.fill("#proposal-group", "4");
      await page.getByRole("button", { name: "Zur Unterschrift vorlegen" }).click();
      await page.waitForSelector(".summary");
      await page.fill("#proposal-group", "6");
      await page.getByRole("button", { name: "Zur Unterschrift vorlegen" }).click();
      await page.getByText("Es fehlt noch die Unterschrift").waitFor();
      assert.deepEqual(await axe_violations(page), []);
    });
  });

  test("participation: narrow and dark", async () => {
    await with_page({ role: "staff_council", width: 320, height: 800, scheme: "dark" }, async (page) => {
      await open(page);
      assert.deepEqual(await axe_violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing hangs over");
      await shot(page, "beteiligung-320-dark");
    });
  });
}
