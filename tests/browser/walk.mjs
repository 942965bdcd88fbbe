// SPDX-License-Identifier: EUPL-1.2
// A newcomer's walk from an empty dossier to shadow, by the visible controls only: follows "Was jetzt?", reads, clicks and
// types what it asks for, in every role that it names, runs the shown command where the machine must measure, and counts.
// The time is a model, stated below, not a stopwatch.
//   LEITSTAND=build/release/apps/leitstand/leitstand node tests/browser/walk.mjs [FUNCTION]
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = process.env.LEITSTAND;
if (!PROGRAM) throw new Error("LEITSTAND is not set: the program to walk through");
const FUNCTION = process.argv[2] ?? "complete";
const PORT = Number(process.env.LEITSTAND_PORT ?? 8097);
const ROLES = ["governance", "management", "data_protection", "information_security", "equal_opportunity", "staff_council", "disability_representative"];

/** Reading 200 words and typing 200 characters a minute, 3 s a click, 10 s of thought for what is answered by oneself. */
const MODEL = { words_a_minute: 200, characters_a_minute: 200, seconds_a_click: 3, seconds_a_question: 10 };
const STEPS_MAX = 200;
/** Slightly above what was reached (docs/quality.md); the goal is 30. */
const MINUTES_MAX = 27;

// What only the authority knows.
const OWN = {
  problem: "Nachweise werden einzeln nachgefordert; Anträge liegen deshalb oft zwei bis vier Wochen länger.",
  goal: "Höchstens eine Nachforderung je Antrag und in einem Jahr zehn Tage weniger bis zum Bescheid.",
  benefit_staff: "Weniger Rückfragen und eine vollständige Liste als zweite Meinung.",
  benefit_citizens: "Einmal nachreichen statt dreimal, und zu jeder Forderung steht der Grund.",
  alternative_without_ai: "Prüflisten auf Papier. Das geht, wird aber unter Zeitdruck übersprungen.",
  data_protection_advice: "Rat: Löschung vierteljährlich prüfen, Hinweistext kürzen. Beides wird übernommen.",
  views_of_affected: "Gespräch mit der Beratungsstelle: klare Hinweise, ein Weg ohne Internet.",
  criticality_harm: "serious",
  criticality_harm_reason: "Ein vorhandener Nachweis gilt als fehlend, und jemand verliert Zeit oder Geld.",
  criticality_dependence: "low",
  criticality_dependence_reason: "Die Liste ordnet vor; ein Mensch urteilt zuerst und entscheidet.",
  senior_owner: "Abteilungsleitung Leistungen",
};
// Questions of the impact assessment that nobody else can answer; of the others the first choice that is not the last.
const OWN_IMPACT = {
  projectDetailsPhase: ["item2"], businessDrivers1: ["item1"], businessDrivers5: ["item2-1"], businessDrivers11: ["item2-0"], riskProfile4: ["item2-0"],
  riskProfile3: ["item2-0"], riskProfile7: ["item2-0"], projectAuthority1: ["item2-0"], impact4A: ["item2-0"], impact6: ["item2-2"], impact7: ["item2-2"], impact9: ["item2-2"],
  impact24: ["item2-2"], impact13: ["item3-3"], impact28: ["item3-3"], impact26: ["item4-0"], impact27: ["item2-0"], aboutDataSource14: ["item2-1"],
};

const nothing = () => ({ words: 0, clicks: 0, characters: 0, questions: 0, accepted: 0 });
const counted = new Map();
/** The same counts again by role and page, to see where the time goes. */
const by_place = new Map();
let place = "start";
function count(role, what, amount = 1) {
  for (const [all, key] of [[counted, role], [by_place, `${role} ${place}`]]) {
    const own = all.get(key) ?? nothing();
    own[what] += amount;
    all.set(key, own);
  }
}
const minutes = (one) =>
  one.words / MODEL.words_a_minute + one.characters / MODEL.characters_a_minute + (one.clicks * MODEL.seconds_a_click + one.questions * MODEL.seconds_a_question) / 60;

/** An authority with an account for each role and nothing in its dossiers. */
function found_authority(folder) {
  const home = join(folder, "home");
  const run = (...words) => execFileSync(PROGRAM, words, { encoding: "utf8" });
  run("init", "--home", home, "--key-file", join(folder, "master.key"), "--port", String(PORT));
  const accounts = ROLES.map((role, at) => {
    const said = run("account", "add", `konto${at}`, "--home", home, "--display-name", `Konto ${at}`, "--role", role, "--all-units");
    return { role, name: `konto${at}`, one_time_password: one_time_password(said) };
  });
  writeFileSync(join(folder, "accounts.json"), JSON.stringify({ accounts }), { mode: 0o600 });
  return home;
}

