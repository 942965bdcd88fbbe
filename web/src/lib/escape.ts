// SPDX-License-Identifier: EUPL-1.2
import type { Attachment } from "svelte/attachments";

/** Esc inside a form gives it up; nothing outside hears of it. */
export function on_escape(give_up: () => void): Attachment<HTMLElement> {
  return (element) => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      give_up();
    };
    element.addEventListener("keydown", pressed);
    return () => element.removeEventListener("keydown", pressed);
  };
}
