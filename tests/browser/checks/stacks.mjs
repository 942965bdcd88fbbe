// SPDX-License-Identifier: EUPL-1.2
// Stacks: separator sheets, a proposal that is accepted by mouse, cuts by the keyboard, taking back, joining.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe_violations, BASE, call, read_item, send_bytes, settled, shot, with_page } from "../support/house.mjs";
import { letters } from "../support/paper.mjs";

/** Sends a file of letters and gives its item once it was read. */
async function sent(page, name, pages) {
  await page.goto(`${BASE}/werkbank/eingang`);
  await settled(page);
  const receipt = await send_bytes(page, name, letters(pages));
  await read_item(page, receipt.id);
  return receipt;
}

async function open_stack(page, id) {
  await page.goto(`${BASE}/werkbank/eingang/${id}`);
  const summary = page.locator("summary", { hasText: "Stapel" });
  await summary.waitFor();
  if (!(await summary.evaluate((element) => element.parentElement.open))) await summary.click();
}

/** The panel's own line has the focus: what was pressed is gone. */
const panel_has_focus = (page) => page.waitForFunction(() => document.activeElement?.tagName === "SUMMARY" && document.activeElement.textContent.includes("Stapel"));

const stack_of = async (page, id) => (await call(page, "GET", `/items/${id}/stack`)).body;

export function stacks(items) {
  test("stack: a proposal with reasons is accepted by mouse and taken back", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "buendel.pdf", [["Anna Blau"], ["Bernd Grün", "zweite"]]);
      items.stack = `/werkbank/eingang/${item.id}`;
      await open_stack(page, item.id);
      await page.getByText("Schnitt vor Seite 2:").waitFor();
      assert.match(await page.locator(".why").first().textContent(), /Anrede/);
      await page.waitForFunction(() => document.querySelectorAll(".strip img").length === 3 && [...document.querySelectorAll(".strip img")].every((image) => image.complete && image.naturalWidth > 0));
      await shot(page, "stapel-vorschlag");
      assert.deepEqual(await axe_violations(page), []);
      await page.getByRole("button", { name: "In 2 Eingänge teilen" }).click();
      await page.getByText("Geteilt in 2 Eingänge").first().waitFor();
      await shot(page, "stapel-geteilt");
      await panel_has_focus(page);
      await page.getByText("ist in mehrere Eingänge geteilt worden").waitFor();
      assert.equal(await page.getByRole("button", { name: "Wieder öffnen" }).count(), 0, "only taking back opens it again");
      const stack = await stack_of(page, item.id);
      assert.equal(stack.state, "closed");
      assert.equal(stack.steps[0].means, "content");
      const part = await read_item(page, stack.steps[0].items[1].id);
      assert.ok(part.text.includes("Bernd Grün") && !part.text.includes("Anna Blau"));

      // The part says where it came from and leads back.
      await open_stack(page, part.id);
      await page.getByText("Seiten 2–3 aus Sendung").waitFor();
      assert.deepEqual(await axe_violations(page), []);
      await page.locator(".origin a").click();
      await page.waitForURL(new RegExp(item.id));
      await page.getByRole("button", { name: "Teilung zurücknehmen" }).click();
      await page.getByText("Zurückgenommen von").waitFor();
      await panel_has_focus(page);
      assert.equal((await stack_of(page, item.id)).state, "ready");
    });
  });

  test("stack: cuts by the keyboard alone", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const item = await sent(page, "tasten-buendel.pdf", [["Clara Rot", "zweite", "dritte"]]);
      await page.goto(`${BASE}/werkbank/eingang/${item.id}`);
      const summary = page.locator("summary", { hasText: "Stapel" });
      await summary.waitFor();
      await summary.focus();
      await page.keyboard.press("Enter");
      await page.locator('[aria-label="Seite 1 weglassen"]').waitFor();
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Seite 1 weglassen");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Vor Seite 3 trennen");
      await page.keyboard.press("Space");
      await page.getByText("Ergebnis: 2 Eingänge").waitFor();
      await page.keyboard.press("Home");
      await page.keyboard.press("Space");
      await page.getByText("Nicht übernommen: Seite 1.").waitFor();
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "In 2 Eingänge teilen");
      await page.keyboard.press("Enter");
      await page.getByText("Geteilt in 2 Eingänge").first().waitFor();
      const stack = await stack_of(page, item.id);
      assert.deepEqual(stack.steps[0].items.map((one) => [one.first, one.last]), [[2, 2], [3, 3]]);
      assert.deepEqual(stack.steps[0].left_out, [1]);
      await panel_has_focus(page);
    });
  });

  test("stack: two items are joined by number, and a part that was worked on is not taken back", async () => {
    await with_page({ role: "caseworker" }, async (page) => {
      const other = await sent(page, "nachtrag.pdf", [["Dora Gelb"]]);
      const item = await sent(page, "haupt.pdf", [["Dora Gelb"], ["Emil Grau"]]);
      await open_stack(page, item.id);
      await page.fill("#stack-join", "2026-999999-9");
      await page.getByRole("button", { name: "Zusammenführen" }).click();
      await page.getByText("gibt es keinen Eingang").waitFor();
      await page.fill("#stack-join", other.receipt_number);
      await page.getByRole("button", { name: "Zusammenführen" }).click();
      await page.getByText("Zusammengeführt mit 1 Eingang").waitFor();
      assert.equal((await stack_of(page, other.id)).joined_to.id, item.id);

      await page.getByRole("button", { name: "In 2 Eingänge teilen" }).click();
      await page.getByText("Geteilt in 2 Eingänge").first().waitFor();
      const part = (await stack_of(page, item.id)).steps.at(-1).items[0];
      await read_item(page, part.id);
      const added = await call(page, "POST", `/items/${part.id}/findings`, { decision: "add", kind: "act", key: "antrag" });
      assert.equal(added.status, 200);
      await page.getByRole("button", { name: "Teilung zurücknehmen" }).click();
      const refused = page.getByRole("alert").filter({ hasText: "Schon bearbeitet" });
      await refused.waitFor();
      assert.ok((await refused.textContent()).includes(part.receipt_number));
    });
  });

  test("stack: separator sheets are printed where post is taken in", async () => {
    await with_page({ role: "post_room" }, async (page) => {
      await page.goto(`${BASE}/werkbank/erfassen`);
      await page.getByRole("heading", { name: "Trennblätter" }).waitFor();
      await page.selectOption("#separators-count", "5");
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Trennblätter drucken" }).click()]);
      assert.equal(download.suggestedFilename(), "Trennblaetter.pdf");
      assert.deepEqual(await axe_violations(page), []);
    });
  });
}
