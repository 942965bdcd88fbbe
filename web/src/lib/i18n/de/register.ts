// SPDX-License-Identifier: EUPL-1.2
// The page on a function's entry in the public register.
import { many_in } from "../many";

const many = many_in("de-DE");

export const register = {
  register: {
    lead: "Das öffentliche Register zeigt allen Menschen, was in der Akte steht. Sichtbar ist immer die letzte Veröffentlichung; nur die Betriebsart ist die jetzige.",
    none_yet: "Dieser Eintrag ist noch nicht öffentlich.",
    public_since: (number: number, when: string) => `Öffentlich ist Nummer ${number.toLocaleString("de-DE")} vom ${when}.`,
    to_public: "Öffentliche Seite ansehen",
    missing: (count: number) => `Was noch zu tun ist: ${many(count, "Punkt", "Punkte")}`,
    nothing_missing: "Der Eintrag ist vollständig und auf dem Stand der Akte.",
    changed: "Seit der letzten Veröffentlichung geändert",
    nothing_changed: "Seit der letzten Veröffentlichung hat sich nichts geändert.",
    parts: { figures: "Messwerte", risks: "Risiken", participation: "Beteiligung", release: "laufende Fassung" } as Record<string, string>,
    preview: "Vorschau",
    preview_lead: "So sähe die Seite aus, wenn Sie jetzt veröffentlichen (öffnet ein neues Fenster):",
    languages: { de: "Deutsch", einfach: "Einfache Sprache", en: "Englisch" } as Record<string, string>,
    publish: "Veröffentlichen",
    publish_lead: "Was Sie veröffentlichen, kann jeder lesen, auch später noch. Namen von Menschen gehören nicht hinein.",
    not_yet: "Veröffentlichen geht erst, wenn die Angaben vollständig sind, die oben als fehlend stehen.",
    note: "Was ist neu?",
    note_hint: "Ein Satz für die Öffentlichkeit, höchstens 1 000 Zeichen.",
    note_missing: "Schreiben Sie einen Satz dazu, was neu ist.",
    done: "Veröffentlicht.",
    gaps: "Felder anderer Standards, die leer bleiben",
    gaps_lead: "Der Eintrag erscheint auch in den Formen anderer Register. Sie sagen nur, was in der Akte steht. Ein Pflichtfeld, nach dem die Akte nicht fragt, sagt „nicht angegeben“.",
    no_gaps: "Alle Felder sind gefüllt, nach denen die Akte fragt.",
    forms: { "nl-1.0": "Niederländisches Algorithmenregister 1.0", "atrs-3.0": "Britischer Standard ATRS 3.0", "cyclonedx-1.6": "CycloneDX 1.6" } as Record<string, string>,
    field: "Feld",
    required: "Pflicht",
    filled_by: "Diese Angabe füllt es",
    not_asked: "Danach fragt die Akte nicht",
    yes: "ja",
    no: "nein",
    history: "Veröffentlichungen",
    number: "Nr.",
    when: "am",
    by: "von (nur intern)",
    what: "Was neu war",
    changes: "Geänderte Angaben",
    version: "Fassung",
  },
};
