// SPDX-License-Identifier: EUPL-1.2
// Pages as pictures.
import { many_in } from "../many";

const many = many_in("de-DE");

export const pages = {
  pages: {
    view: "Ansicht",
    views: { pages: "Seiten", text: "Text" },
    views_now: { pages: "Ansicht: Seiten", text: "Ansicht: Text" },
    region: "Seiten des Eingangs mit markierten Belegen",
    tools: "Seiten steuern",
    thumbnails: "Seitenübersicht",
    thumbnails_show: "Seitenübersicht zeigen",
    thumbnails_hide: "Seitenübersicht ausblenden",
    previous: "Vorherige Seite",
    next: "Nächste Seite",
    jump: "Zu Seite",
    of: (total: number) => `von ${total.toLocaleString("de-DE")}`,
    at: (at: number, total: number) => `Seite ${at} von ${total}`,
    option: (at: number, total: number, label: string) => `${at} von ${total}: ${label}`,
    zoom: "Größe",
    larger: "Größer",
    smaller: "Kleiner",
    fit_width: "Seitenbreite",
    fit_page: "Ganze Seite",
    turn: "Drehen",
    turn_long: (at: number) => `Seite ${at} um 90 Grad nach rechts drehen`,
    alt: (at: number, total: number, has_words: boolean) =>
      `Seite ${at} von ${total}, Bild der Seite. ${has_words ? "Der gelesene Text folgt." : "Zu dieser Seite gibt es keinen gelesenen Text."}`,
    picture_coming: (at: number) => `Seite ${at} wird gezeichnet …`,
    picture_failed: "Das Bild dieser Seite lässt sich gerade nicht zeichnen.",
    picture_failed_do: "Versuchen Sie es erneut, oder wechseln Sie zur Ansicht „Text“.",
    no_text: "Kein lesbarer Text.",
    spot: (number: number, what: string) => `Beleg ${number}, ${what}: zum Befund`,
    place_unknown: "Die Stelle auf der Seite ist nicht bekannt. Sie steht in der Ansicht „Text“.",
    show_place: "Stelle zeigen",
    look_at: "Diese Seiten bitte ansehen",
    doubtful_sample: "Gepunktet",
    doubtful: (count: number) => `unterstrichen: ${many(count, "Wort ist", "Wörter sind")} unsicher gelesen. Bitte mit dem Bild vergleichen:`,
    marks: {
      unread: { name: "Noch nicht gelesen", says: "Der Text dieser Seite fehlt in den Befunden. Bitte selbst ansehen." },
      unchecked: { name: "Text ungeprüft", says: "Der mitgelieferte Text wurde nicht mit dem Bild verglichen." },
      blank: { name: "Leer", says: "Auf dieser Seite steht nichts." },
      handwriting: { name: "Handschrift", says: "Bitte selbst lesen. Sie wird nicht erkannt und nicht geraten." },
      hidden_text: { name: "Versteckter Text", says: "Hier steht Text, den man auf der Seite nicht sieht. Er zählt nicht für die Befunde. Bitte prüfen." },
      low_quality: { name: "Schlecht lesbar", says: "Viele Wörter sind unsicher gelesen. Bitte mit dem Bild vergleichen." },
      mirrored: { name: "Spiegelverkehrt", says: "Die Seite sieht aus wie von hinten aufgenommen. Wenn sie gebraucht wird, bitte eine bessere Aufnahme anfordern." },
    },
    hidden_list: (count: number) => (count === 1 ? "Den versteckten Text zeigen" : `${count} versteckte Texte zeigen`),
    hidden_kinds: {
      unseen: "Nicht zu sehen: weiß, verdeckt, durchsichtig oder winzig",
      off_page: "Außerhalb der sichtbaren Seite",
      characters: "Zeichen ohne Bild, zum Beispiel ohne Breite",
      lookalike: "Buchstaben einer anderen Schrift, die lateinischen gleichen",
      differs: "Das Bild zeigt an dieser Stelle etwas anderes",
      not_shown: "Steht in der Datei, wird aber nicht gezeichnet",
    } as Record<string, string>,
    code_kinds: {
      qr: "QR-Code", data_matrix: "Data-Matrix-Code", aztec: "Aztec-Code", pdf417: "PDF417-Code", code128: "Strichcode (Code 128)", code39: "Strichcode (Code 39)", ean: "Strichcode (EAN)",
    } as Record<string, string>,
    code_other: "Code",
    print_waits: "Die Seiten werden zum Drucken geholt.",
    print_follow: "Die Seiten folgen als Bilder, und als Text, wo es kein Bild gibt.",
    print_missing: (page: string) => `${page} fehlt als Bild. Hier steht der gelesene Text.`,
  },
};
