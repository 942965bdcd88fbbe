// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from "vitest";
import type { Relation } from "../src/api/client";
import { parted_relations, percent_of, texts_compared } from "../src/werkbank/item/relations/relations";

function relation(more: Partial<Relation>): Relation {
  return {
    item: "a", receipt_number: "2026-000001-1", direction: "earlier", kind: "resubmission", share: 0.5, references: [], new: [],
    new_count: 0, left_out: 0, decision: "open", version: 1, decided_by: "", decided_at: null, ...more,
  };
}

describe("relations", () => {
  it("keeps rejected ones apart", () => {
    const { standing, rejected } = parted_relations([relation({ decision: "reject" }), relation({ item: "b" }), relation({ item: "c", decision: "confirm" })]);
    expect(standing.map((one) => one.item)).toEqual(["b", "c"]);
    expect(rejected).toHaveLength(1);
  });

  it("says 100 % of equal texts only", () => {
    expect(percent_of(0.998, "de-DE").replace(/\s/g, " ")).toBe("99 %");
    expect(percent_of(1, "de-DE").replace(/\s/g, " ")).toBe("100 %");
  });

  it("speaks of sentences only where texts were compared", () => {
    expect(texts_compared(relation({}))).toBe(true);
    expect(texts_compared(relation({ share: null }))).toBe(false);
    expect(texts_compared(relation({ kind: "same_matter" }))).toBe(false);
    expect(texts_compared(relation({ kind: "identical", share: 1 }))).toBe(false);
  });
});
