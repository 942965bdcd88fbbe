// SPDX-License-Identifier: EUPL-1.2
// The one list of keys. Keys hold in their scope only; letters can be switched off (WCAG 2.1.4). A test looks for
// double bindings and for keys that belong to the browser or the screen reader.
import type { Texts } from "./i18n/de";

export type Scope = "everywhere" | "inbox" | "item" | "pages" | "findings" | "alternatives" | "function";

export type Command =
  | "key_list" | "upload"
  | "down" | "up" | "page_down" | "page_up" | "first" | "last" | "open" | "filter"
  | "next_evidence" | "previous_evidence" | "next_item" | "previous_item" | "close_item" | "close_duplicate" | "back"
  | "change_view" | "page_next" | "page_previous" | "screen_down" | "screen_up" | "page_first" | "page_last" | "zoom_in" | "zoom_out" | "zoom_fit" | "turn"
  | "show_mask" | "withdraw"
  | "stop_function"
  | "confirm" | "correct" | "reject" | "alternatives" | "choose_alternative" | "finding_down" | "finding_up" | "finding_number";

export interface Binding {
  scope: Scope;
  command: Command;
  /** Values of KeyboardEvent.key. */
  keys: readonly string[];
}

export const BINDINGS: readonly Binding[] = [
  { scope: "everywhere", command: "key_list", keys: ["?"] },
  { scope: "everywhere", command: "upload", keys: ["u"] },
  { scope: "inbox", command: "down", keys: ["ArrowDown", "j"] },
  { scope: "inbox", command: "up", keys: ["ArrowUp", "k"] },
  { scope: "inbox", command: "page_down", keys: ["PageDown"] },
  { scope: "inbox", command: "page_up", keys: ["PageUp"] },
  { scope: "inbox", command: "first", keys: ["Home"] },
  { scope: "inbox", command: "last", keys: ["End"] },
  { scope: "inbox", command: "open", keys: ["Enter"] },
  { scope: "inbox", command: "filter", keys: ["/"] },
  { scope: "item", command: "next_evidence", keys: ["b"] },
  { scope: "item", command: "previous_evidence", keys: ["B"] },
  { scope: "item", command: "next_item", keys: ["n"] },
  { scope: "item", command: "previous_item", keys: ["p"] },
  { scope: "item", command: "close_item", keys: ["s"] },
  { scope: "item", command: "close_duplicate", keys: ["d"] },
  { scope: "item", command: "back", keys: ["z"] },
  { scope: "item", command: "finding_number", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"] },
  { scope: "item", command: "change_view", keys: ["v"] },
  { scope: "item", command: "show_mask", keys: ["m"] },
  { scope: "item", command: "withdraw", keys: ["w"] },
  { scope: "pages", command: "page_next", keys: ["j"] },
  { scope: "pages", command: "page_previous", keys: ["k"] },
  { scope: "pages", command: "screen_down", keys: ["PageDown"] },
  { scope: "pages", command: "screen_up", keys: ["PageUp"] },
  { scope: "pages", command: "page_first", keys: ["Home"] },
  { scope: "pages", command: "page_last", keys: ["End"] },
  { scope: "pages", command: "zoom_in", keys: ["+"] },
  { scope: "pages", command: "zoom_out", keys: ["-"] },
  { scope: "pages", command: "zoom_fit", keys: ["0"] },
  { scope: "pages", command: "turn", keys: ["r"] },
  { scope: "findings", command: "finding_down", keys: ["ArrowDown", "j"] },
  { scope: "findings", command: "finding_up", keys: ["ArrowUp", "k"] },
  { scope: "findings", command: "confirm", keys: ["c"] },
  { scope: "findings", command: "correct", keys: ["r"] },
  { scope: "findings", command: "reject", keys: ["x"] },
  { scope: "findings", command: "alternatives", keys: ["a"] },
  { scope: "function", command: "stop_function", keys: ["h"] },
  { scope: "alternatives", command: "choose_alternative", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"] },
];

/** A key with one printed sign: what a person can switch off. */
export function is_letter(key: string): boolean {
  return [...key].length === 1;
}

/** Which command a key press means here, or nothing; fields keep their letters, modifiers belong to the browser. */
export function command_for(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "target">,
  scopes: readonly Scope[],
  letters: boolean,
): Command | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (is_letter(event.key) && !letters) return undefined;
  if (in_field(event.target)) return undefined;
  for (const scope of scopes) {
    const found = BINDINGS.find((binding) => binding.scope === scope && binding.keys.includes(event.key));
    if (found) return found.command;
  }
  return undefined;
}

export function in_field(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest("input, textarea, select, [contenteditable='true'], dialog") !== null;
}

/** Two commands on one key in scopes that hold at the same time; empty when all is well. On purpose the narrower scope
 * goes first in two places: a box on a page is a finding first and a page second, and in an open list of alternatives a
 * digit chooses one of them and not a finding. */
export function collisions(bindings: readonly Binding[] = BINDINGS): string[] {
  const together: readonly (readonly Scope[])[] = [["everywhere", "inbox"], ["everywhere", "item", "findings"], ["everywhere", "item", "pages"], ["everywhere", "function"]];
  const found: string[] = [];
  for (const scopes of together) {
    const seen = new Map<string, Command>();
    for (const binding of bindings.filter((one) => scopes.includes(one.scope))) {
      for (const key of binding.keys) {
        const other = seen.get(key);
        if (other !== undefined && other !== binding.command) found.push(`${key}: ${other}, ${binding.command}`);
        seen.set(key, binding.command);
      }
    }
  }
  return [...new Set(found)];
}

/** How a key is written in the list of keys. */
export function key_label(key: string, texts: Texts): string {
  const names: Record<string, string> = texts.keys.names;
  return names[key] ?? (/^[A-Z]$/.test(key) ? `${texts.keys.shift} ${key.toLowerCase()}` : key);
}
