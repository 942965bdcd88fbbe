// SPDX-License-Identifier: EUPL-1.2
// What an item has to do with others. All of it is a suggestion.
import { many_in } from "../many";

const many = many_in("de-DE");

export const relations = {
  relations: {
    title: "Zusammenhänge",
    lead: "Das Programm schlägt sie vor. Nichts wird dadurch geschlossen oder gelöscht.",
    kinds: {
      identical: (number: string) => `Dieselbe Datei wie Eingang ${number}`,
      same_text: (number: string) => `Gleicher Inhalt wie Eingang ${number}`,
      resubmission: (number: string) => `Derselbe Brief wie Eingang ${number}, mit Änderungen`,
      near_copy: (number: string) => `Fast gleicher Wortlaut wie Eingang ${number}`,
      answer: (number: string) => `Antwort zu Eingang ${number}`,
      same_matter: (number: string) => `Gleiche Nummer wie in Eingang ${number}`,
    },
    later: {
      identical: (number: string) => `Dieselbe Datei kam später als Eingang ${number}`,
      same_text: (number: string) => `Gleicher Inhalt kam später als Eingang ${number}`,
      resubmission: (number: string) => `Derselbe Brief kam später mit Änderungen als Eingang ${number}`,
      near_copy: (number: string) => `Fast gleicher Wortlaut kam später als Eingang ${number}`,
      answer: (number: string) => `Darauf antwortet Eingang ${number}`,
      same_matter: (number: string) => `Gleiche Nummer wie im späteren Eingang ${number}`,
    },
    share: (percent: string) => `${percent} der Wortfolgen sind gleich.`,
    who_unknown: "Wer schreibt, ist nicht bei beiden bekannt. Vergleichen Sie die Absender.",
    shared: "In beiden steht",
    number_kinds: { receipt_number: "unsere Eingangsnummer", code: "Strichcode" } as Record<string, string>,
    new_title: (count: number) => `${many(count, "Satz steht", "Sätze stehen")} nur hier`,
    new_elsewhere: (count: number) => `${many(count, "Satz steht", "Sätze stehen")} nur im späteren Eingang. Lesen Sie dort nach, ob etwas Neues verlangt wird.`,
    new_more: (count: number) => `und ${many(count, "weiterer", "weitere")}`,
    nothing_new: "Kein Satz ist neu.",
    left_out: (count: number) => `${many(count, "Satz", "Sätze")} des früheren Eingangs fehlen im späteren.`,
    confirm: "Gehört zusammen",
    reject: "Gehört nicht zusammen",
    withdraw: "Zurücknehmen",
    about: (action: string, number: string) => `${action}: Eingang ${number}`,
    decided: { confirm: (who: string) => `Gehört zusammen, sagt ${who}.`, reject: (who: string) => `Gehört nicht zusammen, sagt ${who}.` },
    saved: { confirm: "Gespeichert: gehört zusammen.", reject: "Gespeichert: gehört nicht zusammen.", open: "Die Entscheidung ist zurückgenommen." },
    changed: "Jemand anderes hat inzwischen entschieden. Die Seite zeigt den neuen Stand.",
    rejected: (count: number) => many(count, "abgelehnter Zusammenhang", "abgelehnte Zusammenhänge"),
  },
};
