// SPDX-License-Identifier: EUPL-1.2
#include "prove/checkpoint_sheet.hpp"

#include "base/files.hpp"
#include "base/log.hpp"
#include "prove/log_verifier.hpp"
#include "prove/published_log.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::minutes kLookedAtEvery{10};
constexpr std::size_t kDigitsOfGroup = 4, kGroupsOfLine = 8;

// Hexadecimal digits in groups, as people compare them.
std::string grouped(TreeHash const& hash) {
    auto const digits = to_hex(bytes_of(hash));
    std::string lines;
    for (std::size_t at = 0; at < digits.size(); at += kDigitsOfGroup) {
        auto const group = at / kDigitsOfGroup;
        lines += group % kGroupsOfLine != 0 ? " " : group == 0 ? "    " : "\n    ";
        lines += digits.substr(at, kDigitsOfGroup);
    }
    return lines;
}

std::string signatures_of(SignedCheckpoint const& head) {
    auto lines = fmt::format("    {}  (das Protokoll selbst)", head.checkpoint.origin);
    for (auto const& each : head.witnesses) {
        Instant const time{static_cast<std::int64_t>(each.time_s.value_or(0)) * 1'000'000};
        lines += fmt::format("\n    {}  (Zeuge, {})", each.key.name(), to_rfc3339(time));
    }
    return lines;
}

constexpr char kSheet[] = R"(NACHWEISPROTOKOLL: STAND VOM {date}
(tamper-evident log: its head on {date})

Bewahren Sie dieses Blatt auf. Mit ihm lässt sich jederzeit zeigen, ob im
Protokoll bis zu diesem Stand etwas geändert, weggelassen oder umgestellt wurde.
(Keep this sheet: with it anybody can show whether the log was changed before.)

Protokoll (origin):
    {origin}
Zahl der Einträge (size):
    {size}
Wurzel (root, hexadezimal):
{root}
Öffentlicher Schlüssel (public key):
    {key}
Unterschrieben von (signed by):
{signatures}

So wird geprüft: Die Zeilen zwischen den beiden Strichen stehen auch in der
Datei {file}. Mit ihr und einer Kopie des Protokolls:
    leitstand prove verify --log ORDNER --key SCHLUESSEL --known {file}

------------------------------------------------------------------------------
{note}------------------------------------------------------------------------------
)";

fs::path checkpoint_file(fs::path sheet) {
    return sheet.replace_extension(".checkpoint");
}

} // namespace

fs::path sheet_file(fs::path const& folder, Date date) {
    return folder / fmt::format("protokoll-{}.txt", to_iso(date));
}

std::string print_sheet(std::string_view note, SignedCheckpoint const& head, VerifierKey const& log,
                        Date date) {
    using fmt::arg;
    return fmt::format(
        kSheet, arg("date", to_iso(date)), arg("origin", head.checkpoint.origin),
        arg("size", head.checkpoint.size), arg("root", grouped(head.checkpoint.root)),
        arg("key", log.print()), arg("signatures", signatures_of(head)),
        arg("file", checkpoint_file(sheet_file({}, date)).string()), arg("note", note));
}

Result<fs::path> write_sheet(fs::path const& log_folder, fs::path const& folder,
                             std::vector<VerifierKey> const& witnesses, Date date) {
    auto const note = TRY(published_checkpoint(log_folder));
    auto const log = TRY(key_named_by(log_folder));
    auto const head = TRY(open_checkpoint(note, log, witnesses));
    std::error_code problem; // what cannot be made shows with the first file
    fs::create_directories(folder, problem);
    auto const file = sheet_file(folder, date);
    auto written = write_file_durably(checkpoint_file(file), note, 0644);
    if (written) // the sheet last: where it lies, both do
        written = write_file_durably(file, print_sheet(note, head, log, date), 0644);
    if (written)
        return file;
    bool const is_full = written.error().code == Code::no_space;
    return fail(is_full ? Code::no_space : Code::unavailable,
                is_full ? "disk.full" : "sheet.cannot_write", file.string());
}

DailySheet::DailySheet(fs::path log_folder, fs::path folder, std::vector<VerifierKey> witnesses,
                       TimeSource& time)
    : log_folder_(std::move(log_folder)), folder_(std::move(folder)),
      witnesses_(std::move(witnesses)), time_(time) {}

void DailySheet::write_if_due() {
    auto const today = date_in_berlin(time_.now());
    std::error_code ignored;
    if (fs::exists(sheet_file(folder_, today), ignored))
        return;
    auto const written = write_sheet(log_folder_, folder_, witnesses_, today);
    if (!written && !in_trouble_) // once, not with every try
        log_error("prove", "the sheet of the day is not written: {}", written.error().describe());
    in_trouble_ = !written;
}

void DailySheet::start() {
    repeating_.start(kLookedAtEvery, [this](std::stop_token const&) { write_if_due(); });
}

} // namespace leitstand
