// SPDX-License-Identifier: EUPL-1.2
// Overview of the functions, frame of one function, dossier and tasks.
import { many_in } from "../many";

const many = many_in("de-DE");

export const dossier = {
  dossier: {
    overview: "Steuerung der KI-Funktionen",
    overview_lead: "Was jede Funktion tut, in welcher Phase und Betriebsart sie ist und was als Nächstes zu tun ist. Ohne vollständige Akte läuft keine.",
    back_to_overview: "Zur Übersicht aller Funktionen",
    areas_of: (name: string) => `Bereiche zu: ${name}`,
    area_title: (name: string, area: string) => `${name}: ${area}`,
    areas: {
      akte: "Akte",
      aufgaben: "Aufgaben",
      beteiligung: "Beteiligung",
      folgen: "Folgen und Risiken",
      pruefungen: "Freigabeprüfungen",
      fairness: "Fairness",
      betrieb: "Betrieb",
      register: "Register",
    },
    open_points: (count: number) => many(count, "offener Punkt", "offene Punkte"),
  },
};