function one_time_password(said) {
  const found = said.match(/(?:Passwort|password)[^:]*:\s*(\S+)/i) ?? said.match(/\b[a-z0-9]{3,}(?:-[a-z0-9]{3,}){2,}\b/);
  assert.ok(found, "the account's one-time password is shown");
  return found[1] ?? found[0];
}

async function answers(url) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(url).then((response) => response.ok, () => false)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the server does not answer");
}

const folder = mkdtempSync(join(tmpdir(), "leitstand-walk-"));
const home = found_authority(folder);
process.env.LEITSTAND_URL = `http://localhost:${PORT}`;
process.env.LEITSTAND_ACCOUNTS = join(folder, "accounts.json");
const { BASE, call, close_browser, new_page, offences, open_browser, settled, shot } = await import("./support/house.mjs");
const server = spawn(PROGRAM, ["serve", "--home", home], { stdio: ["ignore", "ignore", "inherit"] });
await answers(`${BASE}/api/v1/health`).catch(async () => answers(`${BASE}/werkbank/anmelden`));
await open_browser();

const pages = new Map();
async function page_of(role) {
  if (!pages.has(role)) pages.set(role, await new_page({ role }));
  return pages.get(role);
}

const words_in = (text) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).length;
/** Each line is read once by each role: a label known from the form before is recognised. Of a list to choose from, only the choice. */
const read = new Map(ROLES.map((role) => [role, new Set()]));
async function reads(role, locator) {
  for (const element of await locator.all()) {
    const text = await element.evaluate((whole) => {
      const lists = [...whole.querySelectorAll("select")];
      const without = lists.reduce((left, list) => left.replace(list.innerText, list.selectedOptions[0]?.text ?? ""), whole.innerText);
      return without;
    });
    for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
      if (read.get(role).has(line)) continue;
      read.get(role).add(line);
      count(role, "words", words_in(line));
    }
  }
}
async function clicks(role, locator) {
  await locator.click();
  count(role, "clicks");
}
/** Nothing that is saved takes the focus away: who works by keyboard goes on where the page goes on. */
async function keeps_focus(page, after) {
  await page.waitForFunction(() => document.activeElement !== null && document.activeElement !== document.body, undefined, { timeout: 5000 }).catch(() => assert.fail(`the focus is lost after ${after}`));
}
async function types(role, locator, text) {
  await locator.fill("");
  await locator.pressSequentially(text);
  count(role, "characters", text.length);
  count(role, "clicks"); // into the field
}

const dossier_address = `${BASE}/steuerung/funktion/${FUNCTION}/akte`;
async function open_dossier(role) {
  const page = await page_of(role);
  if (page.url() === dossier_address) await page.reload();
  else await page.goto(dossier_address);
  await settled(page);
  await page.locator("#next-step").waitFor();
  return page;
}

async function take_over_texts(page) {
  const sections = page.locator("[data-offers]:not(details *)");
  while ((await sections.count()) > 0) {
    const before = await page.locator("[data-offers]:not(details *) dd").count();
    const section = sections.first();
    await reads("governance", section.locator("dl"));
    count("governance", "accepted", await section.locator("dd").count());
    const all = section.getByRole("button", { name: /^Gelesen: alle/ });
    await clicks("governance", (await all.count()) > 0 ? all : section.getByRole("button", { name: /^Vorschlag übernehmen/ }));
    await page.waitForFunction((had) => [...document.querySelectorAll("[data-offers] dd")].filter((one) => !one.closest("details")).length < had, before);
    await keeps_focus(page, "texts are taken over");
  }
}

async function answer_questions(page) {
  while (page.url().includes("fragen=")) {
    const here = page.url();
    await page.locator("h2#questions").waitFor();
    await reads("governance", page.locator("h2#questions, #questions-lead, .one"));
    for (const one of await page.locator("[id^=asked-]").all()) {
      const key = (await one.getAttribute("id")).slice("asked-".length);
      count("governance", "questions");
      if ((await one.locator("input[type=radio]").count()) > 0) await clicks("governance", one.locator(`#answer-${key}-${OWN[key] ?? "no"}`));
      else await types("governance", one.locator(`#answer-${key}`), OWN[key] ?? "Dazu ist in unserer Behörde noch nichts Besonderes zu sagen.");
    }
    await clicks("governance", page.getByRole("button", { name: "Speichern und weiter" }));
    await page.waitForFunction((had) => location.href !== had, here);
    await settled(page);
    await keeps_focus(page, "questions are answered");
  }
}

