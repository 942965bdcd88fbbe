// SPDX-License-Identifier: EUPL-1.2
#include "stages.hpp"

#include <iostream>
#include <unistd.h>

#include "base/files.hpp"
#include "store/recovery.hpp"
#include "store/snapshot.hpp"

namespace leitstand::app {

namespace {

std::string label_of(std::string_view stage) {
    return stage == "log"        ? "Protokoll und Einstellungen"
           : stage == "database" ? "Datenbank"
           : stage == "blobs"    ? "Versiegelte Dateien"
                                 : "Prüfung";
}

} // namespace

BackupProgress Stages::told() {
    return [this](std::string_view stage, std::uint64_t done, std::uint64_t total) {
        at(stage, done, total);
    };
}

void Stages::at(std::string_view stage, std::uint64_t done, std::uint64_t total) {
    if (stage != stage_) {
        bar_.reset();
        stage_ = stage;
        done_ = 0;
        if (total > 1)
            bar_.emplace(label_of(stage), total);
        else if (::isatty(STDERR_FILENO) == 1)
            fmt::print(stderr, "{} …\n", label_of(stage));
    }
    if (bar_ && done > done_)
        bar_->step(done - done_);
    done_ = done;
}

Result<SecretKey> sheet_code(std::filesystem::path const& file) {
    constexpr std::uint64_t kCodeBytesMax = 4'096;
    if (!file.empty())
        return parse_recovery_code(TRY(read_file(file, kCodeBytesMax)));
    if (::isatty(STDIN_FILENO) == 1)
        fmt::print(stderr,
                   "Code vom Notfallblatt eingeben (vier Zeilen, danach eine Leerzeile):\n");
    std::string code;
    for (std::string line; std::getline(std::cin, line) && !line.empty();)
        code += line + "\n";
    return parse_recovery_code(code);
}

void warn_of_password(std::string const& database_url) {
    if (without_password(database_url) != database_url)
        fmt::print(stderr,
                   "Achtung: Das Passwort in --database kann jedes Konto dieses Rechners sehen, "
                   "solange der Befehl läuft. Nehmen Sie PGPASSFILE oder PGPASSWORD "
                   "(docs/backup.md).\n");
}

} // namespace leitstand::app
