// SPDX-License-Identifier: EUPL-1.2
// Pieces of a dossier for the tests of its pages.
import type { Dossier, DossierFact, DossierPhase, DossierTask, OpenPoint } from "../src/steuerung/dossier/dossier_view";

export function fact(key: string, more: Partial<DossierFact> = {}): DossierFact {
  return {
    key, section: "purpose", name: `Name ${key}`, name_en: `Name ${key}`, question: `Was ist ${key}?`, question_en: `What is ${key}?`,
    help: "Ein Satz genügt.", help_en: "One sentence is enough.", kind: "long_text", form: "", choices: [], phase: "idea", role: "governance",
    published: true, characters_max: 20, number: 0, before: "shadow", before_reason: "", starting_text: null, value: null, stated: null, ...more,
  };
}

export function task(key: string, more: Partial<DossierTask> = {}): DossierTask {
  return {
    key, phase: "idea", name: `Aufgabe ${key}`, name_en: `Task ${key}`, goal: "Ziel.", steps: ["Erst dies."], effort_days: [0.5, 1], role: "governance", roles: [],
    result: "Ein Vermerk", sign_off_role: "", source: "eigener Vorschlag", needed: true, settled: false, state: "open", responsible: "", due: null, artefact: "", note: "",
    number: 0, before: "shadow", before_reason: "", proven: false, version: 0, awaits_sign_off: false, entered: null, sign_off: null, ...more,
  };
}

export function phase(key: string, more: Partial<DossierPhase> = {}): DossierPhase {
  return {
    key, name: "Idee", name_en: "Idea", description: "Klären.", description_en: "Find out.", result: "Entscheidung.", result_en: "Decision.",
    facts: 4, facts_stated: 1, tasks: 2, tasks_settled: 1, sign_offs_missing: 0, closed: false, ...more,
  };
}

export function point(key: string, subject: string, more: Partial<OpenPoint> = {}): OpenPoint {
  return { key, area: key.split(".")[0] ?? "", subject, german: `Offen: ${subject}.`, english: `Open: ${subject}.`, role: "governance", due: null, overdue: false, short_of: null, ...more };
}

export function dossier(more: Partial<Dossier> = {}): Dossier {
  return {
    key: "sort", name: "Vorschlagen", name_en: "Suggest", does: "Schlägt vor.", does_en: "Suggests.", effect: "A", mode: "off", recorded: "off", next: null, highest: "act", built: true, version: "1",
    phase: "idea", example: false, phases: [phase("idea")], open: [], today: "2026-12-01", sections: [{ key: "purpose", name: "Zweck", name_en: "Purpose" }],
    facts: [fact("purpose"), fact("problem")], tasks: [], ...more,
  };
}