async function answer_impact(page) {
  while (page.url().includes("abschnitt=")) {
    const heading = page.locator("h2#impact-section");
    await heading.waitFor();
    const here = `${page.url()} ${await heading.innerText()}`;
    if ((await page.getByText("Diese Fragen können die Stufe nur senken").count()) > 0) return;
    for (let round = 0; round < 3; round += 1) {
      for (const set of await page.locator("[id^=set-]").all()) {
        const done = (await set.getAttribute("data-read")) !== null;
        if (!done) await reads("governance", set);
        await set.evaluate((element) => element.setAttribute("data-read", ""));
        const answered = (await set.getAttribute("role")) === "group" || (await set.locator("input:checked").count()) > 0;
        if (answered) {
          if (!done) count("governance", "accepted");
          continue;
        }
        count("governance", "questions");
        const key = (await set.getAttribute("id")).slice(4);
        const { body } = await call(page, "GET", `/govern/functions/${FUNCTION}/assessment`);
        const question = body.impact.questions.find((one) => one.key === key);
        for (const value of OWN_IMPACT[key] ?? [question.choices[0].value])
          await clicks("governance", set.locator("input").nth(question.choices.findIndex((one) => one.value === value)));
      }
      await clicks("governance", page.getByRole("button", { name: "Speichern und weiter" }));
      await page.waitForTimeout(150);
      await settled(page);
      await keeps_focus(page, "a section of the impact assessment");
      if (!page.url().includes("abschnitt=") || `${page.url()} ${await heading.innerText().catch(() => "")}` !== here) break;
    }
  }
}

async function confirm_criticality(page) {
  await reads("governance", page.locator("#part-criticality > p"));
  await clicks("governance", page.locator("#part-criticality").getByRole("button", { name: "Für die laufende Fassung bestätigen" }));
  await settled(page);
  await keeps_focus(page, "criticality is confirmed");
}

async function enter_risk(page) {
  const section = page.locator("#part-risks");
  await clicks("governance", section.locator("details").last().locator("summary"));
  await reads("governance", section.locator("form").last());
  for (const key of ["description", "measure"]) count("governance", "words", words_in(await section.locator(`#new-${key}`).inputValue()));
  const fields = { title: "Ein Nachweis wird übersehen", owner: "Teamleitung Leistungen" };
  for (const [key, text] of Object.entries(fields)) await types("governance", section.locator(`#new-${key}`), text);
  count("governance", "questions");
  await clicks("governance", section.locator("form").last().locator("button[type=submit]"));
  await section.locator("article").first().waitFor();
  await keeps_focus(page, "a risk is entered");
}

/** What the page of participation offers to a role, body by body, until nothing is left for it to do. */
async function take_part(role) {
  place = "beteiligung";
  let moved = false;
  const page = await page_of(role);
  await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/beteiligung`);
  await settled(page);
  const look = async () => (await call(page, "GET", `/govern/functions/${FUNCTION}/participation`)).body;
  const complete = (all, key) => all.bodies.find((one) => one.key === key)?.complete ?? true;
  for (let round = 0; round < 12; round += 1) {
    const together = page.locator("form[aria-labelledby=together]");
    if ((await together.count()) > 0) {
      await reads(role, together);
      count(role, "questions");
      const offered = await together.locator("button[type=submit]").innerText();
      await clicks(role, together.locator("button[type=submit]"));
      await page.waitForFunction((had) => document.querySelector("form[aria-labelledby=together] button[type=submit]")?.innerText !== had, offered);
      await settled(page);
      await keeps_focus(page, "bodies are invited");
      moved = true;
      continue;
    }
    const all = await look();
    const work = all.bodies
      .filter((one) => one.needed && !one.complete && one.after.every((key) => complete(all, key)))
      .map((one) => ({ body: one, entry: entry_for(role, one) }))
      .find((one) => one.entry);
    if (!work) return moved;
    await enter(page, role, work.body, work.entry);
    moved = true;
  }
  return moved;
}

function entry_for(role, body) {
  const has = (key) => body.open.some((point) => point.key === `participation.${key}`);
  if (role === "governance") {
    if (has("decision_untold")) return { kind: "told", text: "Mitgeteilt per Rundschreiben." };
    if (has("not_invited") || has("documents_missing")) return { kind: "invitation", papers: body.documents };
    if (body.form === "contribution" && body.key === "users" && has("answer_awaited")) return { kind: "statement", text: "Drei Kolleginnen wünschen sich die Fundstelle neben jedem Hinweis." };
    return undefined;
  }
  if (body.role !== role) return undefined;
  if (body.form === "decision") return has("undecided") ? { kind: "vote", text: "Nutzen und Schutz sind dargelegt." } : undefined;
  if (has("not_invited")) return undefined;
  return ["advice", "hearing", "contribution"].includes(body.form) ? { kind: "statement", text: "Keine Bedenken, bitte vierteljährlich berichten." } : { kind: "vote" };
}

async function enter(page, role, body, entry) {
  const card = page.locator(`article[aria-labelledby="body-${body.key}"]`);
  await clicks(role, card.getByRole("button", { name: /^Eintragen:/ }));
  const form = card.locator("form");
  await reads(role, form);
  await form.locator(`#enter-${body.key}-kind`).selectOption(entry.kind);
  count(role, "clicks");
  if (entry.papers?.length > 0) await clicks(role, form.getByRole("button", { name: entry.papers.length === 1 ? "Diese nennen" : `Alle ${entry.papers.length} nennen`, exact: true }));
  if (entry.text) await types(role, form.locator(`#enter-${body.key}-text`), entry.text);
  count(role, "questions");
  await clicks(role, form.getByRole("button", { name: "Eintragen", exact: true }));
  await form.waitFor({ state: "detached" });
  await settled(page);
  await keeps_focus(page, "an entry of participation");
}

