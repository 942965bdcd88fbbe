// SPDX-License-Identifier: EUPL-1.2
// The language of the screens: German first, English by a switch; kept in the browser, shown in <html lang>. English texts
// are fetched when they are first asked for; until then, and where they cannot be had, German stands.
import { remember, remembered } from "../memory";
import { de, type Texts } from "./de";

export type Language = "de" | "en";

class I18n {
  language: Language = $state("de");
  private english: Texts | undefined = $state.raw(undefined);

  get t(): Texts {
    return this.language === "en" && this.english ? this.english : de;
  }

  /** Before the first screen: in the language that was chosen last. */
  async start(): Promise<void> {
    if (remembered("language") === "en") await this.show("en");
  }

  async choose(language: Language): Promise<void> {
    remember("language", language);
    await this.show(language);
  }

  private async show(language: Language): Promise<void> {
    if (language === "en" && !this.english) {
      try {
        this.english = (await import("./en")).en;
      } catch {
        return;
      }
    }
    this.language = language;
    document.documentElement.lang = language;
  }
}

export const i18n = new I18n();
