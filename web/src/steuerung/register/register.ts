// SPDX-License-Identifier: EUPL-1.2
// What the page on the register shows: addresses, and names of what changed.
import type { components } from "../../api/schema";

export type RegisterState = components["schemas"]["RegisterState"];

type Gap = RegisterState["gaps"][number];

/** Gaps of each form, the required fields first; else in the order in which they came. */
export function gaps_by_form(gaps: readonly Gap[]): { form: string; gaps: Gap[] }[] {
  return [...new Set(gaps.map((gap) => gap.form as string))].map((form) => {
    const own = gaps.filter((gap) => gap.form === form);
    return { form, gaps: [...own.filter((gap) => gap.required), ...own.filter((gap) => !gap.required)] };
  });
}

export function public_address(function_key: string): string {
  return `/register/functions/${function_key}`;
}

export function preview_address(function_key: string, language: string): string {
  return `/api/v1/govern/functions/${function_key}/register/preview?lang=${language}`;
}

/** Names of facts and parts, in the order in which they came; an unknown key stands for itself. */
export function changed_words(state: Pick<RegisterState, "names">, keys: readonly string[], language: string, parts: Record<string, string>): string {
  return keys.map((key) => parts[key] ?? (language === "en" ? state.names[key]?.en : state.names[key]?.de) ?? key).join(", ");
}
