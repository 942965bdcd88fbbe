// SPDX-License-Identifier: EUPL-1.2
#include "receive/refusal_note.hpp"

namespace leitstand {

namespace {

struct Words {
    std::string_view key;
    std::string_view german;
    std::string_view german_to_do;
    std::string_view english;
    std::string_view english_to_do;
};

// {} is the largest allowed size in MiB.
constexpr std::array<Words, 9> kWords{{
    {"item.empty", "Die Datei ist leer (0 Bytes).",
     "Prüfen Sie die Quelle, zum Beispiel den Scanner, und legen Sie die Datei mit Inhalt neu ab.",
     "The file is empty (0 bytes).",
     "Check where it comes from, a scanner for instance, and put it in again with its content."},
    {"item.too_large", "Die Datei ist größer als erlaubt ({} MiB).",
     "Teilen Sie die Datei, oder lassen Sie die Grenze item_size_bytes_max erhöhen.",
     "The file is larger than allowed ({} MiB).",
     "Split the file, or have the limit item_size_bytes_max raised."},
    {"file.not_regular", "Es ist keine gewöhnliche Datei (Verknüpfung, Pipe, Gerät).",
     "Legen Sie die Datei selbst ab, keine Verknüpfung auf sie.",
     "This is no regular file (link, pipe, device).", "Put in the file itself, not a link to it."},
    {"file.unreadable", "Leitstand darf die Datei nicht lesen.",
     "Geben Sie dem Dienstkonto von Leitstand Leserecht, und legen Sie die Datei neu ab.",
     "Leitstand may not read the file.",
     "Let Leitstand's service account read it, and put the file in again."},
    {"sidecar.wrong", "Die Begleitdatei (.leitstand.toml oder .json) ist fehlerhaft.",
     "Erlaubt sind nur receipt_date (2026-03-01), note und key. Berichtigen Sie die Begleitdatei, "
     "und legen Sie beide Dateien neu ab.",
     "The sidecar file (.leitstand.toml or .json) is wrong.",
     "Only receipt_date (2026-03-01), note and key are allowed. Correct the sidecar file, and put "
     "both files in again."},
    {"sidecar.too_large", "Die Begleitdatei ist zu groß.",
     "Kürzen Sie die Begleitdatei, und legen Sie beide Dateien neu ab.",
     "The sidecar file is too large.", "Shorten the sidecar file, and put both files in again."},
    {"item.note_too_large", "Die Bemerkung in der Begleitdatei ist zu lang.",
     "Kürzen Sie die Bemerkung, und legen Sie beide Dateien neu ab.",
     "The note in the sidecar file is too long.", "Shorten the note, and put both files in again."},
    {"receipt_date.in_future", "Das Eingangsdatum in der Begleitdatei liegt in der Zukunft.",
     "Berichtigen Sie das Datum, und legen Sie beide Dateien neu ab.",
     "The receipt date in the sidecar file is in the future.",
     "Correct the date, and put both files in again."},
    {"arrival.key_reused",
     "Unter demselben Schlüssel (key der Begleitdatei) wurde schon eine andere Datei empfangen.",
     "Geben Sie jeder Lieferung ihren eigenen Schlüssel, und legen Sie beide Dateien neu ab.",
     "Another file was received under the same key (key of the sidecar file) before.",
     "Give each delivery a key of its own, and put both files in again."},
}};

constexpr Words kOther{
    "", "Die Datei konnte nicht empfangen werden.",
    "Legen Sie die Datei neu ab. Geschieht es wieder, nennen Sie der Betriebsstelle die Kennung.",
    "The file could not be received.",
    "Put the file in again. If it happens again, tell the operators the key below."};

std::string with_size(std::string_view text, std::uint64_t mebibytes) {
    return fmt::format(fmt::runtime(text), mebibytes);
}

} // namespace

std::string refusal_note(std::string_view file_name, Error const& error, Limits const& limits) {
    auto const found = std::find_if(kWords.begin(), kWords.end(),
                                    [&](Words const& words) { return words.key == error.key; });
    Words const& words = found == kWords.end() ? kOther : *found;
    auto const size = limits.item_size_bytes_max >> 20;
    return fmt::format(
        "{0}\n\n"
        "Nicht empfangen. {1}\n"
        "Was zu tun ist: {2}\n"
        "Die Datei liegt unverändert neben diesem Text; sie hat keine Eingangsnummer.\n\n"
        "Not received. {3}\n"
        "What to do: {4}\n"
        "The file lies unchanged beside this text; it has no receipt number.\n\n"
        "{5}\n",
        file_name, with_size(words.german, size), words.german_to_do,
        with_size(words.english, size), words.english_to_do, error.key);
}

} // namespace leitstand
