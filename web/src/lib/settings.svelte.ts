// SPDX-License-Identifier: EUPL-1.2
// Settings of the screen: light or dark, and whether single letters are commands.
import { remember, remembered } from "./memory";

export type Theme = "auto" | "light" | "dark";

class Settings {
  theme: Theme = $state(stored_theme());
  letters = $state(remembered("letters") !== "off");

  private readonly system = matchMedia("(prefers-color-scheme: dark)");

  constructor() {
    this.system.addEventListener("change", () => this.apply());
  }

  /** Always names one of the two on the root element, so that our tokens need one rule each. */
  apply(): void {
    const dark = this.theme === "dark" || (this.theme === "auto" && this.system.matches);
    document.documentElement.setAttribute("data-kern-theme", dark ? "dark" : "light");
  }

  /** Writes all of them once more. */
  keep(): void {
    remember("theme", this.theme);
    remember("letters", this.letters ? "on" : "off");
  }

  choose_theme(theme: Theme): void {
    this.theme = theme;
    remember("theme", theme);
    this.apply();
  }

  choose_letters(on: boolean): void {
    this.letters = on;
    remember("letters", on ? "on" : "off");
  }
}

function stored_theme(): Theme {
  const stored = remembered("theme");
  return stored === "light" || stored === "dark" ? stored : "auto";
}

export const settings = new Settings();