async function sign_off(page, role) {
  const form = page.locator("section[aria-labelledby=sign-offs] form");
  await form.waitFor();
  await reads(role, form);
  const all = form.getByRole("button", { name: "Alle auswählen" });
  await clicks(role, (await all.count()) > 0 ? all : form.locator("input[type=checkbox]").first());
  if (role === "management") await types(role, form.locator("#sign-note"), "Nutzen überwiegt; Schatten zeigt, ob es trägt.");
  count(role, "questions");
  await clicks(role, form.getByRole("button", { name: "Ausgewählte abzeichnen" }));
  await form.waitFor({ state: "detached" });
  await settled(page);
  await keeps_focus(page, "tasks are signed off");
}

async function do_tasks(page) {
  while (page.url().includes("aufgabe=")) {
    const key = new URL(page.url()).searchParams.get("aufgabe");
    const row = page.locator(`#task-${key}`);
    await reads("governance", row.locator(".fold"));
    count("governance", "questions");
    await clicks("governance", row.getByRole("button", { name: /^Als erledigt speichern/ }));
    await page.waitForTimeout(150);
    if ((await row.locator(`#${key}-artefact-error`).count()) > 0) {
      await types("governance", row.locator(`#${key}-artefact`), "Vermerk KI-1, Laufwerk Steuerung");
      await clicks("governance", row.locator("button[type=submit]"));
    }
    await settled(page);
    if (page.url().includes(`aufgabe=${key}`)) return;
  }
}

function measure(command) {
  const words = command.replace("$LEITSTAND_HOME", home).replaceAll('"', "").split(" ");
  assert.equal(words[0], "leitstand");
  const begin = Date.now();
  execFileSync(PROGRAM, words.slice(1), { stdio: ["ignore", "ignore", "inherit"] });
  return (Date.now() - begin) / 1000;
}

