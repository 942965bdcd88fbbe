// SPDX-License-Identifier: EUPL-1.2
// What can be entered for a body follows from where it stands and who asks.
import { describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { answerable, document_of, id_of, kinds_for, needs_text, tone_of, withdrawable, type Body, type Entry, type Line } from "../src/steuerung/participation/participation";

function line(number: number, entry: Partial<Entry> & { event: Entry["event"] }, effect: Line["effect"] = "counts"): Line {
  return { number, by: "Anna", at: "2026-11-02T08:00:00Z", example: false, effect, entry: { on: "2026-11-02", ...entry } };
}

function body(more: Partial<Body> = {}): Body {
  return {
    key: "staff_council", name: "Personalrat", name_en: "Staff council", role: "staff_council", form: "consent", task: "", task_en: "",
    silence: "approves", silence_means: "", silence_means_en: "", after: [], documents: [], may_be_vacant: true, needed: true, needed_for: "shadow",
    source: { text: "", state: "", unchecked: "" }, state: "running", complete: false, role_held: true, may_speak: false, invited: null, concluded: null,
    period: null, out_of_order: "", parallel: "", instead: "", number: 0, open: [], history: [], ...more,
  };
}

function open(key: string): Body["open"][number] {
  return { key: `participation.${key}`, area: "participation", subject: "staff_council", german: "", english: "", role: "", due: null, overdue: false };
}

describe("what can be entered", () => {
  it("offers the acts of the authority to its keeper and the words of a body to the body", () => {
    expect(kinds_for(body(), true, false)).toContain("invitation");
    expect(kinds_for(body(), true, false)).not.toContain("vote");
    expect(kinds_for(body({ may_speak: true }), false, false)).toContain("vote");
    expect(kinds_for(body({ may_speak: true }), false, false)).not.toContain("invitation");
    expect(kinds_for(body(), false, false)).toEqual([]);
  });

  it("offers silence only once the period is over", () => {
    expect(kinds_for(body(), true, false)).not.toContain("silence");
    expect(kinds_for(body({ state: "approved_by_silence", open: [open("silence_unnoted")] }), true, false)[0]).toBe("silence");
  });

  it("offers an answer to what has none, and none to what was taken back", () => {
    const history = [line(1, { event: "objection" }), line(2, { event: "answer", refers_to: 1 }), line(3, { event: "vote", vote: "refuse" }), line(4, { event: "objection" }, "withdrawn")];
    expect(answerable(body({ history })).map((one) => one.number)).toEqual([3]);
  });

  it("lets a body take back its own words and the keeper an invitation", () => {
    const history = [line(1, { event: "invitation" }), line(2, { event: "vote", vote: "approve" })];
    expect(withdrawable(body({ history, may_speak: true }), false).map((one) => one.number)).toEqual([2]);
    expect(withdrawable(body({ history }), true).map((one) => one.number)).toEqual([1]);
  });

  it("leaves the vacant office to the head of the authority", () => {
    expect(kinds_for(body(), true, false)).not.toContain("vacancy");
    expect(kinds_for(body(), false, true)).toEqual(["vacancy"]);
  });

  it("asks for reasons where the law does", () => {
    expect(needs_text("vote", "refuse", false)).toBe(true);
    expect(needs_text("vote", "approve", false)).toBe(false);
    expect(needs_text("invitation", "", true)).toBe(true);
  });
});

describe("how it is shown", () => {
  it("marks what went out of order", () => {
    expect(tone_of(body({ state: "approved", out_of_order: "equal_opportunity" }))).toBe("danger");
    expect(tone_of(body({ state: "approved", out_of_order: "equal_opportunity", parallel: "mitgeteilt" }))).toBe("info");
  });

  it("counts the days in words", () => {
    expect(de.participation.days_left(0)).toBe("endet heute");
    expect(de.participation.days_left(1)).toBe("noch 1 Tag");
    expect(de.participation.days_left(-2)).toBe("seit 2 Tagen vorbei");
  });

  it("makes a key of a title", () => {
    expect(id_of("Dienstvereinbarung über KI (Größe)")).toBe("dienstvereinbarung-ueber-ki-groesse");
    expect(id_of("…")).toBe("dienstvereinbarung");
  });

  it("computes the checksum of a file here", async () => {
    expect(await document_of(new File(["abc"], "a.txt"))).toEqual({ name: "a.txt", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" });
  });
});
