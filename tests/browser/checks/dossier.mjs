// SPDX-License-Identifier: EUPL-1.2
// Governance of one function: the overview leads to the next step, a question is answered by keyboard, a task is done and
// signed off, and what was stated before can be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BASE, call, settled, with_page } from "../support/house.mjs";

/** `plain` is not built: nothing that is written about it here can switch anything on. */
const FUNCTION = "plain";
/** Not built either, and with questions that nobody has answered. */
const ASKED = "answer";

/** Opens the page and gives the dossier as it stands. */
async function call_after(page, address) {
  await page.goto(address);
  await settled(page);
  return call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
}

export function dossier() {
  test("dossier: the overview shows every function with what is next", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung`);
      await settled(page);
      assert.equal(await page.locator("section.one").count(), 7);
      const link = page.locator(`section[aria-labelledby=function-${FUNCTION}] h2 a`);
      await link.focus();
      await page.keyboard.press("Enter");
      await page.locator("#next-step").waitFor(); // its code is fetched when it is first shown
      assert.match(page.url(), new RegExp(`/steuerung/funktion/${FUNCTION}/akte`));
      assert.ok((await page.locator("#next-step").count()) === 1, "the dossier says the next step");
    });
  });

  test("dossier: a question is answered by keyboard, leads to the next one and keeps its history", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/akte?frage=notice_text`);
      await settled(page);
      const before = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
      const number = before.body.facts.find((fact) => fact.key === "notice_text").number;
      const words = `Hinweis ${Date.now()}`;
      await page.locator("#answer").fill(words);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.search.includes("notice_text"));
      await settled(page);
      const after = await call(page, "GET", `/govern/functions/${FUNCTION}/statements/notice_text/history`);
      assert.equal(after.body.versions[0].value, words);
      assert.equal(after.body.versions[0].number, number + 1);
    });
  });

  test("dossier: the open questions of a section are answered on one page with one save, by keyboard", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/${ASKED}/akte?fragen=weiter`);
      await settled(page);
      await page.locator("h2#questions").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "questions");
      const keys = await page.locator("[id^=asked-]").evaluateAll((all) => all.map((one) => one.id.slice("asked-".length)));
      assert.ok(keys.length > 0, "the example authority leaves questions open");
      const save = page.getByRole("button", { name: "Speichern und weiter" });
      await save.focus();
      await page.keyboard.press("Enter");
      await page.locator(".summary a").first().focus();
      await page.keyboard.press("Enter");
      assert.match(await page.evaluate(() => document.activeElement.id), new RegExp(`^answer-${keys[0]}`), "nothing is sent, and the fault leads to the first question");
      const words = `Antwort ${Date.now()}`;
      for (const key of keys) {
        const radio = page.locator(`#asked-${key} input[type=radio]`);
        if ((await radio.count()) > 0) {
          await radio.first().focus();
          await page.keyboard.press("Space");
        } else {
          await page.locator(`#answer-${key}`).focus();
          await page.keyboard.type(words);
        }
      }
      const here = page.url();
      await save.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.href !== here);
      await settled(page);
      await page.waitForFunction(() => ["questions", "next-step"].includes(document.activeElement.id));
      const { body } = await call(page, "GET", `/govern/functions/${ASKED}/dossier`);
      for (const fact of body.facts.filter((one) => keys.includes(one.key))) assert.ok(fact.kind === "choice" || fact.value === words, `${fact.key} is kept`);
    });
  });

  test("dossier: an empty answer is refused in place, with the focus on it", async () => {
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/akte?frage=website`);
      await settled(page);
      await page.locator("#answer").fill(" ");
      await page.keyboard.press("Enter");
      await page.locator("#answer-error").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), "answer");
    });
  });

  test("dossier: a task that is done waits for its sign-off, which the role that it names gives", async () => {
    const task = "commissioning_shadow";
    await with_page({ role: "governance" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/aufgaben?aufgabe=${task}`);
      await settled(page);
      await page.locator(`#${task}-step`).selectOption("done");
      await page.locator(`#${task}-artefact`).fill("Vermerk 7");
      await page.locator(`#${task}-artefact`).press("Tab");
      await page.locator(`#task-${task} button[type=submit]`).click();
      await page.locator(`#task-${task} >> text=Vermerk 7`).first().waitFor();
      await settled(page);
      const { body } = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
      const one = body.tasks.find((each) => each.key === task);
      assert.equal(one.state, "done");
      assert.equal(one.settled, false, "the sign-off is missing");
      await page.locator(`#task-${task} button:has-text('Abzeichnen')`).click();
      await page.locator(`#task-${task} >> text=Abgezeichnet`).waitFor();
      const after = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
      assert.equal(after.body.tasks.find((each) => each.key === task).settled, true);
    });
  });

  test("dossier: a task is saved as done by one key, and says what is missing before it is", async () => {
    await with_page({ role: "governance" }, async (page) => {
      const { body } = await call_after(page, `${BASE}/steuerung/funktion/${FUNCTION}/aufgaben`);
      const open = body.tasks.find((each) => each.state === "open" && each.result && !each.result.startsWith("Angabe"));
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/aufgaben?aufgabe=${open.key}`);
      await settled(page);
      const done = page.locator(`#task-${open.key} button:has-text('Als erledigt speichern')`);
      await done.focus();
      await page.keyboard.press("Enter");
      await page.locator(`#${open.key}-artefact-error`).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.id), `${open.key}-artefact`);
      await page.locator(`#${open.key}-artefact`).fill("Vermerk 8");
      await page.locator(`#task-${open.key} button[type=submit]`).click();
      await page.locator(`#task-${open.key} >> text=Vermerk 8`).first().waitFor({ state: "attached" });
      const after = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
      assert.equal(after.body.tasks.find((each) => each.key === open.key).state, "done");
    });
  });

  test("dossier: an answer of another function can be taken as a start, and is stored by its own key only", async () => {
    await with_page({ role: "governance" }, async (page) => {
      const { body } = await call_after(page, `${BASE}/steuerung/funktion/${FUNCTION}/akte?frage=provider`);
      const before = body.facts.find((fact) => fact.key === "provider");
      await page.locator("summary:has-text('Wie andere Funktionen antworten')").click();
      const take = page.locator("button:has-text('Text übernehmen')").first();
      await take.waitFor();
      const shown = await page.locator("li:has(button:has-text('Text übernehmen')) p.words").first().textContent();
      await take.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction((text) => document.querySelector("#answer").value === text && document.activeElement.id === "answer", shown);
      const after = await call(page, "GET", `/govern/functions/${FUNCTION}/dossier`);
      assert.equal(after.body.facts.find((fact) => fact.key === "provider").number, before.number);
    });
  });

  test("dossier: who only reads is offered no form", async () => {
    await with_page({ role: "staff_council" }, async (page) => {
      await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/akte?frage=purpose`);
      await settled(page);
      assert.equal(await page.locator("#answer").count(), 0);
    });
  });
}
