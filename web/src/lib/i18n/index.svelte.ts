// SPDX-License-Identifier: EUPL-1.2
// The language of the screens: German first, English by a switch; kept in the browser, shown in <html lang>.
import { remember, remembered } from "../memory";
import { de, type Texts } from "./de";
import { en } from "./en";

export type Language = "de" | "en";

class I18n {
  language: Language = $state(remembered("language") === "en" ? "en" : "de");

  get t(): Texts {
    return this.language === "en" ? en : de;
  }

  choose(language: Language): void {
    this.language = language;
    remember("language", language);
    document.documentElement.lang = language;
  }
}

export const i18n = new I18n();
