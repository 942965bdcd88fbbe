// SPDX-License-Identifier: EUPL-1.2
// The pages of one function, in the order of its tabs: /steuerung/funktion/KEY/AREA. An area adds its page here and its
// name in i18n (dossier.areas). Each page gets the key of the function and shows its own content under the frame's head.
import type { Component } from "svelte";
import AssessmentPage from "./assessment/AssessmentPage.svelte";
import DossierPage from "./dossier/DossierPage.svelte";
import TasksPage from "./dossier/TasksPage.svelte";
import FairnessPage from "./fairness/FairnessPage.svelte";
import GatesPage from "./gates/GatesPage.svelte";
import OperationPage from "./operation/OperationPage.svelte";
import ParticipationPage from "./participation/ParticipationPage.svelte";
import RegisterPage from "./register/RegisterPage.svelte";

export interface AreaProps {
  function_key: string;
}

export interface Area {
  key: AreaKey;
  page: Component<AreaProps>;
}

export type AreaKey = "akte" | "aufgaben" | "beteiligung" | "folgen" | "pruefungen" | "fairness" | "betrieb" | "register";

export const AREAS: readonly Area[] = [
  { key: "akte", page: DossierPage },
  { key: "aufgaben", page: TasksPage },
  { key: "beteiligung", page: ParticipationPage },
  { key: "folgen", page: AssessmentPage },
  { key: "pruefungen", page: GatesPage },
  { key: "fairness", page: FairnessPage },
  { key: "betrieb", page: OperationPage },
  { key: "register", page: RegisterPage },
];

export const FUNCTION_KEYS = ["sort", "extract", "complete", "urgent", "relate", "answer", "plain"] as const;

export function address_of(function_key: string, area: AreaKey = "akte"): string {
  return `/steuerung/funktion/${function_key}/${area}`;
}
