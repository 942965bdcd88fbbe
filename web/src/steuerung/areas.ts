// SPDX-License-Identifier: EUPL-1.2
// The pages of one function, in the order of its tabs: /steuerung/funktion/KEY/AREA. An area adds its page here and its
// name in i18n (dossier.areas). Each page gets the key of the function and shows its own content under the frame's head.
// Each page is a file of its own that is fetched when it is first shown.
import type { Component } from "svelte";

export interface AreaProps {
  function_key: string;
}

export interface Area {
  key: AreaKey;
  page: () => Promise<{ default: Component<AreaProps> }>;
}

export type AreaKey = "akte" | "aufgaben" | "beteiligung" | "folgen" | "pruefungen" | "fairness" | "betrieb" | "register";

export const AREAS: readonly Area[] = [
  { key: "akte", page: () => import("./dossier/DossierPage.svelte") },
  { key: "aufgaben", page: () => import("./dossier/TasksPage.svelte") },
  { key: "beteiligung", page: () => import("./participation/ParticipationPage.svelte") },
  { key: "folgen", page: () => import("./assessment/AssessmentPage.svelte") },
  { key: "pruefungen", page: () => import("./gates/GatesPage.svelte") },
  { key: "fairness", page: () => import("./fairness/FairnessPage.svelte") },
  { key: "betrieb", page: () => import("./operation/OperationPage.svelte") },
  { key: "register", page: () => import("./register/RegisterPage.svelte") },
];

export const FUNCTION_KEYS = ["sort", "extract", "complete", "urgent", "relate", "answer", "plain"] as const;

export function address_of(function_key: string, area: AreaKey = "akte"): string {
  return `/steuerung/funktion/${function_key}/${area}`;
}
