// SPDX-License-Identifier: EUPL-1.2
// Where the focus goes when the card that had it may be gone.
import { tick } from "svelte";
import type { Finding } from "../../api/client";
import type { Desk } from "./desk.svelte";

function card_of(finding: string): HTMLElement | null {
  return document.querySelector(`.card[data-finding="${CSS.escape(finding)}"]`);
}

/** Takes a decision back. The focus goes to its card; an addition has none any more, so it goes to the card before it in
 * its group, else to the heading of the group, else to that of the panel. */
export async function withdraw(desk: Desk, finding: Finding): Promise<void> {
  const group = desk.group(finding.kind);
  const before = group[group.findIndex((one) => one.id === finding.id) - 1];
  if (!(await desk.decide(finding, { decision: "withdraw" }))) return;
  await tick();
  const place = card_of(finding.id) ?? (before && card_of(before.id)) ?? document.getElementById(`group-${finding.kind}`) ?? document.getElementById("findings");
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "nearest" });
}
