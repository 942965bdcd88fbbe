// SPDX-License-Identifier: EUPL-1.2
// Which evidence stands on which page.
import type { Finding, ItemView } from "../../../api/client";
import { as_box, boxes_of_span, merged, type Box, type Word } from "./boxes";
import { key_of } from "./sheets";

export interface Place {
  finding: Finding;
  /** Which evidence of the finding. */
  which: number;
  key: string;
  start: number;
  end: number;
  /** As the server says, one a line; empty where it says nothing. */
  boxes: Box[];
}

/** All evidence with a place in the text, in its order; one that runs over a page's end stands on both pages. */
export function places_of(item: ItemView | undefined, findings: readonly Finding[]): Place[] {
  const spans = (item?.pages ?? []).map((page) => ({ key: key_of(page.part, page.number), start: page.start, end: page.end }));
  const all = findings.flatMap((finding) =>
    finding.evidence.flatMap((evidence, which) => {
      if (evidence.end <= evidence.start) return [];
      const own = key_of(evidence.part, evidence.page);
      const known = merged((evidence.boxes ?? []).map(as_box).filter((box): box is Box => box !== undefined));
      const keys = new Set([own, ...spans.filter((span) => span.start < evidence.end && span.end > evidence.start).map((span) => span.key)]);
      return [...keys].map((key): Place => ({ finding, which, key, start: evidence.start, end: evidence.end, boxes: key === own ? known : [] }));
    }),
  );
  return all.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Where a place lies on its page: the server's boxes, else those of the words it covers. */
export function boxes_at(place: Place, words: readonly Word[] | undefined): Box[] {
  if (place.boxes.length > 0) return place.boxes;
  return words ? boxes_of_span(words, place.start, place.end) : [];
}

export function id_of(place: Place): string {
  return `${place.finding.id}-${place.which}-${place.key.replace(":", "-")}`;
}
