// SPDX-License-Identifier: EUPL-1.2
#include "read/refusal.hpp"

#include <algorithm>
#include <array>

#include "read/protocol.hpp"

namespace leitstand {

namespace {

constexpr std::array<RefusalText, kReasonCount - 1> kRefusals{{
    {"empty", "Leer", "Empty",
     "Ihre Datei enthält keinen Text. Bitte prüfen Sie sie und senden Sie sie noch einmal.",
     "Your file contains no text. Please check it and send it again.",
     "Die Datei ist leer oder enthält nur Leerraum. Beim Absender nachfragen, ob etwas fehlt.",
     "The file is empty or holds only white space. Ask the sender whether something is missing."},
    {"too_large", "Zu groß", "Too large",
     "Ihre Datei ist größer als zugelassen. Bitte teilen Sie sie auf oder senden Sie sie mit "
     "geringerer Auflösung.",
     "Your file is larger than allowed. Please split it or send it with a lower resolution.",
     "Die Datei überschreitet die Größengrenze und wurde nicht gelesen. Das Original liegt vor und "
     "kann geöffnet werden.",
     "The file exceeds the size limit and was not read. The original is kept and can be opened."},
    {"too_many_pages", "Zu viele Seiten", "Too many pages",
     "Ihr Dokument hat mehr Seiten als zugelassen. Bitte senden Sie es in mehreren Teilen.",
     "Your document has more pages than allowed. Please send it in several parts.",
     "Nur die ersten Seiten wurden gelesen. Den Rest im Original ansehen.",
     "Only the first pages were read. Look at the rest in the original."},
    {"too_many_parts", "Zu viele Anlagen", "Too many attachments",
     "Ihre Nachricht hat mehr Anlagen als zugelassen. Bitte verteilen Sie sie auf mehrere "
     "Nachrichten.",
     "Your message has more attachments than allowed. Please spread them over several messages.",
     "Nicht alle Anlagen wurden gelesen. Die übrigen im Original ansehen.",
     "Not all attachments were read. Look at the others in the original."},
    {"too_deep", "Zu tief verschachtelt", "Nested too deeply",
     "Ihre Nachricht enthält zu viele ineinander verpackte Nachrichten. Bitte senden Sie die "
     "Dokumente unmittelbar.",
     "Your message holds too many messages inside each other. Please send the documents directly.",
     "Ein Teil ist zu tief verschachtelt und wurde nicht gelesen. Das Original ansehen; Vorsicht, "
     "das kann ein Angriff sein.",
     "A part is nested too deeply and was not read. Look at the original; be careful, this can be "
     "an attack."},
    {"unpacked_too_large", "Entpackt zu groß", "Too large when unpacked",
     "Ihre Datei wird beim Entpacken größer als zugelassen. Bitte senden Sie die Dokumente "
     "einzeln.",
     "Your file becomes larger than allowed when unpacked. Please send the documents one by one.",
     "Das Entpacken wurde abgebrochen. Vorsicht, das kann ein Angriff sein; im Zweifel die "
     "IT-Sicherheit fragen.",
     "Unpacking was stopped. Be careful, this can be an attack; if in doubt ask your security "
     "team."},
    {"text_too_long", "Text zu lang", "Text too long",
     "Ihr Dokument enthält mehr Text, als wir auf einmal verarbeiten können. Bitte senden Sie es "
     "in mehreren Teilen.",
     "Your document has more text than we can process at once. Please send it in several parts.",
     "Nur der Anfang des Textes wurde gelesen. Den Rest im Original ansehen.",
     "Only the beginning of the text was read. Look at the rest in the original."},
    {"too_slow", "Zu aufwendig", "Takes too long",
     "Ihr Dokument ist so aufwendig aufgebaut, dass wir es nicht ganz lesen konnten. Bitte senden "
     "Sie es als einfaches PDF.",
     "Your document is built in so complex a way that we could not read all of it. Please send it "
     "as a simple PDF.",
     "Die Zeit reichte nur für einen Teil. Den Rest im Original ansehen.",
     "There was only time for a part. Look at the rest in the original."},
    {"memory", "Braucht zu viel Speicher", "Needs too much memory",
     "Ihre Datei ließ sich nicht öffnen, weil sie zu viel Speicher braucht. Bitte senden Sie sie "
     "als einfaches PDF.",
     "Your file could not be opened because it needs too much memory. Please send it as a simple "
     "PDF.",
     "Die Datei wurde nicht gelesen. Vorsicht beim Öffnen, das kann ein Angriff sein.",
     "The file was not read. Be careful when opening it, this can be an attack."},
    {"damaged", "Beschädigt", "Damaged",
     "Ihre Datei ist beschädigt und ließ sich nicht öffnen. Bitte senden Sie sie noch einmal, am "
     "besten als PDF.",
     "Your file is damaged and could not be opened. Please send it again, preferably as a PDF.",
     "Die Datei ließ sich nicht öffnen. Den Absender unverzüglich benachrichtigen und um erneute "
     "Übersendung bitten.",
     "The file could not be opened. Tell the sender without delay and ask for it again."},
    {"encrypted", "Verschlüsselt", "Encrypted",
     "Ihre Datei ist mit einem Passwort geschützt. Bitte senden Sie sie ohne Passwort; für "
     "Vertrauliches nutzen Sie unsere gesicherten Wege.",
     "Your file is protected by a password. Please send it without one; for confidential matters "
     "use our secure channels.",
     "Ohne Passwort ist der Inhalt nicht lesbar. Den Absender unverzüglich benachrichtigen; "
     "Passwörter nicht per E-Mail annehmen.",
     "The content cannot be read without the password. Tell the sender without delay; do not take "
     "passwords by e-mail."},
    {"needs_ocr", "Nur Bild, kein Text", "Image without text",
     "Ihre Datei enthält nur ein Bild der Seiten. Ein Mensch liest sie; wenn Sie können, senden "
     "Sie ein PDF mit Text.",
     "Your file holds only an image of the pages. A person will read it; if you can, send a PDF "
     "with text.",
     "Mindestens eine Seite ist ein Bild ohne Text. Das Original ansehen und die Angaben von Hand "
     "erfassen.",
     "At least one page is an image without text. Look at the original and enter the details by "
     "hand."},
    {"unknown_format", "Unbekanntes Format", "Unknown format",
     "Das Format Ihrer Datei ist uns nicht bekannt. Bitte senden Sie ein PDF.",
     "We do not know the format of your file. Please send a PDF.",
     "Das Format ist unbekannt. Nicht öffnen; den Absender unverzüglich um ein PDF bitten.",
     "The format is not known. Do not open it; ask the sender for a PDF without delay."},
    {"format_image", "Bild", "Image",
     "Ihre Datei ist ein Bild. Ein Mensch sieht es an; schneller geht es mit einem PDF, das Text "
     "enthält.",
     "Your file is an image. A person will look at it; a PDF that contains text is faster.",
     "Aus dem Bild wurde kein Text gelesen. Das Original ansehen.",
     "No text was read from the image. Look at the original."},
    {"format_word", "Anderes Textdokument", "Another text document",
     "Ihre Datei ist ein Textdokument in einem Format, das wir nicht lesen. Bitte senden Sie ein "
     "PDF, DOCX oder ODT.",
     "Your file is a text document in a format that we do not read. Please send a PDF, DOCX or "
     "ODT.",
     "Das Textdokument wurde nicht gelesen (gelesen werden DOCX, ODT und RTF). Das Original "
     "ansehen oder ein PDF anfordern.",
     "The text document was not read (DOCX, ODT and RTF are). Look at the original or ask for a "
     "PDF."},
    {"format_word_old", "Altes Word-Format (.doc)", "Old Word format (.doc)",
     "Das alte Word-Format nehmen wir aus Gründen der Sicherheit nicht an. Bitte speichern Sie das "
     "Dokument als PDF und senden Sie es noch einmal.",
     "For reasons of security we do not accept the old Word format. Please save the document as a "
     "PDF and send it again.",
     "Das alte Word-Format kann Makros enthalten und wird nicht gelesen. Den Absender unverzüglich "
     "um ein PDF bitten.",
     "The old Word format can hold macros and is not read. Ask the sender for a PDF without "
     "delay."},
    {"format_sheet", "Tabelle", "Spreadsheet",
     "Ihre Datei ist eine Tabelle, die wir nicht selbsttätig lesen. Bitte senden Sie sie als PDF.",
     "Your file is a spreadsheet that we do not read automatically. Please send it as a PDF.",
     "Die Tabelle wurde nicht gelesen. Das Original nur mit abgeschalteten Makros öffnen oder ein "
     "PDF anfordern.",
     "The spreadsheet was not read. Open the original only with macros switched off, or ask for a "
     "PDF."},
    {"format_slides", "Präsentation", "Slides",
     "Ihre Datei ist eine Präsentation. Bitte senden Sie sie als PDF.",
     "Your file is a slide show. Please send it as a PDF.",
     "Die Präsentation wurde nicht gelesen. Ein PDF anfordern.",
     "The slide show was not read. Ask for a PDF."},
    {"format_outlook", "Outlook-Nachricht (.msg)", "Outlook message (.msg)",
     "Ihre Datei ist eine gespeicherte Outlook-Nachricht. Bitte leiten Sie die Nachricht selbst "
     "weiter oder senden Sie ein PDF.",
     "Your file is a saved Outlook message. Please forward the message itself or send a PDF.",
     "Die gespeicherte Outlook-Nachricht wurde nicht gelesen. Den Absender um Weiterleitung der "
     "Nachricht bitten.",
     "The saved Outlook message was not read. Ask the sender to forward the message."},
    {"format_tnef", "Outlook-Paket (winmail.dat)", "Outlook package (winmail.dat)",
     "Ihr Mailprogramm hat die Anlagen in einem Format verpackt, das nur Outlook liest. Bitte "
     "senden Sie die Nachricht als „Nur-Text“ oder HTML.",
     "Your mail program packed the attachments in a format that only Outlook reads. Please send "
     "the message as plain text or HTML.",
     "Die Anlagen stecken in einem winmail.dat-Paket und wurden nicht gelesen. Den Absender um "
     "erneute Übersendung bitten.",
     "The attachments are inside a winmail.dat package and were not read. Ask the sender to send "
     "them again."},
    {"format_archive", "Archiv (RAR, 7z u. a.)", "Archive (RAR, 7z etc.)",
     "Gepackte Dateien nehmen wir nur als einfaches ZIP an. Bitte senden Sie die Dokumente "
     "einzeln, am besten als PDF.",
     "We accept packed files as a plain ZIP only. Please send the documents one by one, "
     "preferably as PDFs.",
     "Archive außer einfachen ZIP-Dateien werden nicht geöffnet. Den Absender unverzüglich um die "
     "einzelnen Dokumente bitten.",
     "Archives other than plain ZIP files are not opened. Ask the sender for the single documents "
     "without delay."},
    {"format_encrypted_mail", "Verschlüsselte E-Mail", "Encrypted e-mail",
     "Ihre E-Mail ist verschlüsselt und lässt sich hier nicht öffnen. Bitte nutzen Sie unsere "
     "gesicherten Wege oder senden Sie unverschlüsselt.",
     "Your e-mail is encrypted and cannot be opened here. Please use our secure channels or send "
     "it unencrypted.",
     "Der Inhalt ist mit S/MIME oder PGP verschlüsselt. An die Stelle geben, die den Schlüssel "
     "hat, oder den Absender benachrichtigen.",
     "The content is encrypted with S/MIME or PGP. Pass it to whoever has the key, or tell the "
     "sender."},
    {"format_audio", "Tonaufnahme", "Sound recording",
     "Tonaufnahmen können wir nicht verarbeiten. Bitte schreiben Sie uns Ihr Anliegen oder rufen "
     "Sie an.",
     "We cannot process sound recordings. Please write to us or call.",
     "Die Tonaufnahme wurde nicht ausgewertet. Anhören und das Anliegen von Hand erfassen.",
     "The recording was not evaluated. Listen to it and enter the request by hand."},
    {"format_video", "Video", "Video",
     "Videos können wir nicht verarbeiten. Bitte schreiben Sie uns Ihr Anliegen oder rufen Sie an.",
     "We cannot process videos. Please write to us or call.",
     "Das Video wurde nicht ausgewertet. Ansehen und das Anliegen von Hand erfassen.",
     "The video was not evaluated. Watch it and enter the request by hand."},
    {"format_program", "Programm", "Program",
     "Ihre Sendung enthält ein Programm. Programme nehmen wir nicht an.",
     "What you sent contains a program. We do not accept programs.",
     "Vorsicht: ausführbare Datei. Nicht öffnen, die IT-Sicherheit benachrichtigen.",
     "Beware: an executable file. Do not open it, tell your security team."},
    {"format_postscript", "PostScript", "PostScript",
     "Das Format PostScript nehmen wir nicht an. Bitte senden Sie ein PDF.",
     "We do not accept PostScript. Please send a PDF.",
     "PostScript-Dateien sind Programme und werden nicht gelesen. Ein PDF anfordern.",
     "PostScript files are programs and are not read. Ask for a PDF."},
    {"reader_failed", "Lesen gescheitert", "Reading failed",
     "Eine Ihrer Anlagen konnten wir nicht lesen. Bitte senden Sie sie noch einmal als einfaches "
     "PDF.",
     "We could not read one of your attachments. Please send it again as a simple PDF.",
     "Das Leseprogramm ist an dieser Anlage gescheitert. Vorsicht beim Öffnen; ein einfaches PDF "
     "anfordern.",
     "The reader failed at this attachment. Be careful when opening it; ask for a simple PDF."},
}};

constexpr std::array<WarningText, kWarningCount> kWarnings{{
    {"hidden_text", "Enthält Text, den man im Original nicht sieht; er wurde weggelassen.",
     "Contains text that cannot be seen in the original; it was left out."},
    {"invisible_characters",
     "Enthält unsichtbare Zeichen, die Wörter anders aussehen lassen können.",
     "Contains invisible characters that can make words look different."},
    {"charset_guessed", "Der Zeichensatz war nicht angegeben und wurde geschätzt.",
     "The character set was not stated and was guessed."},
    {"invalid_characters", "Einzelne Zeichen waren nicht lesbar und sind durch � ersetzt.",
     "Some characters could not be read and are replaced by �."},
    {"malformed", "Die Datei verletzt die Regeln ihres Formats; Teile können fehlen.",
     "The file breaks the rules of its format; parts may be missing."},
    {"encrypted", "Das Dokument ist geschützt.", "The document is protected."},
    {"embedded_files", "Im Dokument sind weitere Dateien eingebettet.",
     "The document has other files embedded in it."},
    {"javascript", "Das PDF enthält Programmcode. Er wurde nicht ausgeführt.",
     "The PDF contains program code. It was not run."},
    {"launch", "Das Dokument will ein Programm starten. Nicht im Original öffnen.",
     "The document wants to start a program. Do not open the original."},
    {"unmapped_text", "Ein Teil der Schrift ist nicht lesbar hinterlegt; der Text ist unsicher.",
     "Part of the writing has no readable text behind it; the text is doubtful."},
    {"remote_content", "Verweist auf Inhalte im Netz, etwa Bilder. Sie wurden nicht geladen.",
     "Refers to content on the network, such as images. It was not loaded."},
    {"headers_cut", "Der Kopf der Nachricht ist ungewöhnlich lang.",
     "The head of the message is unusually long."},
    {"html_only", "Die Nachricht hat nur eine HTML-Fassung.",
     "The message has an HTML version only."},
    {"signature", "Trägt eine digitale Unterschrift, die nicht geprüft wurde.",
     "Carries a digital signature, which was not checked."},
    {"macros", "Enthält Makros. Sie wurden nicht ausgeführt; im Original nicht zulassen.",
     "Contains macros. They were not run; do not allow them in the original."},
    {"embedded_objects",
     "Enthält Objekte anderer Programme. Sie wurden nicht geöffnet; im Original nicht anklicken.",
     "Contains objects of other programs. They were not opened; do not click them in the "
     "original."},
    {"remote_template",
     "Lädt beim Öffnen eine Vorlage aus dem Netz. Nicht im Original öffnen: Das ist oft ein "
     "Angriff.",
     "Loads a template from the network when opened. Do not open the original: this is often an "
     "attack."},
    {"links", "Enthält Verweise auf Seiten im Netz. Ihnen wurde nicht gefolgt.",
     "Contains links to pages on the network. They were not followed."},
    {"tracked_changes",
     "Enthält nachverfolgte Änderungen. Als gelöscht markierter Text wurde weggelassen.",
     "Contains tracked changes. Text marked as deleted was left out."},
}};

template <typename T>
T const* find_key(std::span<T const> all, std::string_view key) {
    auto const found =
        std::find_if(all.begin(), all.end(), [&](T const& one) { return one.key == key; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::span<RefusalText const> refusal_texts() {
    return kRefusals;
}
RefusalText const* refusal_text(std::string_view key) {
    return find_key(refusal_texts(), key);
}
std::span<WarningText const> warning_texts() {
    return kWarnings;
}
WarningText const* warning_text(std::string_view key) {
    return find_key(warning_texts(), key);
}

} // namespace leitstand
