// SPDX-License-Identifier: EUPL-1.2
// Which finding keys mean: the one with the focus, not the one the mouse happens to lie on.
import { cleanup, fireEvent, render } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Desk } from "../src/werkbank/item/desk.svelte";
import FindingsPanel from "../src/werkbank/item/FindingsPanel.svelte";
import { PageViewer } from "../src/werkbank/item/pages/viewer.svelte";
import { next_mark, show_mark } from "../src/werkbank/item/text_places";
import TextPane from "../src/werkbank/item/TextPane.svelte";
import { finding, sample } from "./sample";

afterEach(cleanup);

function on_desk(): Desk {
  const desk = new Desk("0".repeat(32));
  desk.item.value = sample();
  return desk;
}

const card = (number: number): HTMLElement => document.getElementById(`finding-${number}`) as HTMLElement;

describe("the finding that keys mean", () => {
  it("is the one with the focus, whatever the mouse lies on", async () => {
    const desk = on_desk();
    render(FindingsPanel, { desk, may_decide: true, onshow: () => undefined, ondecided: () => undefined });
    card(3).focus(); // 2 is the unit
    await fireEvent.mouseOver(card(5));
    expect(desk.linked).toBe("d");
    expect(desk.meant()).toBe("b");
    await fireEvent.mouseOut(card(5));
    expect(desk.linked).toBe("b");
  });

  it("is that of the mark with the focus, also when the mouse leaves another mark", async () => {
    const desk = on_desk();
    const { container } = render(TextPane, { desk, onpick: () => undefined });
    const marks = [...container.querySelectorAll<HTMLElement>("mark[data-begins]")];
    show_mark(desk, "a", 0);
    expect(document.activeElement).toBe(marks[0]);
    await fireEvent.mouseOver(marks[3] as HTMLElement);
    expect(desk.meant()).toBe("a");
    await fireEvent.mouseOut(marks[3] as HTMLElement);
    expect(desk.linked).toBe("a");
  });

  it("is the one gone to where two share a mark", () => {
    const desk = on_desk();
    const item = sample();
    desk.item.value = { ...item, findings: [...item.findings, finding("e", "field", "iban", "", "DE02 1203 0000 0000 2020 51")] };
    render(TextPane, { desk, onpick: () => undefined });
    show_mark(desk, "e", 0);
    expect(desk.meant()).toBe("e");
    show_mark(desk, "d", 0);
    expect(desk.meant()).toBe("d");
  });

  it("is that of the mark stepped to", () => {
    const desk = on_desk();
    render(TextPane, { desk, onpick: () => undefined });
    expect(next_mark(desk, 1)).toBe("a");
    desk.linked = "d";
    expect(desk.meant()).toBe("a");
    expect(next_mark(desk, 1)).toBe("c");
    expect(desk.meant()).toBe("c");
  });
});

describe("a place that comes into view late", () => {
  it("does not take the focus from the one gone to meanwhile", async () => {
    const desk = on_desk();
    const viewer = new PageViewer(desk);
    const place = (which: number) => ({ ...(viewer.places[0] as (typeof viewer.places)[number]), key: "1:1", which, boxes: [[1, 1, 9, 9] as const] });
    vi.spyOn(viewer, "entry").mockReturnValue({ key: "1:1", index: 0, part: 1, number: 1, width: 595, height: 842, turned: 0, drawable: true, marks: [], begins_part: true });
    const [late, next] = [viewer.reveal(place(0), true), viewer.reveal(place(1), true)];
    const appears = (which: number): void => {
      const spot = document.createElement("button");
      spot.id = `spot-${viewer.places[0]?.finding.id}-${which}-1-1`;
      document.body.append(spot);
    };
    appears(1);
    await next;
    appears(0);
    await late;
    expect(document.activeElement?.id).toMatch(/-1-1-1$/);
    document.querySelectorAll("[id^=spot-]").forEach((spot) => spot.remove());
  });
});
