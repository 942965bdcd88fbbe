// SPDX-License-Identifier: EUPL-1.2
// Ways to evidence in the text view, where each is a mark.
import { in_subject, type Desk } from "./desk.svelte";

function marks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("mark[data-begins]")];
}

function numbers(mark: HTMLElement): string[] {
  return mark.dataset["begins"]?.split(" ") ?? [];
}

function to_mark(desk: Desk, mark: HTMLElement | undefined, finding: string | undefined): void {
  desk.aimed = finding;
  mark?.focus({ preventScroll: true });
  mark?.scrollIntoView({ block: "center" });
}

export function show_mark(desk: Desk, finding: string, which: number): void {
  const places = desk.findings.find((one) => one.id === finding)?.evidence ?? [];
  const wanted = places[which];
  const number = String(desk.numbers.get(finding) ?? 0);
  const own = marks().filter((mark) => numbers(mark).includes(number));
  // Marks stand in the order of the text, evidence in the order of its weight.
  const order = places.filter((one) => !in_subject(one)).sort((a, b) => a.start - b.start);
  to_mark(desk, own[wanted ? order.indexOf(wanted) : 0], finding);
}

/** Goes to the mark after or before the present one; gives its finding. */
export function next_mark(desk: Desk, by: 1 | -1): string | undefined {
  const all = marks();
  if (all.length === 0) return undefined;
  const focused = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
  const meant = desk.numbers.get(desk.meant() ?? "");
  const at = focused >= 0 ? focused : all.findIndex((mark) => numbers(mark).includes(String(meant)));
  const mark = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  const finding = mark && desk.finding_numbered(Number(numbers(mark)[0]));
  if (finding) desk.linked = finding.id;
  to_mark(desk, mark, finding?.id);
  return finding?.id;
}
