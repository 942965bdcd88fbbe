// SPDX-License-Identifier: EUPL-1.2
#include "prove/entry_type.hpp"

#include "base/assert.hpp"

namespace leitstand {

namespace {

using enum EntryType;

constexpr std::array kTypes{
    EntryTypeRow{item_received,
                 "item_received",
                 "Eingang angenommen",
                 "Item received",
                 {"channel", "receipt_date", "date_source", "sha256", "size_bytes"}},
    EntryTypeRow{item_delivered_again,
                 "item_delivered_again",
                 "Eingang erneut zugestellt",
                 "Item delivered again",
                 {"channel", "sha256"}},
    EntryTypeRow{document_read,
                 "document_read",
                 "Schriftstück gelesen",
                 "Document read",
                 {"run", "status", "reason", "sha256"}},
    EntryTypeRow{document_refused,
                 "document_refused",
                 "Schriftstück nicht gelesen",
                 "Document not read",
                 {"run", "reason", "attempts"}},
    EntryTypeRow{finding_made,
                 "finding_made",
                 "Befund erhoben",
                 "Finding made",
                 {"run", "functions", "shown", "findings", "sha256"}},
    EntryTypeRow{decision_made,
                 "decision_made",
                 "Entscheidung getroffen",
                 "Decision made",
                 {"finding", "version", "decision", "key", "value", "reason"}},
    EntryTypeRow{receipt_date_corrected,
                 "receipt_date_corrected",
                 "Eingangsdatum berichtigt",
                 "Receipt date corrected",
                 {"receipt_date", "source", "reason"}},
    EntryTypeRow{item_state_changed,
                 "item_state_changed",
                 "Stand eines Eingangs geändert",
                 "State of an item changed",
                 {"version", "from", "to", "reason"}},
    EntryTypeRow{stack_changed,
                 "stack_changed",
                 "Stapel geteilt oder zusammengeführt",
                 "Stack split or joined",
                 {"step", "sequence", "items", "reason"}},
    EntryTypeRow{letter_released,
                 "letter_released",
                 "Schreiben freigegeben",
                 "Letter released",
                 {"letter", "sha256"}},
    EntryTypeRow{
        case_read, "case_read", "Vorgang gelesen", "Case read", {"what", "part", "purpose"}},
    EntryTypeRow{list_read,
                 "list_read",
                 "Liste gelesen",
                 "List read",
                 {"list", "items", "total", "filters"}},
    EntryTypeRow{signed_in, "signed_in", "Anmeldung", "Signed in", {"means"}},
    EntryTypeRow{rights_changed,
                 "rights_changed",
                 "Rechte geändert",
                 "Rights changed",
                 {"account", "change"}},
    EntryTypeRow{mode_changed,
                 "mode_changed",
                 "Betriebsart geändert",
                 "Mode changed",
                 {"function", "from", "to", "reason"}},
    EntryTypeRow{configuration_changed,
                 "configuration_changed",
                 "Einstellungen geändert",
                 "Configuration changed",
                 {"before", "after"}},
    EntryTypeRow{catalogue_changed,
                 "catalogue_changed",
                 "Katalog geändert",
                 "Catalogue changed",
                 {"before", "after"}},
    EntryTypeRow{model_activated,
                 "model_activated",
                 "Modell in Betrieb genommen",
                 "Model activated",
                 {"function", "before", "after"}},
    EntryTypeRow{deleted, "deleted", "Gelöscht", "Deleted", {"what", "reason"}},
    EntryTypeRow{
        backup_made, "backup_made", "Sicherung erstellt", "Backup made", {"target", "sha256"}},
    EntryTypeRow{restored, "restored", "Wiederhergestellt", "Restored", {"backup", "sha256"}},
    EntryTypeRow{backup_tested,
                 "backup_tested",
                 "Sicherung erprobt",
                 "Backup tested",
                 {"backup", "sha256", "outcome", "reason", "items", "blobs"}},
    EntryTypeRow{log_renewed,
                 "log_renewed",
                 "Protokoll mit neuem Schlüssel fortgeführt",
                 "Log continued with another key",
                 {"before", "checkpoint", "after", "reason"}},
    EntryTypeRow{samples_taken,
                 "samples_taken",
                 "Trainingsbeispiele übernommen",
                 "Training samples taken",
                 {"purpose", "taken", "deleted", "reason"}},
    EntryTypeRow{model_retrained,
                 "model_retrained",
                 "Modell neu trainiert",
                 "Model trained again",
                 {"function", "purpose", "letters", "samples", "champion", "challenger"}},
    EntryTypeRow{candidate_built,
                 "candidate_built",
                 "Modellkandidat erstellt",
                 "Model candidate built",
                 {"by", "purpose", "state", "blocked_because", "gold", "sha256"}},
    EntryTypeRow{governance_recorded,
                 "governance_recorded",
                 "KI-Akte fortgeschrieben",
                 "Dossier continued",
                 {"function", "kind", "subject", "number", "example", "sha256"}},
};

constexpr bool rows_stand_at_their_types() {
    for (std::size_t at = 0; at < kTypes.size(); ++at)
        if (static_cast<std::size_t>(kTypes[at].type) != at)
            return false;
    return true;
}
static_assert(rows_stand_at_their_types());

} // namespace

std::span<EntryTypeRow const> entry_types() {
    return kTypes;
}

EntryTypeRow const& entry_type(EntryType type) {
    auto const at = static_cast<std::size_t>(type);
    ASSERT(at < kTypes.size());
    return kTypes[at];
}

Result<EntryType> parse_entry_type(std::string_view key) {
    for (auto const& row : kTypes)
        if (row.key == key)
            return row.type;
    return fail(Code::bad_input, "log.entry_type_unknown", std::string{key});
}

} // namespace leitstand
