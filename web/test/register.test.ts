// SPDX-License-Identifier: EUPL-1.2
// The page on the register: what is named as changed, when publishing is offered, and what is asked for.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import Gaps from "../src/steuerung/register/Gaps.svelte";
import PublishForm from "../src/steuerung/register/PublishForm.svelte";
import { changed_words, gaps_by_form, preview_address, public_address, type RegisterState } from "../src/steuerung/register/register";

const t = de.register;

function state(more: Partial<RegisterState> = {}): RegisterState {
  return { function: "sort", number: 0, open: [], changed: [], publishable: true, gaps: [], published: [], names: { purpose: { de: "Zweck", en: "Purpose" } }, ...more };
}

afterEach(cleanup);

describe("register", () => {
  it("names changed facts and parts in the language of the screen", () => {
    const keys = ["purpose", "figures", "unknown"];
    expect(changed_words(state(), keys, "de", t.parts)).toBe("Zweck, Messwerte, unknown");
    expect(changed_words(state(), keys, "en", { figures: "figures" })).toBe("Purpose, figures, unknown");
    expect(changed_words(state(), [], "de", t.parts)).toBe("");
  });

  it("lists the gaps of each form, required fields first, with the statement that fills them", () => {
    const gap = (form: "nl-1.0" | "atrs-3.0", field: string, required: boolean, facts: string[] = []) => ({ form, field, required, facts });
    const gaps = [gap("nl-1.0", "url", false), gap("nl-1.0", "goal", true, ["purpose"]), gap("atrs-3.0", "data_sharing_agreements", true)];
    expect(gaps_by_form(gaps).map((one) => [one.form, one.gaps.map((each) => each.field)])).toEqual([
      ["nl-1.0", ["goal", "url"]],
      ["atrs-3.0", ["data_sharing_agreements"]],
    ]);
    render(Gaps, { function_key: "sort", state: state({ gaps }) });
    expect(screen.getByRole("link", { name: "Zweck" }).getAttribute("href")).toContain("sort");
    expect(screen.getAllByText(t.not_asked).length).toBe(2);
  });

  it("leads to the public page and the preview", () => {
    expect(public_address("sort")).toBe("/register/functions/sort");
    expect(preview_address("sort", "einfach")).toBe("/api/v1/govern/functions/sort/register/preview?lang=einfach");
  });

  it("offers no publishing while a form would not be valid", () => {
    render(PublishForm, { function_key: "sort", state: state({ publishable: false }), onpublished: () => undefined });
    expect(screen.getByText(t.not_yet)).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("asks what is new before it publishes", async () => {
    render(PublishForm, { function_key: "sort", state: state(), onpublished: () => undefined });
    await fireEvent.click(screen.getByRole("button", { name: t.publish }));
    expect(await screen.findByText(t.note_missing)).toBeTruthy();
    expect(document.activeElement?.id).toBe("register-note");
  });
});