async function sign_release(role) {
  const page = await page_of(role);
  await page.goto(`${BASE}/steuerung/funktion/${FUNCTION}/pruefungen`);
  await settled(page);
  await reads(role, page.locator("section[aria-labelledby=gates-step] h3"));
  await clicks(role, page.getByRole("button", { name: "Unterschreiben" }));
  await types(role, page.locator("#gate-reason"), "Alle Prüfungen zum Schatten sind bestanden.");
  count(role, "questions");
  await clicks(role, page.locator("dialog button[type=submit]"));
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

const place_of = (href) => ["beteiligung", "pruefungen", "vorschlaege", "abschnitt", "part-criticality", "part-risks", "abzeichnen", "aufgabe", "fragen"].find((one) => href.includes(one)) ?? href;

let measured = 0;
const tried = [];
/** What stands under "Was jetzt?" for that role; true where it changed something. */
async function one_step(role) {
  const page = await open_dossier(role);
  const now = page.locator("section[aria-labelledby=next-step] .now");
  if ((await now.count()) === 0) return false;
  const words = await now.innerText();
  const waits = (await page.locator("section[aria-labelledby=next-step] p", { hasText: "Sie können es ansehen" }).count()) > 0;
  const ready = (await page.getByRole("link", { name: "Zu den Freigabeprüfungen" }).count()) > 0;
  if (ready) return "ready";
  if (waits && !/ Messung/.test(words)) return false;
  place = "next-step";
  await reads(role, page.locator("section[aria-labelledby=next-step] > p"));
  tried.push(`${role}: ${words}`);
  if (process.env.WALK_LOG) console.error(new Date().toISOString().slice(14, 19), role, words);
  if (/ Messung/.test(words)) {
    if (measured > 0) return false;
    measured = measure(await page.locator("section[aria-labelledby=next-step] > .command code").innerText());
    return true;
  }
  const link = page.locator("section[aria-labelledby=next-step] a.kern-btn");
  const href = await link.getAttribute("href");
  place = place_of(href);
  if (href.includes("/beteiligung")) return take_part(role);
  if (href.includes("/pruefungen")) {
    await sign_release(role);
    return true;
  }
  await clicks(role, link);
  await settled(page);
  if (href.includes("vorschlaege")) await take_over_texts(page);
  else if (href.includes("abschnitt")) await answer_impact(page);
  else if (href.includes("part-criticality")) await confirm_criticality(page);
  else if (href.includes("part-risks")) await enter_risk(page);
  else if (href.includes("abzeichnen")) await sign_off(page, role);
  else if (href.includes("aufgabe=")) await do_tasks(page);
  else if (href.includes("fragen=")) await answer_questions(page);
  else return false;
  return true;
}

try {
  const lead = await page_of("governance");
  await lead.goto(`${BASE}/steuerung`);
  await settled(lead);
  await clicks("governance", lead.locator(`#function-${FUNCTION} a`));
  const begin = Date.now();
  let ready = false;
  for (let steps = 0; steps < STEPS_MAX && !ready; ) {
    let moved = false;
    for (const role of ROLES) {
      for (let again = true; again && !ready && steps < STEPS_MAX; steps += 1) {
        const done = await one_step(role);
        ready = done === "ready";
        again = done === true;
        moved ||= again;
      }
      if (!ready && (await take_part(role))) moved = true;
    }
    if (!moved && !ready) break;
  }
  const gates = (await call(lead, "GET", `/govern/functions/${FUNCTION}/gates`)).body;
  const missing = gates.steps.find((step) => step.mode === "shadow").gates.flatMap((gate) => gate.missing.map((point) => `${gate.key}: ${point.german}`));
  assert.deepEqual(missing, [], `the way ends at\n${tried.slice(-12).join("\n")}`);
  await lead.goto(`${BASE}/steuerung/funktion/${FUNCTION}/pruefungen`);
  await settled(lead);
  await clicks("governance", lead.getByRole("button", { name: /Schatten/ }).first());
  await types("governance", lead.locator("#mode-reason"), "Alle Prüfungen sind bestanden.");
  await clicks("governance", lead.locator("dialog button[type=submit]"));
  await lead.locator("dialog[open]").waitFor({ state: "detached" });
  await keeps_focus(lead, "the mode is changed");
  assert.equal((await call(lead, "GET", `/govern/functions/${FUNCTION}/gates`)).body.mode, "shadow");
  await shot(lead, "weg-schatten");
  assert.deepEqual(offences, []);
  for (const [role, one] of counted) console.log(JSON.stringify({ role, ...one, minutes: Math.round(minutes(one) * 10) / 10 }));
  for (const [key, one] of by_place) if (key.startsWith("governance")) console.log(JSON.stringify({ place: key, ...one, minutes: Math.round(minutes(one) * 10) / 10 }));
  const lead_minutes = minutes(counted.get("governance"));
  console.log(JSON.stringify({ function: FUNCTION, project_lead_minutes: Math.round(lead_minutes * 10) / 10, measured_seconds: Math.round(measured), walk_seconds: Math.round((Date.now() - begin) / 1000) }));
  assert.ok(lead_minutes < MINUTES_MAX, `the way takes no longer than ${MINUTES_MAX} minutes`);
} catch (fault) {
  for (const [role, page] of pages) {
    console.error(`${role} stands at ${page.url()}: ${(await page.locator("[role=alert], .error, .kern-error").allInnerTexts()).join(" | ")}`);
    await shot(page, `weg-halt-${role}`);
  }
  throw fault;
} finally {
  await close_browser();
  server.kill();
  if (!process.env.WALK_KEEP) rmSync(folder, { recursive: true, force: true });
}
