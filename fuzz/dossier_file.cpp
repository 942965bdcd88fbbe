// SPDX-License-Identifier: EUPL-1.2
// Dossiers from files, on any bytes: the first byte picks the format. The parser never crashes;
// each fault has words; a file without faults names a function, and none of its records speaks as a
// body.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "catalogue/guideline.hpp"
#include "govern/dossier/dossier_file.hpp"
#include "govern/participation/agreement.hpp"

namespace {

using namespace leitstand;

void must(bool holds) {
    if (!holds)
        std::abort();
}

Guideline const& guideline() {
    static auto const loaded =
        Guideline::load(std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de").value();
    return *loaded;
}

void check_entry(DossierFile::Entry const& entry) {
    must(!entry.subject.empty() && entry.body != nullptr && entry.body->is_object());
    if (entry.kind == RecordKind::participation) {
        auto const event = participation::parse_event(*entry.body);
        must(event && !event->by_body);
        if (participation::side_of(event->kind) == participation::Side::body)
            must(event->for_body);
    }
    if (entry.kind == RecordKind::agreement)
        must(participation::parse_agreement_event(*entry.body).has_value());
    must(entry.kind != RecordKind::signature && entry.kind != RecordKind::measurement &&
         entry.kind != RecordKind::publication);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
    auto const format = data[0] == 'j' ? DossierFormat::json : DossierFormat::toml;
    auto const file = read_dossier(bytes, format, "file", guideline());
    for (auto const& problem : file.problems)
        must(!problem.reason.empty());
    if (!file.problems.empty())
        return 0;
    must(file.function.has_value());
    for (auto const& entry : file.entries)
        check_entry(entry);
    return 0;
}
