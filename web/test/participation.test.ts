// SPDX-License-Identifier: EUPL-1.2
// What can be entered for a body follows from where it stands and who asks.
import { describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { answerable, document_of, id_of, kinds_for, needs_papers, needs_text, outcomes_for, to_invite, tone_of, withdrawable, type Body, type Entry, type Line } from "../src/steuerung/participation/participation";

function line(number: number, entry: Partial<Entry> & { event: Entry["event"] }, effect: Line["effect"] = "counts"): Line {
  return { number, by: "Anna", at: "2026-11-02T08:00:00Z", example: false, effect, entry: { on: "2026-11-02", ...entry } };
}

function body(more: Partial<Body> = {}): Body {
  return {
    key: "staff_council", name: "Personalrat", name_en: "Staff council", role: "staff_council", form: "consent", task: "", task_en: "",
    silence: "approves", silence_means: "", silence_means_en: "", after: [], documents: [], may_be_vacant: true, needed: true, needed_for: "shadow",
    source: { text: "", state: "", unchecked: "" }, state: "running", complete: false, role_held: true, may_speak: false, invited: null, concluded: null,
    period: null, way_on: { refused: false, refer_by: null, referred: false, called: false, recommended: false, direct: false, last_word: "authority" }, out_of_order: "", parallel: "", instead: "", number: 0, open: [], history: [], ...more,
  };
}

function open(key: string): Body["open"][number] {
  return { key: `participation.${key}`, area: "participation", subject: "staff_council", german: "", english: "", role: "", due: null, overdue: false, short_of: null };
}

const NOBODY = { may_keep: false, may_decide: false, may_declare_vacant: false };
const KEEPER = { ...NOBODY, may_keep: true };
const HEAD = { ...NOBODY, may_decide: true, may_declare_vacant: true };

function refused(more: Partial<Body["way_on"]> = {}, rest: Partial<Body> = {}): Body {
  return body({ state: more.referred ? "step_procedure" : "refused", way_on: { ...body().way_on, refused: true, refer_by: "2026-11-17", ...more }, ...rest });
}

describe("behind a refused consent", () => {
  it("leaves the agreement to the body itself", () => {
    expect(outcomes_for("settlement", refused(), KEEPER)).toEqual(["dropped"]);
    expect(outcomes_for("settlement", refused({}, { may_speak: true }), NOBODY)).toEqual(["agreed"]);
    expect(kinds_for(refused({}, { may_speak: true }), NOBODY)).toContain("settlement");
  });

  it("asks for a paper where the keeper enters it for a body without an account", () => {
    const absent = refused({}, { may_speak: true, role_held: false });
    expect(outcomes_for("settlement", absent, KEEPER)).toContain("agreed");
    expect(needs_papers("settlement", "agreed", absent)).toBe(true);
    expect(needs_papers("settlement", "agreed", refused({}, { may_speak: true }))).toBe(false);
  });

  it("offers one step behind the other", () => {
    expect(kinds_for(refused(), KEEPER)).toContain("referral");
    expect(kinds_for(refused(), KEEPER)).not.toContain("conciliation");
    expect(kinds_for(refused({ referred: true }), KEEPER)).toEqual(expect.arrayContaining(["superior", "conciliation"]));
    expect(kinds_for(refused({ referred: true }), KEEPER)).not.toContain("referral");
    expect(kinds_for(refused({ direct: true }), KEEPER)).toContain("conciliation");
  });

  it("offers no referral once its period is over", () => {
    expect(kinds_for(refused({}, { state: "refused_finally" }), KEEPER)).not.toContain("referral");
  });

  it("leaves results and the last word to the head of the authority", () => {
    const called = refused({ referred: true, called: true });
    expect(kinds_for(called, KEEPER)).not.toContain("conciliation_result");
    expect(kinds_for(called, HEAD)).toContain("conciliation_result");
    expect(needs_papers("conciliation_result", "granted", called)).toBe(true);
    expect(outcomes_for("settlement", called, HEAD)).not.toContain("decided");
    const recommended = refused({ referred: true, called: true, recommended: true });
    expect(outcomes_for("settlement", recommended, HEAD)).toContain("decided");
    expect(outcomes_for("settlement", recommended, KEEPER)).not.toContain("decided");
  });

  it("offers a recommendation only where the board may make one", () => {
    expect(outcomes_for("conciliation_result", refused(), HEAD)).toContain("recommended");
    expect(outcomes_for("conciliation_result", refused({ last_word: "board" }), HEAD)).not.toContain("recommended");
  });

  it("offers nothing of it while nothing is refused", () => {
    expect(kinds_for(body({ may_speak: true }), HEAD)).not.toContain("settlement");
    expect(kinds_for(body(), KEEPER)).not.toContain("referral");
  });
});

describe("what can be entered", () => {
  it("offers the acts of the authority to its keeper and the words of a body to the body", () => {
    expect(kinds_for(body(), KEEPER)).toContain("invitation");
    expect(kinds_for(body(), KEEPER)).not.toContain("vote");
    expect(kinds_for(body({ may_speak: true }), NOBODY)).toContain("vote");
    expect(kinds_for(body({ may_speak: true }), NOBODY)).not.toContain("invitation");
    expect(kinds_for(body(), NOBODY)).toEqual([]);
  });

  it("offers silence only once the period is over", () => {
    expect(kinds_for(body(), KEEPER)).not.toContain("silence");
    expect(kinds_for(body({ state: "approved_by_silence", open: [open("silence_unnoted")] }), KEEPER)[0]).toBe("silence");
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
    expect(kinds_for(body(), KEEPER)).not.toContain("vacancy");
    expect(kinds_for(body(), HEAD)).toEqual(["vacancy"]);
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

describe("invitations together", () => {
  const waiting = (key: string, more: Partial<Body> = {}): Body => body({ key, form: "advice", state: "not_invited", open: [open("not_invited")], ...more });
  const bodies = [waiting("users"), waiting("data_protection"), waiting("citizens", { needed: false }), waiting("staff_council", { form: "consent", after: ["users"] }), body({ key: "equal_opportunity" })];

  it("are offered to whose turn it is", () => {
    expect(to_invite({ bodies, may_keep: true }).map((one) => one.key)).toEqual(["users", "data_protection"]);
    expect(to_invite({ bodies: [body({ key: "users", complete: true }), bodies[3]!], may_keep: true }).map((one) => one.key)).toEqual(["staff_council"]);
  });

  it("are the keeper's", () => expect(to_invite({ bodies, may_keep: false })).toEqual([]));
});
