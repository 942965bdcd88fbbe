// SPDX-License-Identifier: EUPL-1.2
// The filter of the inbox and its form in the address. Search words may name a person: they stand behind the #.
import type { Place } from "../lib/router.svelte";

export const STATES = ["", "ready", "needs_person", "waiting", "closed", "all"] as const;
/** Empty: all that is not closed. */
export type StateFilter = (typeof STATES)[number];

export interface InboxFilter {
  state: StateFilter;
  service: string;
  act: string;
  theme: string;
  unit: string;
  channel: string;
  words: string;
}

const NAMES = { service: "leistung", act: "anliegen", theme: "thema", unit: "einheit", channel: "weg" } as const;
const STATE_NAMES: Record<Exclude<StateFilter, "">, string> = {
  ready: "bereit", needs_person: "braucht-sie", waiting: "wird-gelesen", closed: "geschlossen", all: "alle",
};

export const NO_FILTER: InboxFilter = { state: "", service: "", act: "", theme: "", unit: "", channel: "", words: "" };

export function filter_of(place: Pick<Place, "query" | "fragment">): InboxFilter {
  const filter = { ...NO_FILTER };
  const stand = place.query.get("stand") ?? "";
  for (const state of STATES) if (state !== "" && STATE_NAMES[state] === stand) filter.state = state;
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) filter[key] = place.query.get(NAMES[key]) ?? "";
  filter.words = (place.fragment.get("worte") ?? "").slice(0, 200);
  return filter;
}

export function address_of(filter: InboxFilter): string {
  const query = new URLSearchParams();
  if (filter.state !== "") query.set("stand", STATE_NAMES[filter.state]);
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) if (filter[key]) query.set(NAMES[key], filter[key]);
  const fragment = filter.words ? `#${new URLSearchParams({ worte: filter.words }).toString()}` : "";
  const text = query.toString();
  return `/werkbank/eingang${text ? `?${text}` : ""}${fragment}`;
}

/** Whether anything but the state narrows the list. */
export function narrows(filter: InboxFilter): boolean {
  return address_of({ ...filter, state: "" }) !== "/werkbank/eingang";
}

/** What the server wants to hear; empty values are left out. */
export function query_of(filter: InboxFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
}
