// SPDX-License-Identifier: EUPL-1.2
// Cut marks between pages: which items they make, and how they follow a proposal. No screen here.
import type { Schemas } from "../../../api/client";

export type PageRange = Schemas["PageRange"];
export type Proposal = Schemas["StackProposal"];
export type CutReason = Proposal["points"][number]["reasons"][number];

export interface Cuts {
  pages: number;
  /** Pages before which something new begins; never 1. */
  before: ReadonlySet<number>;
  /** Pages that become no item. */
  out: ReadonlySet<number>;
}

export function no_cuts(pages: number): Cuts {
  return { pages, before: new Set(), out: new Set() };
}

export function cuts_of(proposal: Proposal): Cuts {
  return {
    pages: proposal.pages,
    before: new Set(proposal.ranges.map((range) => range.first).filter((page) => page > 1)),
    out: new Set(proposal.left_out),
  };
}

function toggled(set: ReadonlySet<number>, page: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(page)) next.add(page);
  return next;
}

export function toggle_cut(cuts: Cuts, page: number): Cuts {
  return page > 1 && page <= cuts.pages ? { ...cuts, before: toggled(cuts.before, page) } : cuts;
}

export function toggle_out(cuts: Cuts, page: number): Cuts {
  return page >= 1 && page <= cuts.pages ? { ...cuts, out: toggled(cuts.out, page) } : cuts;
}

/** What the server is told: ascending, never over each other. A page that is left out always ends a range. */
export function ranges_of(cuts: Cuts): PageRange[] {
  const ranges: PageRange[] = [];
  let open = false;
  for (let page = 1; page <= cuts.pages; page += 1) {
    const last = ranges.at(-1);
    if (cuts.out.has(page)) open = false;
    else if (open && last && !cuts.before.has(page)) last.last = page;
    else {
      ranges.push({ first: page, last: page });
      open = true;
    }
  }
  return ranges;
}

/** Whether there is anything to split: at least one item, and not just the whole. */
export function splits(cuts: Cuts): boolean {
  const ranges = ranges_of(cuts);
  const [first] = ranges;
  return ranges.length > 1 || (first !== undefined && (first.first > 1 || first.last < cuts.pages));
}

export function same_cuts(one: Cuts, other: Cuts): boolean {
  const text = (cuts: Cuts): string => JSON.stringify(ranges_of(cuts));
  return text(one) === text(other);
}
