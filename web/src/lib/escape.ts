// SPDX-License-Identifier: EUPL-1.2
import type { Attachment } from "svelte/attachments";
import { on } from "svelte/events";

/** Esc inside a form gives it up; nothing outside hears of it. */
export function on_escape(give_up: () => void): Attachment<HTMLElement> {
  return (element) =>
    on(element, "keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      give_up();
    });
}
