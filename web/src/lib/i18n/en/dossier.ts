// SPDX-License-Identifier: EUPL-1.2
// Overview of the functions, frame of one function, dossier and tasks.
import { many_in } from "../many";
import type { dossier as german } from "../de/dossier";

const many = many_in("en-GB");

export const dossier: typeof german = {
  dossier: {
    overview: "Governance of the AI functions",
    overview_lead: "What each function does, its phase and mode, and what is to be done next. None runs without a complete dossier.",
    back_to_overview: "To the overview of all functions",
    areas_of: (name: string) => `Areas of: ${name}`,
    area_title: (name: string, area: string) => `${name}: ${area}`,
    areas: {
      akte: "Dossier",
      aufgaben: "Tasks",
      beteiligung: "Participation",
      folgen: "Consequences and risks",
      pruefungen: "Gates",
      fairness: "Fairness",
      betrieb: "Operation",
      register: "Register",
    },
    open_points: (count: number) => many(count, "open point", "open points"),
  },
};
