// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from "vitest";
import { de } from "../src/lib/i18n/de";
import { BINDINGS, collisions, command_for, is_letter, key_label, type Binding } from "../src/lib/keys";

const press = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, ctrlKey: false, altKey: false, metaKey: false, target: document.body, ...more }) as KeyboardEvent;

describe("keys", () => {
  it("are bound once where they hold together", () => {
    expect(collisions()).toEqual([]);
  });

  it("would be noticed if bound twice", () => {
    const wrong: Binding[] = [...BINDINGS, { scope: "item", command: "confirm", keys: ["b"] }];
    expect(collisions(wrong)).toEqual(["b: next_evidence, confirm"]);
  });

  it("leave to the browser and to screen readers what is theirs", () => {
    const theirs = ["Tab", "Escape", "F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "Insert", "CapsLock", " ", "Backspace"];
    for (const binding of BINDINGS) for (const key of binding.keys) expect(theirs).not.toContain(key);
  });

  it("hold in their scope only", () => {
    expect(command_for(press("j"), ["inbox"], true)).toBe("down");
    expect(command_for(press("j"), ["item"], true)).toBeUndefined();
    expect(command_for(press("j"), ["findings", "item"], true)).toBe("finding_down");
    expect(command_for(press("B"), ["item"], true)).toBe("previous_evidence");
  });

  it("keep silent with modifiers and in fields", () => {
    expect(command_for(press("j", { ctrlKey: true }), ["inbox"], true)).toBeUndefined();
    expect(command_for(press("ArrowDown", { altKey: true }), ["inbox"], true)).toBeUndefined();
    expect(command_for(press("j", { target: document.createElement("textarea") }), ["inbox"], true)).toBeUndefined();
    expect(command_for(press("j", { target: document.createElement("select") }), ["inbox"], true)).toBeUndefined();
  });

  it("can do without letters, digits and signs; arrows stay", () => {
    for (const key of ["j", "?", "/", "1"]) {
      expect(is_letter(key)).toBe(true);
      expect(command_for(press(key), ["everywhere", "inbox", "item"], false)).toBeUndefined();
    }
    expect(command_for(press("ArrowDown"), ["inbox"], false)).toBe("down");
    expect(command_for(press("Enter"), ["inbox"], false)).toBe("open");
  });

  it("have a name and an effect in the list", () => {
    for (const binding of BINDINGS) {
      expect(de.keys.commands[binding.command].length).toBeGreaterThan(0);
      for (const key of binding.keys) expect(key_label(key, de).length).toBeGreaterThan(0);
    }
    expect(key_label("B", de)).toBe("Umschalt b");
  });
});
