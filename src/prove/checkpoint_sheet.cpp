// SPDX-License-Identifier: EUPL-1.2
#include "prove/checkpoint_sheet.hpp"

#include "base/files.hpp"
#include "base/log.hpp"
#include "prove/log_verifier.hpp"
#include "prove/published_log.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kLookedAtEvery{10};
constexpr std::chrono::microseconds kWaitsForWitnesses = std::chrono::minutes{10};
// A witness's signature. One that is older may be of a head of yesterday, and a log that rests has
// the signatures below its present head.
constexpr std::chrono::microseconds kFresh = kWaitsForWitnesses;
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

std::string german(Date date) {
    return fmt::format("{:02}.{:02}.{}", date.day, date.month, date.year);
}

Instant time_of(Signed const& each) {
    return {static_cast<std::int64_t>(each.time_s.value_or(0)) * 1'000'000};
}

std::string signatures_of(SignedCheckpoint const& head) {
    auto lines = fmt::format("    {}  (das Protokoll selbst)", head.checkpoint.origin);
    for (auto const& each : head.witnesses)
        lines += fmt::format("\n    {}  (Zeuge, am {})", each.key.name(),
                             german(date_in_berlin(time_of(each))));
    return lines;
}

constexpr char kSheet[] = R"(NACHWEISPROTOKOLL: STAND VOM {date}
(tamper-evident log: its head on {iso_date})

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
    leitstand prove verify --log ORDNER --key SCHLÜSSEL \
        --known {file}

------------------------------------------------------------------------------
{note}------------------------------------------------------------------------------
)";

fs::path checkpoint_file(fs::path sheet) {
    return sheet.replace_extension(".checkpoint");
}

// Nothing where no witness signed lately.
Result<std::optional<PaperHead>> witnessed_lately(fs::path const& log_folder,
                                                  VerifierKey const& log,
                                                  std::vector<VerifierKey> const& witnesses,
                                                  Instant now) {
    auto note = TRY(witnessed_checkpoint(log_folder));
    auto opened = note ? open_checkpoint(*note, log, witnesses)
                       : fail(Code::not_found, "log.missing", "nothing witnessed");
    if (!opened || std::ranges::none_of(opened->witnesses, [&](Signed const& each) {
            return time_of(each).microseconds >= now.microseconds - kFresh.count();
        }))
        return std::nullopt;
    return PaperHead{*std::move(note), *std::move(opened), log};
}

} // namespace

Result<PaperHead> head_for_paper(fs::path const& log_folder,
                                 std::vector<VerifierKey> const& witnesses, Instant now) {
    auto const log = TRY(key_named_by(log_folder));
    if (auto head = TRY(witnessed_lately(log_folder, log, witnesses, now)))
        return *std::move(head);
    auto note = TRY(published_checkpoint(log_folder));
    auto opened = TRY(open_checkpoint(note, log, witnesses));
    return PaperHead{std::move(note), std::move(opened), log};
}

fs::path sheet_file(fs::path const& folder, Date date) {
    return folder / fmt::format("protokoll-{}.txt", to_iso(date));
}

std::string print_sheet(PaperHead const& head, Date date) {
    using fmt::arg;
    auto const& checkpoint = head.opened.checkpoint;
    return fmt::format(kSheet, arg("date", german(date)), arg("iso_date", to_iso(date)),
                       arg("origin", checkpoint.origin), arg("size", checkpoint.size),
                       arg("root", grouped(checkpoint.root)), arg("key", head.log.print()),
                       arg("signatures", signatures_of(head.opened)),
                       arg("file", checkpoint_file(sheet_file({}, date)).string()),
                       arg("note", head.note));
}

Result<fs::path> write_sheet(fs::path const& log_folder, fs::path const& folder,
                             std::vector<VerifierKey> const& witnesses, Instant now) {
    auto const head = TRY(head_for_paper(log_folder, witnesses, now));
    auto const date = date_in_berlin(now);
    auto const file = sheet_file(folder, date);
    std::error_code problem; // what cannot be made shows with the first file
    if (fs::exists(file, problem))
        return fail(Code::conflict, "sheet.exists", file.string());
    fs::create_directories(folder, problem);
    auto written = write_file_durably(checkpoint_file(file), head.note, 0644);
    if (written) // the sheet last: where it lies, both do
        written = write_file_durably(file, print_sheet(head, date), 0644);
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

// Whether a witness may still sign what goes on the sheet.
bool DailySheet::waits_for_witnesses(Instant now) {
    auto const head = head_for_paper(log_folder_, witnesses_, now);
    if (witnesses_.empty() || !head || !head->opened.witnesses.empty())
        return false;
    if (!waits_since_)
        waits_since_ = now;
    return now.microseconds - waits_since_->microseconds < kWaitsForWitnesses.count();
}

void DailySheet::write_if_due() {
    auto const now = time_.now();
    std::error_code ignored;
    if (fs::exists(sheet_file(folder_, date_in_berlin(now)), ignored) || waits_for_witnesses(now))
        return;
    waits_since_.reset();
    auto const written = write_sheet(log_folder_, folder_, witnesses_, now);
    if (!written && !in_trouble_) // once, not with every try
        log_error("prove", "the sheet of the day is not written: {}", written.error().describe());
    in_trouble_ = !written;
}

void DailySheet::start() {
    repeating_.start("prove", kLookedAtEvery, [this](std::stop_token const&) { write_if_due(); });
}

} // namespace leitstand
