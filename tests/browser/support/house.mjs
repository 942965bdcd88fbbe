// SPDX-License-Identifier: EUPL-1.2
// The server, the accounts and the browser of the tests.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "../../../web/node_modules/@axe-core/playwright/dist/index.mjs";
import { chromium } from "../../../web/node_modules/playwright-core/index.mjs";

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; tests/browser/README.md says what it holds`);
  return value;
};

export const BASE = needed("LEITSTAND_URL").replace(/\/$/, "");
const accounts = JSON.parse(readFileSync(needed("LEITSTAND_ACCOUNTS"), "utf8")).accounts;
const SHOTS = process.env.SHOTS ?? "";

export function account(role) {
  const found = accounts.find((one) => one.role === role);
  if (!found) throw new Error(`no example account with the role ${role}`);
  // Made from the one-time password, so that each run knows it and nothing is written down.
  return { ...found, own_password: `${found.one_time_password}-Zaunkoenig` };
}

let browser;
const states = new Map();
/** What no screen may do: each entry fails the test at the end. */
export const offences = [];

export async function open_browser() {
  // Without Chromium's own sandbox, which needs rights that containers lack; the pages are our own.
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
}

export async function close_browser() {
  await browser?.close();
}

/** A page that watches what must never happen: policy violations, other hosts, dialogs, scripts of post, errors. */
export async function new_page({ role, width = 1280, height = 800, scheme = "light", language = "de", ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: "de-DE",
    storageState: role ? await state_of(role) : undefined,
    ...more,
  });
  await context.addInitScript((chosen) => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    if (chosen === "en") localStorage.setItem("leitstand.language", "en");
  }, language);
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(BASE) && !url.startsWith("data:") && !url.startsWith("blob:")) offences.push(`request to ${url}`);
  });
  page.on("dialog", (dialog) => {
    offences.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // Keeps Chromium from opening a dialog of its own before a check listens for it.
  page.on("filechooser", () => undefined);
  page.on("pageerror", (error) => offences.push(`error on ${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) offences.push(`policy: ${message.text()}`);
  });
  return page;
}

export async function leave(page) {
  const caught = await page.evaluate(() => ({ violations: globalThis.violations ?? [], ran: globalThis.caught ?? 0 })).catch(() => undefined);
  for (const violation of caught?.violations ?? []) offences.push(`policy on ${page.url()}: ${violation}`);
  if (caught?.ran) offences.push(`a script of post ran on ${page.url()}`);
  await page.context().close();
}

export async function with_page(options, work) {
  const page = await new_page(options);
  try {
    return await work(page);
  } finally {
    await leave(page);
  }
}

/** Signs in by the screen; replaces the one-time password where that was not done yet. */
export async function sign_in(page, role, { remembered = true } = {}) {
  const who = account(role);
  await page.goto(`${BASE}/werkbank/anmelden`);
  const enter = async (password) => {
    await page.fill("#name", who.name);
    await page.fill("#password", password);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/api/v1/session") && response.request().method() === "POST"),
      page.keyboard.press("Enter"),
    ]);
    return answer.status();
  };
  let status = await enter(who.one_time_password);
  if (status === 401) status = await enter(who.own_password);
  assert.equal(status, 200, `${role} can sign in`);
  await page.waitForURL((url) => !url.pathname.endsWith("/anmelden"));
  if (page.url().includes("/werkbank/passwort")) {
    await page.fill("#old", who.one_time_password);
    await page.fill("#new", who.own_password);
    await page.fill("#repeat", who.own_password);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.endsWith("/passwort"));
  }
  if (remembered) states.set(role, await page.context().storageState());
}

async function state_of(role) {
  if (!states.has(role)) await with_page({}, (page) => sign_in(page, role));
  const state = states.get(role);
  // Only the cookie: settings of the screen start afresh on each page.
  return { cookies: state.cookies, origins: [] };
}

/** Calls the interface from inside the page, with its cookie and origin. */
export async function call(page, method, path, body) {
  return page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api/v1${where}`, {
        method: how,
        headers: what === undefined ? {} : { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
        body: what === undefined ? undefined : JSON.stringify(what),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : undefined };
    },
    [method, path, body],
  );
}

/** Sends files by the interface, for tests that need post and do not look at the upload itself. */
export async function send_files(page, files) {
  const receipts = await page.evaluate(async (all) => {
    const form = new FormData();
    for (const file of all) form.append("file", new File([file.text], file.name));
    const response = await fetch("/api/v1/items", { method: "POST", headers: { "Idempotency-Key": crypto.randomUUID() }, body: form });
    return (await response.json()).receipts;
  }, files);
  for (const { receipt, problem } of receipts) assert.ok(receipt, `taken in: ${JSON.stringify(problem)}`);
  return receipts.map(({ receipt }) => receipt);
}

/** The same for one file of bytes. */
export async function send_bytes(page, name, bytes) {
  const answer = await page.evaluate(
    async ([called, packed]) => {
      const form = new FormData();
      form.append("file", new File([Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0))], called));
      const response = await fetch("/api/v1/items", { method: "POST", headers: { "Idempotency-Key": crypto.randomUUID() }, body: form });
      return response.json();
    },
    [name, bytes.toString("base64")],
  );
  const receipt = answer.receipts?.[0]?.receipt;
  assert.ok(receipt, `taken in: ${JSON.stringify(answer)}`);
  return receipt;
}

/** Waits until the server has read an item and gives it. */
export async function read_item(page, id, wanted = (item) => item.state !== "waiting") {
  for (let tries = 0; tries < 150; tries += 1) {
    const { status, body } = await call(page, "GET", `/items/${id}`);
    assert.equal(status, 200);
    if (wanted(body)) return body;
    await page.waitForTimeout(200);
  }
  throw new Error(`item ${id} was not read in 30 s`);
}

export async function settled(page) {
  await page.waitForSelector("h1");
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
}

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function axe_violations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(AXE_TAGS).analyze();
  return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
