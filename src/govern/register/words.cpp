// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/words.hpp"

#include <cmath>
#include <unordered_map>

namespace leitstand {

namespace {

struct Phrase3 {
    std::string_view key, german, plain, english;
};

// Plain German: one thought a sentence, no word that has to be looked up.
constexpr Phrase3 kPhrases[] = {
    {"title", "Öffentliches KI-Register", "Wo wir KI benutzen", "Public register of AI"},
    {"skip", "Zum Inhalt", "Zum Inhalt", "To the content"},
    {"languages", "Sprache", "Sprache", "Language"},
    {"lang.de", "Deutsch", "Deutsch", "Deutsch"},
    {"lang.einfach", "Einfache Sprache", "Einfache Sprache", "Einfache Sprache"},
    {"lang.en", "English", "English", "English"},
    {"intro",
     "Hier steht, wobei diese Behörde künstliche Intelligenz (KI) einsetzt, mit welchen Daten, wie "
     "gut sie ist und wer "
     "entscheidet. Eine KI-Funktion bereitet vor. Entscheidungen trifft ein Mensch.",
     "KI ist ein Programm auf dem Computer. Es liest Briefe und macht Vorschläge. Ein Mensch prüft "
     "alles. "
     "Ein Mensch entscheidet.",
     "This is where this authority uses artificial intelligence (AI): with which data, how good it "
     "is and who "
     "decides. An AI function prepares. A person decides."},
    {"search", "Suchen", "Suchen", "Search"},
    {"search.label", "Suchwort", "Was suchen Sie?", "Search word"},
    {"search.mode", "Betriebsart", "Wird es benutzt?", "Mode"},
    {"search.any", "alle", "egal", "any"},
    {"count.one", "1 KI-Funktion", "1 Programm", "1 AI function"},
    {"count.many", "{} KI-Funktionen", "{} Programme", "{} AI functions"},
    {"nothing.found", "Zu dieser Suche gibt es keinen Eintrag.", "Wir haben nichts gefunden.",
     "No entry matches this search."},
    {"nothing.published", "Noch ist keine KI-Funktion veröffentlicht.",
     "Hier steht noch nichts. Wir haben noch nichts veröffentlicht.",
     "No AI function has been published yet."},
    {"search.all", "Alle Einträge zeigen", "Alles zeigen", "Show all entries"},
    {"page.previous", "Vorherige Seite", "Zurück", "Previous page"},
    {"page.next", "Nächste Seite", "Weiter", "Next page"},
    {"page.place", "Seite {} von {}", "Seite {} von {}", "Page {} of {}"},
    {"pages", "Seiten", "Seiten", "Pages"},
    {"to.list", "Zur Übersicht", "Zur Liste", "To the overview"},
    {"to.reading", "So lesen Sie das Register", "So lesen Sie diese Seiten",
     "How to read the register"},
    {"to.log", "Nachweisprotokoll", "Hier kann man alles nachprüfen. Das ist schwierig.",
     "Tamper-evident log"},
    {"to.feed", "Änderungen abonnieren (Atom)", "So hören Sie von Neuem.",
     "Subscribe to changes (Atom)"},
    {"to.full", "Alle Angaben in Standardsprache",
     "Hier steht noch mehr. Die Sprache dort ist schwierig.", "All statements"},
    {"missing.title", "Diesen Eintrag gibt es nicht", "Diese Seite gibt es nicht",
     "There is no such entry"},
    {"unknown.title", "Das gibt es hier nicht", "Das gibt es hier nicht",
     "There is no such thing here"},
    {"unknown.language",
     "Diese Sprache gibt es im Register nicht. Es gibt Deutsch, einfache Sprache und Englisch; die "
     "Auswahl steht oben.",
     "Diese Sprache haben wir nicht. Oben können Sie eine andere wählen.",
     "The register does not come in this language. There are German, plain German and English; "
     "choose at the top."},
    {"unknown.mode",
     "Diese Betriebsart gibt es nicht. Es gibt: abgeschaltet, in Erprobung, in Betrieb.",
     "Das kennen wir nicht. Gehen Sie zurück zur Liste.",
     "There is no such mode. There are: off, under trial, in use."},
    {"missing", "Unter dieser Adresse ist keine KI-Funktion veröffentlicht.",
     "Hier steht nichts. Gehen Sie zurück zur Liste.",
     "No AI function is published at this address."},
    {"downloads", "Für Programme", "Das ist für Computer", "For programs"},
    {"downloads.whole", "Das ganze Register als Datei", "Das ist alles für Computer",
     "The whole register as a file"},
    {"example", "Beispiel", "Beispiel", "Example (Beispiel)"},
    {"example.means",
     "Angaben mit dem Zeichen „Beispiel“ sind erfunden. Sie zeigen, wie ein Eintrag aussieht.",
     "„Beispiel“ heißt: Das haben wir uns ausgedacht. Es zeigt, wie es aussehen kann.",
     "Statements marked “Beispiel” are invented. They show what an entry looks like."},
    {"mode", "Betriebsart", "Wird es benutzt?", "Mode"},
    {"mode.since", "seit {}", "seit dem {}", "since {}"},
    {"mode.off", "abgeschaltet", "Das Programm ist aus", "off"},
    {"mode.off.step", "abgeschaltet", "Wir haben das Programm ausgeschaltet.", "switched off"},
    {"mode.shadow.step", "in Erprobung genommen", "Wir haben mit dem Test begonnen.",
     "taken under trial"},
    {"mode.assist.step", "in Betrieb genommen: schlägt vor",
     "Wir benutzen das Programm. Es macht Vorschläge.", "taken into use: suggests"},
    {"mode.act.step", "in Betrieb genommen: führt Umkehrbares aus",
     "Wir benutzen das Programm. Es macht kleine Schritte.",
     "taken into use: carries out reversible steps"},
    {"mode.shadow", "in Erprobung", "Wir testen noch", "under trial"},
    {"mode.assist", "in Betrieb, schlägt vor", "Wir benutzen das Programm", "in use, suggests"},
    {"mode.act", "in Betrieb, führt Umkehrbares aus",
     "Wir benutzen das Programm für kleine Schritte", "in use, carries out reversible steps"},
    {"mode.off.means", "Die Funktion läuft nicht. Die Arbeit geschieht von Hand.",
     "Das Programm ist aus. Menschen machen die Arbeit allein.",
     "The function does not run. The work is done by hand."},
    {"mode.shadow.means",
     "Die Funktion rechnet mit, zeigt ihr Ergebnis aber keiner Sachbearbeitung. Es wird nur "
     "verglichen.",
     "Das Programm läuft nur zum Test. Niemand arbeitet mit dem Ergebnis.",
     "The function computes, but no caseworker sees the result. It is only compared."},
    {"mode.assist.means", "Die Funktion schlägt vor. Ein Mensch prüft und entscheidet.",
     "Das Programm macht Vorschläge. Ein Mensch prüft und entscheidet.",
     "The function suggests. A person checks and decides."},
    {"mode.act.means",
     "Die Funktion führt Schritte aus, die sich zurücknehmen lassen und über nichts entscheiden, "
     "etwa das Weiterleiten.",
     "Das Programm macht kleine Schritte allein, zum Beispiel: einen Brief weitergeben. Das kann "
     "man zurücknehmen.",
     "The function carries out steps that can be undone and decide nothing, such as forwarding."},
    {"effect", "Wirkung", "Was darf das Programm?", "Effect"},
    {"effect.A", "A: neutraler Vorschlag, jederzeit umkehrbar",
     "Es darf sortieren und vorschlagen.", "A: neutral suggestion, undone at any time"},
    {"effect.B", "B: liest Angaben heraus, jede wird einzeln bestätigt",
     "Es darf Angaben aus Briefen herauslesen. Ein Mensch prüft jede.",
     "B: reads out facts, each is confirmed by itself"},
    {"effect.C", "C: berührt Rechte; zuerst urteilt ein Mensch, dann zeigt sich die Funktion",
     "Es geht um Ihre Rechte. Darum denkt zuerst ein Mensch nach. Danach zeigt das Programm, was "
     "es meint.",
     "C: touches rights; a person judges first, then the function shows"},
    {"version", "Fassung", "Welches Programm?", "Version"},
    {"published.on", "Veröffentlicht am", "Veröffentlicht am", "Published on"},
    {"about", "Kurz gesagt", "Worum geht es?", "In short"},
    {"who.decides", "Wer entscheidet", "Wer entscheidet?", "Who decides"},
    {"decides", "Über Ihr Anliegen entscheidet immer ein Mensch.",
     "Immer ein Mensch. Das Programm entscheidet nichts.",
     "A person always decides on your matter."},
    {"read.title", "Hat sie mein Schreiben gelesen?", "Hat das Programm meinen Brief gelesen?",
     "Has it read my letter?"},
    {"read.never", "Nein. Sie war noch nie eingeschaltet.", "Nein. Das Programm war noch nie an.",
     "No. It has never been switched on."},
    {"read.times", "Sie liest Schreiben, die in dieser Zeit angekommen sind:",
     "Es liest Briefe. Sie müssen in dieser Zeit bei uns angekommen sein:",
     "It reads letters that arrived in this time:"},
    {"read.since", "seit dem {}", "seit dem {}", "since {}"},
    {"read.span", "{} bis {}", "vom {} bis zum {}", "{} to {}"},
    {"read.shown", "Wer das Schreiben bearbeitet, sieht ihre Vorschläge.",
     "Die Menschen in unserem Amt sehen die Vorschläge.",
     "Whoever handles the letter sees its suggestions."},
    {"read.compared", "nur zur Erprobung; in der Sachbearbeitung sieht niemand ihre Vorschläge.",
     "Das war nur ein Test. Niemand arbeitet damit.",
     "on trial only; no caseworker sees its suggestions."},
    {"read.ask",
     "Ob sie Ihr Schreiben gelesen und was sie vorgeschlagen hat, sagt Ihnen die Ansprechstelle.",
     "Sie wollen es genau wissen? Fragen Sie uns. Wir sagen es Ihnen.",
     "Whether it read your letter and what it suggested, the contact tells you."},
    {"how.good", "Wie gut sie ist", "Wie gut ist das Programm?", "How good it is"},
    {"right.of.hundred", "{}: Von 100 Vorschlägen stimmen etwa {}.",
     "{} Von 100 Vorschlägen sind etwa {} richtig.", "{}: about {} of 100 suggestions are right."},
    {"right.means",
     "Die übrigen berichtigt ein Mensch. Genauere Zahlen stehen unter „Güte und "
     "Nichtdiskriminierung“.",
     "Den Rest macht ein Mensch richtig.",
     "A person corrects the others. More exact figures stand under “Quality and "
     "non-discrimination”."},
    {"kind.service", "Leistung", "Welche Hilfe möchten Sie?", "Service"},
    {"kind.act", "Anliegen", "Was wollen Sie von uns?", "What is wanted"},
    {"kind.theme", "Dringlichkeit", "Ist es eilig?", "Urgency"},
    {"kind.field", "Herausgelesene Angaben", "Was steht in Ihrem Brief?", "Details read out"},
    {"kind.document", "Unterlagen", "Welche Papiere haben Sie geschickt?", "Enclosures"},
    {"kind.unit", "Zuständige Stelle", "Wer kümmert sich darum?", "Responsible unit"},
    {"kind.relation", "Zusammenhang von Schreiben", "Welche Briefe gehören zusammen?",
     "Letters that belong together"},
    {"details", "Alle Angaben", "Alles", "All statements"},
    {"details.mean",
     "Zum Aufklappen. Alles stammt aus der KI-Akte, mit der die Behörde selbst arbeitet.",
     "Hier steht alles.",
     "To unfold. Everything comes from the dossier that the authority itself works with."},
    {"written.on", "Geschrieben am {}.", "Das haben wir am {} geschrieben.", "Written on {}."},
    {"section.figures", "Güte und Nichtdiskriminierung", "Wie gut ist das Programm?",
     "Quality and non-discrimination"},
    {"figures.none", "Zu dieser Fassung sind keine Messwerte veröffentlicht.",
     "Dazu gibt es noch keine Zahlen.", "No figures are published for this version."},
    {"figures.means",
     "Der Punkt ist der gemessene Wert, der Strich der Bereich, in dem der wahre Wert mit 95 % "
     "Sicherheit liegt. Gruppen unter {} Fällen werden zum Schutz der Menschen nicht gezeigt.",
     "Die Zahlen haben wir gemessen. Sehr kleine Gruppen zeigen wir nicht. So schützen wir "
     "Menschen. Klein heißt: weniger als {}.",
     "The dot is the measured value, the line the range that holds the true value with 95 % "
     "confidence. Groups of fewer than {} cases are not shown, to protect people."},
    {"figures.crossed", "Dazu {} Überschneidungen zweier Merkmale.",
     "Dazu kommen {} kleinere Gruppen.", "And {} intersections of two traits."},
    {"figures.small", "Gruppe zu klein: {} Werte werden zum Schutz der Menschen nicht gezeigt.",
     "{} Zahlen zeigen wir nicht. Die Gruppen sind zu klein.",
     "Group too small: {} figures are not shown, to protect people."},
    {"figures.unassessable", "Nicht bewertbar: Für {} Werte gibt es noch zu wenige Fälle.",
     "{} Zahlen wissen wir noch nicht.",
     "Not assessable: there are too few cases yet for {} figures."},
    {"figure.picture", "von 0 bis 100 %", "Bild", "from 0 to 100 %"},
    {"figure.slice", "für", "für wen", "for"},
    {"figure.value", "Wert", "Zahl", "Value"},
    {"figure.range", "Bereich (95 %)", "zwischen", "Range (95 %)"},
    {"figure.count", "Fälle", "Anzahl", "Cases"},
    {"figure.measured", "gemessen am {}", "gemessen am {}", "measured on {}"},
    {"figure.all", "alle", "alle", "all"},
    {"section.risks", "Risiken und was dagegen getan wird", "Was kann falsch laufen?",
     "Risks and measures"},
    {"risks.none", "Es sind keine Risiken veröffentlicht.", "Dazu steht hier nichts.",
     "No risks are published."},
    {"risks.one", "1 Risiko", "Wir kennen eine Gefahr. Wir haben sie aufgeschrieben.", "1 risk"},
    {"risks.count", "{} Risiken", "Wir kennen {} Gefahren. Wir haben sie aufgeschrieben.",
     "{} risks"},
    {"risk.title", "Risiko", "Was kann passieren?", "Risk"},
    {"risk.likelihood", "Wahrscheinlichkeit", "Wie oft?", "Likelihood"},
    {"risk.severity", "Schwere", "Wie schlimm?", "Severity"},
    {"risk.measure", "Maßnahme", "Was tun wir?", "Measure"},
    {"risk.residual", "Was bleibt", "Was bleibt?", "What remains"},
    {"section.participation", "Wer beteiligt wurde", "Wen haben wir gefragt?", "Who took part"},
    {"participation.none", "Es ist keine Beteiligung veröffentlicht.", "Dazu steht hier nichts.",
     "No participation is published."},
    {"participation.body", "Stelle", "Wer", "Body"},
    {"participation.event", "Schritt", "Was", "Step"},
    {"participation.result", "Ergebnis", "Was kam heraus?", "Result"},
    {"participation.on", "am", "Tag", "on"},
    {"section.versions", "Veröffentlichungen", "Was hat sich geändert?", "Publications"},
    {"version.number", "Nr.", "Nummer", "No."},
    {"version.note", "Was sich änderte", "Was ist neu?", "What changed"},
    {"version.changed", "Geänderte Angaben", "Neue Angaben", "Changed statements"},
    {"version.hash", "Prüfsumme", "Zahl zum Nachprüfen", "Checksum"},
    {"version.first", "erste Veröffentlichung", "zum ersten Mal", "first publication"},
    {"section.modes", "Verlauf der Betriebsart", "Wann war das Programm an?",
     "History of the mode"},
    {"modes.none", "Die Funktion war noch nie eingeschaltet.", "Das Programm war noch nie an.",
     "The function has never been switched on."},
    {"section.object", "Widersprechen, beschweren, fragen", "Sie sind nicht einverstanden?",
     "Objections, complaints, questions"},
    {"object.rights",
     "Gegen einen Bescheid können Sie Widerspruch einlegen; wie, steht im Bescheid. Sie dürfen "
     "erfahren, welche Rolle die "
     "KI in Ihrem Fall hatte.",
     "Sie dürfen immer nein sagen. Sie dürfen fragen: Hat die KI meinen Brief gelesen? Wir "
     "antworten Ihnen.",
     "You may object to a decision; the decision says how. You may learn what part the AI had in "
     "your case."},
    {"contact", "Ansprechstelle", "Hier können Sie fragen", "Contact"},
    {"section.purpose", "Zweck und Nutzen", "Wofür ist das gut?", "Purpose and benefit"},
    {"section.law", "Recht", "Welche Regeln gelten?", "Law"},
    {"section.data", "Daten", "Welche Daten?", "Data"},
    {"section.technique", "Verfahren", "Wie geht das?", "Method"},
    {"section.oversight", "Wer entscheidet und wer aufpasst", "Wer entscheidet?",
     "Who decides and who watches"},
    {"section.people", "Betroffene und Folgen", "Wen betrifft das?",
     "People affected and consequences"},
    {"section.criticality", "Kritikalität", "Wie wichtig ist das?", "Criticality"},
    {"section.ai_act", "Einstufung nach der KI-Verordnung", "Was sagt das KI-Gesetz?",
     "Class under the AI Act"},
    {"section.operation", "Organisation und Betrieb", "Wer ist zuständig?",
     "Organisation and operation"},
    {"stated", "Stand {}", "vom {}", "as of {}"},
    {"german.only", "", "", "Free texts are shown in German, as the authority wrote them."},
    {"reading.1.title", "Was ein Eintrag sagt", "Was steht hier?", "What an entry says"},
    {"reading.1",
     "Für jede KI-Funktion gibt es einen Eintrag. Er nennt Zweck, Rechtsgrundlage, Daten, "
     "Verfahren, gemessene Güte, "
     "Risiken, Aufsicht und Beteiligung. Alle Angaben stammen aus der KI-Akte, mit der die Behörde "
     "selbst arbeitet.",
     "Für jedes Programm gibt es eine Seite. Dort steht: Was macht das Programm? Wer passt auf? "
     "Was kann falsch laufen?",
     "Each AI function has an entry with purpose, legal basis, data, method, measured quality, "
     "risks, oversight and "
     "participation. Everything comes from the dossier that the authority itself works with."},
    {"reading.2.title", "Was die Betriebsarten bedeuten", "Was heißt „an“ und „aus“?",
     "What the modes mean"},
    {"reading.3.title", "Wie aktuell das ist", "Ist das neu?", "How current it is"},
    {"reading.3",
     "Die Betriebsart ist immer die jetzige: Wird eine Funktion angehalten, steht das sofort hier. "
     "Alles Übrige ist der "
     "Stand der letzten Veröffentlichung; jede bleibt mit Datum und Prüfsumme nachlesbar.",
     "Ob ein Programm an oder aus ist, sehen Sie sofort. Den Rest schreiben wir neu, wenn sich "
     "etwas ändert.",
     "The mode is always the present one: a stop shows at once. Everything else is as last "
     "published; each "
     "publication stays with its date and checksum."},
    {"reading.4.title", "Wie Sie Zahlen lesen", "Wie lese ich die Zahlen?",
     "How to read the figures"},
    {"reading.5.title", "Wie Sie nachprüfen", "Kann ich das prüfen?", "How to check"},
    {"reading.5",
     "Jede Änderung hinterlässt einen Eintrag im Nachweisprotokoll, den niemand unbemerkt ändern "
     "kann. Die Dateien für "
     "Programme enthalten dieselben Angaben: als JSON und CSV, nach dem niederländischen Standard "
     "1.0, nach dem "
     "britischen Standard ATRS und als CycloneDX-Stückliste.",
     "Ja. Das ist aber schwierig. Fragen Sie Menschen, die sich mit Computern auskennen.",
     "Each change leaves an entry in the log that nobody can alter unnoticed. The files for "
     "programs hold the same "
     "statements: JSON and CSV, the Dutch standard 1.0, the British ATRS and a CycloneDX bill of "
     "materials."},
    {"body.users", "Spätere Nutzerinnen und Nutzer", "Menschen, die damit arbeiten", "Later users"},
    {"body.staff_council", "Personalrat", "Menschen, die für das Personal sprechen",
     "Staff council"},
    {"body.equal_opportunity", "Gleichstellungsbeauftragte",
     "Menschen, die auf gleiche Rechte achten", "Equal-opportunity officer"},
    {"body.disability_representative", "Schwerbehindertenvertretung",
     "Menschen, die für Kollegen mit Behinderung sprechen",
     "Representative of severely disabled employees"},
    {"body.data_protection", "Datenschutzbeauftragte", "Menschen, die auf Ihre Daten achten",
     "Data protection officer"},
    {"body.information_security", "Informationssicherheit", "Menschen, die die Computer schützen",
     "Information security officer"},
    {"body.citizens", "Vertretung der Bürgerinnen und Bürger",
     "Menschen, die für Bürgerinnen und Bürger sprechen", "Citizens’ representatives"},
    {"body.management", "Leitung", "Die Leitung", "Management"},
    {"body.governance", "KI-Verantwortliche", "Menschen, die auf die KI achten", "Governance"},
    {"level.1", "1 von 5", "fast nie", "1 of 5"},
    {"level.2", "2 von 5", "selten", "2 of 5"},
    {"level.3", "3 von 5", "mittel", "3 of 5"},
    {"level.4", "4 von 5", "stark", "4 of 5"},
    {"level.5", "5 von 5", "sehr stark", "5 of 5"},
    {"level.low", "gering", "wenig", "low"},
    {"level.medium", "mittel", "mittel", "medium"},
    {"level.high", "hoch", "viel", "high"},
    {"level.very_high", "sehr hoch", "sehr viel", "very high"},
    {"event.invitation", "eingeladen", "eingeladen", "invited"},
    {"event.documents", "Unterlagen übergeben", "Papiere bekommen", "documents handed over"},
    {"event.documents_requested", "Unterlagen verlangt", "Papiere verlangt", "documents asked for"},
    {"event.period_agreed", "Frist vereinbart", "Zeit vereinbart", "period agreed"},
    {"event.statement", "Stellung genommen", "Meinung gesagt", "gave a statement"},
    {"event.objection", "Einwand erhoben", "widersprochen", "objected"},
    {"event.answer", "Antwort der Behörde", "Antwort der Behörde", "answer of the authority"},
    {"event.vote", "abgestimmt", "abgestimmt", "voted"},
    {"event.withdrawal", "zurückgenommen", "zurückgenommen", "withdrawn"},
    {"event.silence", "Frist ohne Antwort verstrichen", "nichts gesagt", "period ended in silence"},
    {"event.reasons_demanded", "Gründe verlangt", "nach Gründen gefragt", "reasons demanded"},
    {"event.reasons", "Gründe genannt", "Gründe gesagt", "reasons given"},
    {"event.remedy", "Einspruch eingelegt", "Einspruch", "remedy sought"},
    {"event.remedy_decision", "über den Einspruch entschieden", "über den Einspruch entschieden",
     "remedy decided"},
    {"event.referral", "der höheren Stelle vorgelegt", "weiter nach oben gegeben",
     "referred to the superior body"},
    {"event.superior", "höhere Stelle befasst", "höhere Stelle gefragt", "with the superior body"},
    {"event.conciliation", "Einigungsstelle angerufen", "Streit-Stelle gefragt",
     "conciliation board"},
    {"event.settlement", "beigelegt", "geeinigt", "settled"},
    {"event.told", "unterrichtet", "informiert", "informed"},
    {"event.vacancy", "Amt unbesetzt", "niemand im Amt", "office vacant"},
    {"event.workshop", "Workshop", "Treffen", "workshop"},
    {"result.approve", "zugestimmt", "ja", "approved"},
    {"result.refuse", "abgelehnt", "nein", "refused"},
    {"result.none", "", "", ""},
    {"result.followed", "umgesetzt", "gemacht", "followed"},
    {"result.partly", "teilweise umgesetzt", "zum Teil gemacht", "partly followed"},
    {"result.not_followed", "nicht umgesetzt", "nicht gemacht", "not followed"},
    {"result.upheld", "stattgegeben", "ja", "upheld"},
    {"result.rejected", "zurückgewiesen", "nein", "rejected"},
    {"result.agreed", "geeinigt", "geeinigt", "agreed"},
    {"result.decided", "entschieden", "entschieden", "decided"},
    {"result.dropped", "Maßnahme aufgegeben", "aufgegeben", "dropped"},
    {"changed.figures", "Messwerte", "Zahlen", "figures"},
    {"changed.risks", "Risiken", "Risiken", "risks"},
    {"changed.participation", "Beteiligung", "wer gefragt wurde", "participation"},
    {"changed.release", "Fassung", "Version", "version"},
};

std::unordered_map<std::string_view, Phrase3 const*> const& table() {
    static auto const made = [] {
        std::unordered_map<std::string_view, Phrase3 const*> result;
        for (auto const& phrase : kPhrases)
            result.emplace(phrase.key, &phrase);
        return result;
    }();
    return made;
}

} // namespace

std::string_view language_code(RegisterLanguage language) {
    constexpr std::array<std::string_view, 3> kCodes{"de", "einfach", "en"};
    return kCodes[static_cast<std::size_t>(language)];
}

std::string_view html_language(RegisterLanguage language) {
    return language == RegisterLanguage::english ? "en" : "de";
}

Result<RegisterLanguage> parse_language(std::string_view code) {
    if (code.empty())
        return RegisterLanguage::german;
    for (auto const language : kRegisterLanguages)
        if (language_code(language) == code)
            return language;
    return fail(Code::bad_input, "register.language_unknown");
}

std::string_view say(RegisterLanguage language, std::string_view key) {
    auto const found = table().find(key);
    if (found == table().end())
        return key;
    auto const& phrase = *found->second;
    return language == RegisterLanguage::german  ? phrase.german
           : language == RegisterLanguage::plain ? phrase.plain
                                                 : phrase.english;
}

std::string say_or(RegisterLanguage language, std::string_view prefix, std::string_view key) {
    auto const whole = std::string{prefix} + std::string{key};
    return std::string{table().contains(whole) ? say(language, whole) : key};
}

std::vector<std::string_view> register_phrases() {
    std::vector<std::string_view> keys;
    for (auto const& phrase : kPhrases)
        keys.push_back(phrase.key);
    return keys;
}

std::string_view name_in(RegisterLanguage language, RegisterEntry const& entry) {
    bool const plain = language == RegisterLanguage::plain && !entry.name_plain.empty();
    return plain ? std::string_view{entry.name_plain} : in(language, entry.name);
}

std::string_view in(RegisterLanguage language, InLanguages const& text) {
    return language == RegisterLanguage::english && !text.english.empty() ? text.english
                                                                          : text.german;
}

std::string shown_share(RegisterLanguage language, double share) {
    auto const percent = share * 100;
    auto text = fmt::format("{:.{}f} %", percent, std::abs(percent) < 1 ? 2 : 1);
    if (language != RegisterLanguage::english)
        std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string shown_count(RegisterLanguage language, std::string_view digits) {
    std::string text;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0)
            text += language == RegisterLanguage::english ? ',' : '.';
        text += digits[at];
    }
    return text;
}

std::string kind_in_words(RegisterLanguage language, RegisterFigure const& figure) {
    auto const key = "kind." + figure.slice;
    return std::string{table().contains(key) ? say(language, key)
                                             : in(language, figure.slice_name)};
}

std::string shown_date(RegisterLanguage language, std::string_view iso) {
    auto const date = parse_iso_date(iso);
    if (!date)
        return std::string{iso};
    constexpr std::array<std::string_view, 12> kMonths{
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    if (language == RegisterLanguage::english)
        return fmt::format("{} {} {}", date->day,
                           kMonths[static_cast<std::size_t>(date->month - 1)], date->year);
    return fmt::format("{:02}.{:02}.{}", date->day, date->month, date->year);
}

} // namespace leitstand
