// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from "vitest";
import { day, field_value, size, today } from "../src/lib/format";
import { CodePoints } from "../src/lib/offsets";
import { cut } from "../src/lib/segments";
import { typed_from, value_from } from "../src/lib/values";

describe("code points", () => {
  it("counts like the server where no sign needs two units", () => {
    const points = new CodePoints("Müller – 640,00 €");
    expect(points.length).toBe(17);
    expect(points.to_units(9)).toBe(9);
    expect(points.slice(9, 15)).toBe("640,00");
  });

  it("steps over signs outside the first plane", () => {
    const text = "🏠 Wohngeld 👩‍👧 und 𝒳 Miete";
    const points = new CodePoints(text);
    const all = [...text];
    expect(points.length).toBe(all.length);
    for (let at = 0; at <= all.length; at += 1) expect(points.to_units(at)).toBe(all.slice(0, at).join("").length);
  });

  it("finds its way in a long text by anchors", () => {
    const text = "ab🙂c".repeat(3_000);
    const points = new CodePoints(text);
    for (const at of [0, 1, 255, 256, 257, 511, 512, 7_777, 11_999, 12_000])
      expect(points.to_units(at)).toBe([...text].slice(0, at).join("").length);
  });

  it("counts a lone surrogate as one and stays inside the text", () => {
    const points = new CodePoints("a\uD83Db");
    expect(points.length).toBe(3);
    expect(points.slice(2, 3)).toBe("b");
    expect(points.to_units(99)).toBe(3);
    expect(points.to_units(-1)).toBe(0);
    expect(points.to_units(Number.NaN)).toBe(0);
  });
});

describe("segments", () => {
  it("lose nothing and overlap nothing, whatever the spans", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const spans = Array.from({ length: random(6) }, (_, id) => {
        const start = random(40);
        return { id: String(id), start, end: start + random(12) };
      });
      const segments = cut(5, 35, spans);
      expect(segments[0]?.start).toBe(5);
      expect(segments.at(-1)?.end).toBe(35);
      segments.forEach((segment, at) => {
        if (at > 0) expect(segment.start).toBe(segments[at - 1]?.end);
        const covering = spans.filter((span) => span.end > span.start && span.start < segment.end && span.end > segment.start).map((span) => span.id);
        expect([...segment.ids].sort()).toEqual(covering.sort());
      });
    }
  });

  it("says where a span begins and ends, once", () => {
    const segments = cut(0, 10, [{ id: "a", start: 2, end: 8 }, { id: "b", start: 4, end: 6 }]);
    expect(segments.map((segment) => segment.begins)).toEqual([[], ["a"], ["b"], [], []]);
    expect(segments.map((segment) => segment.ends)).toEqual([[], [], ["b"], ["a"], []]);
    expect(segments.map((segment) => segment.ids.join())).toEqual(["", "a", "a,b", "a", ""]);
  });

  it("gives nothing for nothing", () => {
    expect(cut(3, 3, [])).toEqual([]);
  });
});

describe("values as people write them", () => {
  it("writes days, sums and identifiers", () => {
    expect(day("2026-03-01", "de-DE")).toBe("01.03.2026");
    expect(day("kein Tag", "de-DE")).toBe("kein Tag");
    expect(field_value("letter_date", "2026-11-18", "de-DE")).toBe("18.11.2026");
    expect(field_value("amount", "1640.00", "de-DE").replace(/\s/g, " ")).toBe("1.640,00 €");
    expect(field_value("iban", "DE02120300000000202051", "de-DE")).toBe("DE02 1203 0000 0000 2020 51");
    expect(field_value("city", "Köln", "de-DE")).toBe("Köln");
    expect(size(48_213, "de-DE")).toBe("48,2 kB");
    expect(size(0, "de-DE")).toBe("0 Byte");
  });

  it("turns what people type into what the server keeps", () => {
    const sums: [string, string][] = [["640", "640.00"], ["640,5", "640.50"], ["1.640,00 €", "1640.00"], ["1,640.00", "1640.00"], ["1 640,00 Euro", "1640.00"],
      ["-12,30", "-12.30"], ["007", "7.00"], ["1.640", "1640.00"], ["viel", ""], ["12,345,6", ""], ["", ""]];
    for (const [typed, kept] of sums) expect(value_from("amount", typed), typed).toBe(kept);
    expect(value_from("iban", "de02 1203 0000 0000 2020 51")).toBe("DE02120300000000202051");
    expect(value_from("letter_date", "2026-11-18")).toBe("2026-11-18");
    expect(value_from("letter_date", "18.11.2026")).toBe("");
    expect(value_from("street", "  Rosenweg   5 ")).toBe("Rosenweg 5");
    expect(typed_from("amount", "640.00", "de-DE")).toBe("640,00");
    expect(value_from("amount", typed_from("amount", "1640.00", "de-DE"))).toBe("1640.00");
  });

  it("takes the day of Berlin, not of the machine", () => {
    expect(today(new Date("2026-11-26T23:30:00Z"))).toBe("2026-11-27");
    expect(today(new Date("2026-07-01T21:59:00Z"))).toBe("2026-07-01");
  });
});
