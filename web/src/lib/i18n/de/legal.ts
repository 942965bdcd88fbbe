// SPDX-License-Identifier: EUPL-1.2
// Clocks and requirements of an item. Nothing here says whether somebody is entitled.
import { many_in } from "../many";

const many = many_in("de-DE");

export const legal = {
  legal: {
    clocks: "Fristen",
    clocks_lead: "Das Programm hat sie aus dem Brief berechnet. Was Sie danach berichtigen, ist nicht eingerechnet. Prüfen Sie jede Frist selbst.",
    nearest: (day: string) => `Frist: ${day}`,
    due: (day: string) => `Letzter Tag: ${day}`,
    no_due: "Kein Datum",
    reaches_back: (day: string) => `Wirkt zurück bis ${day}`,
    starts: "Ausgelöst am",
    because: {
      trigger_unknown: "Der Tag, der die Frist auslöst, steht nicht im Brief.",
      at_once: "Das Gesetz nennt keine Länge, nur „unverzüglich“.",
      set_by_authority: "Die Frist setzt ein Schreiben der Behörde.",
      look_back: "Hier läuft keine Frist ab.",
      no_notification: "Keine Regel sagt, wann der Bescheid als bekannt gegeben gilt.",
      outside_rules: "Für diese Jahre sind keine Regeln hinterlegt.",
      trigger_after_receipt: "Der Bescheid trägt ein Datum nach dem Eingang. Eines von beiden stimmt nicht.",
      depends_on_service: "Keine Leistung ist erkannt, und die Frist ist je nach Leistung verschieden.",
    } as Record<string, string>,
    because_other: (key: string) => `Grund des Programms: ${key}`,
    assumes: "Angenommen ist",
    assumptions: {
      posted_on_its_date: "Der Bescheid ging an dem Tag zur Post, den er trägt. Ging er später ab, endet die Frist später.",
      usual_procedure: "Keine Leistung ist erkannt. Gerechnet ist nach dem Verfahren der meisten Leistungen.",
      holidays_of_no_land: "Kein Land ist eingestellt. Nur bundesweite Feiertage zählen.",
      no_holiday_of_a_part: "Ein Feiertag, den nur ein Teil des Landes hat, zählt hier nicht.",
      date_of_the_notice: "Das Datum ist das des Bescheids, gegen den sich der Brief richtet.",
      for_this_child: "Der Antrag gilt dem Kind, dessen Geburtsdatum hier steht.",
    } as Record<string, string>,
    more: "Was danach gilt und wie gerechnet ist",
    consequence: "Was danach gilt",
    source: "Rechtsgrundlage",
    compared: (day: string) => `mit dem Gesetz verglichen, Stand ${day}`,
    not_compared: "noch nicht mit dem Gesetzestext verglichen",
    rests_on: "Steht im Brief",
    requirements: "Unterlagen und Angaben",
    requirements_lead: "Das Programm hat den Brief mit dem verglichen, was zu der Leistung gebraucht wird. Das sagt nichts darüber, ob jemand einen Anspruch hat.",
    states: { missing: "Fehlt noch", contradictory: "Widerspricht sich", met: "Liegt vor", unknown: "Nicht sicher" },
    state_means: {
      missing: "Im Brief und in seinen Anlagen nicht gefunden.",
      contradictory: "Der Brief sagt dazu zweierlei oder verneint es.",
      met: "Im Brief oder in seinen Anlagen gefunden.",
      unknown: "Vielleicht nicht nötig, oder es liegt schon vor.",
    },
    missing_count: (count: number) => `Fehlt noch: ${count.toLocaleString("de-DE")}`,
    kinds: { document: "Unterlage", statement: "Angabe" },
    others: (count: number) => `${many(count, "weiterer Punkt", "weitere Punkte")}: liegt vor oder nicht sicher`,
    nothing_missing: "Das Programm hat nichts gefunden, was fehlt oder sich widerspricht.",
    for_service: (name: string) => `für ${name}`,
  },
};
