// SPDX-License-Identifier: EUPL-1.2
// What lies in a folder of backups, on any bytes: manifests, and what an archive holds, since
// whoever knows the public key of the recovery sheet can seal an archive of his own. The parsers
// never crash; a manifest that is taken is printed again as the same bytes; no file of an archive
// gets a name that leads out of its folder.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "backup/archive.hpp"
#include "backup/facts.hpp"
#include "backup/manifest.hpp"
#include "backup/memory_file.hpp"

namespace {

using namespace leitstand;

void must(bool holds) {
    if (!holds)
        std::abort();
}

// An archive in the form of docs/formats/backup.md around any content of at most one chunk.
std::string sealed_around(std::string_view content, RecoveryPair const& sheet) {
    auto const key = SecretKey::random();
    SealStream sealing{key};
    auto file = std::string{"LSBKUP\0\1", 8} + sheet.public_key +
                seal_for(sheet.public_key, key.bytes()) + sealing.header();
    return file + sealing.chunk(content.substr(0, kChunkBytes), true);
}

void read_archive(std::string_view content) {
    static RecoveryPair const sheet = new_recovery_pair();
    auto const file = MemoryFile::make(sealed_around(content, sheet));
    must(file.has_value());
    auto const reader = ArchiveReader::open(file->path(), sheet.secret_key);
    must(reader.has_value());
    (void)(*reader)->read([](std::string const& name) -> Result<ArchiveReader::TakePiece> {
        must(safe_archive_name(name) && name.front() != '/' &&
             name.find("/../") == std::string::npos);
        return [](std::string_view) -> Result<void> { return {}; };
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data + 1), size - 1};
    switch (data[0] % 4) {
    case 0:
        if (auto const manifest = parse_manifest(bytes))
            must(print_manifest(*manifest) == bytes);
        break;
    case 1:
        (void)parse_facts(bytes);
        break;
    case 2:
        (void)settings_to_keep(bytes);
        (void)with_setting(bytes, "key_file", "/etc/key");
        break;
    default:
        read_archive(bytes);
    }
    return 0;
}
