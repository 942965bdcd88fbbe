// SPDX-License-Identifier: EUPL-1.2
// Turns the text of an item into parts, pages and segments with their evidence. Offsets come as code points over the
// whole text, in which U+000C stands between parts.
import type { Finding, ItemView } from "../../api/client";
import { CodePoints } from "../../lib/offsets";
import { cut, type MarkedSpan } from "../../lib/segments";

export interface TextSegment {
  text: string;
  /** Ids of the findings it is evidence for. */
  findings: string[];
  /** Ids of the findings whose evidence begins here. */
  begins: string[];
  /** Ids of the findings whose evidence ends here. */
  ends: string[];
  /** Hidden from the functions that judge. */
  masked: boolean;
}

/** Stands among the ids of findings for a hidden place; no finding is called so. */
const MASK = "mask";

export interface TextPage {
  number: number;
  segments: TextSegment[];
}

export interface TextPart {
  number: number;
  part: ItemView["parts"][number];
  pages: TextPage[];
  /** Whether page numbers mean something to a reader. */
  paged: boolean;
}

export function laid_out(item: ItemView, findings: readonly Finding[], mask: readonly number[][] = []): TextPart[] {
  const points = new CodePoints(item.text);
  const spans: MarkedSpan[] = findings.flatMap((finding) =>
    finding.evidence.map((evidence) => ({
      id: finding.id,
      start: points.to_units(evidence.start),
      end: points.to_units(evidence.end),
    })),
  );
  for (const [start = 0, end = 0] of mask) spans.push({ id: MASK, start: points.to_units(start), end: points.to_units(end) });
  const findings_only = (ids: string[]): string[] => ids.filter((id) => id !== MASK);
  return item.parts.map((part) => {
    const start = points.to_units(part.start);
    const end = points.to_units(part.end);
    const pages = (item.pages ?? []).filter((page) => page.part === part.number && page.start !== undefined && page.end !== undefined);
    const ranges =
      pages.length > 0
        ? pages.map((page) => ({ number: page.number ?? 1, start: points.to_units(page.start ?? 0), end: points.to_units(page.end ?? 0) }))
        : [{ number: 1, start, end }];
    return {
      number: part.number,
      part,
      paged: ranges.length > 1 || part.media_type === "application/pdf",
      pages: closed(ranges, start, end).map((range) => ({
        number: range.number,
        segments: cut(range.start, range.end, spans).map((segment) => ({
          text: item.text.slice(segment.start, segment.end).replaceAll("\f", "\n"),
          findings: findings_only(segment.ids),
          begins: findings_only(segment.begins),
          ends: findings_only(segment.ends),
          masked: segment.ids.includes(MASK),
        })),
      })),
    };
  });
}

interface Range {
  number: number;
  start: number;
  end: number;
}

/** Text between two pages belongs to the one before it: nothing of the part may be left out. */
function closed(ranges: Range[], start: number, end: number): Range[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  return sorted.map((range, at) => ({
    number: range.number,
    start: at === 0 ? start : range.start,
    end: sorted[at + 1]?.start ?? end,
  }));
}
