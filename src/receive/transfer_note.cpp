// SPDX-License-Identifier: EUPL-1.2
#include "receive/transfer_note.hpp"

#include <charconv>

#include "base/time.hpp"
#include "receive/packing.hpp"

namespace leitstand {

namespace {

constexpr std::size_t kTexts = 14;
constexpr std::size_t kHashDigits = 64;

auto wrong(std::string detail) {
    return fail(Code::bad_input, "sidecar.wrong", std::move(detail));
}

// Each entry that is a text, under its name in the sidecar.
std::string* text_entry(TransferNote& note, std::string_view key) {
    std::array<std::pair<std::string_view, std::string*>, 11> const entries{
        {{"batch", &note.batch},
         {"office", &note.office},
         {"operator", &note.operated_by},
         {"scanned_at", &note.scanned_at},
         {"device", &note.device},
         {"profile", &note.profile},
         {"colour", &note.colour},
         {"checked_by", &note.checked_by},
         {"checked_at", &note.checked_at},
         {"deviations", &note.deviations},
         {"sha256", &note.sha256}}};
    for (auto const& [name, text] : entries)
        if (name == key)
            return text;
    return nullptr;
}

std::uint32_t* number_entry(TransferNote& note, std::string_view key) {
    return key == "resolution_dpi" ? &note.resolution_dpi
           : key == "sheets"       ? &note.sheets
           : key == "pages"        ? &note.pages
                                   : nullptr;
}

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end || number > kTransferCountMax)
        return std::nullopt;
    return number;
}

bool is_hash(std::string_view text) {
    return text.size() == kHashDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

Result<void> set_transfer_entry(TransferNote& note, std::string_view key,
                                std::string const& value) {
    auto const name = std::string{key};
    if (auto* const number = number_entry(note, key)) {
        auto const given = number_in(value);
        if (!given)
            return wrong(
                fmt::format("transfer.{} is not a number from 0 to {}", name, kTransferCountMax));
        *number = *given;
        return {};
    }
    auto* const text = text_entry(note, key);
    if (text == nullptr)
        return wrong("[transfer] has an entry that is not known");
    if (value.size() > kTransferTextBytesMax)
        return wrong(
            fmt::format("transfer.{} has more than {} bytes", name, kTransferTextBytesMax));
    bool const is_instant = key == "scanned_at" || key == "checked_at";
    if (is_instant && !parse_rfc3339(value))
        return wrong(fmt::format("transfer.{} is not like 2026-03-01T08:15:00+01:00", name));
    if (key == "sha256" && !is_hash(value))
        return wrong("transfer.sha256 is not 64 hexadecimal digits in lower case");
    *text = value;
    return {};
}

Result<void> check_transfer_note(TransferNote const& note) {
    if (note.batch.empty() || note.office.empty() || note.scanned_at.empty())
        return wrong("[transfer] needs batch, office and scanned_at");
    return {};
}

std::vector<std::string> transfer_deviations(TransferNote const& note, std::uint32_t pages,
                                             std::string_view sha256_hex) {
    std::vector<std::string> found;
    if (note.pages > 0 && pages > 0 && note.pages != pages)
        found.emplace_back("pages");
    if (!note.sha256.empty() && note.sha256 != sha256_hex)
        found.emplace_back("sha256");
    return found;
}

std::string pack_transfer_note(TransferNote const& note) {
    return pack_texts({note.batch, note.office, note.operated_by, note.scanned_at, note.device,
                       note.profile, note.colour, std::to_string(note.resolution_dpi),
                       std::to_string(note.sheets), std::to_string(note.pages), note.checked_by,
                       note.checked_at, note.deviations, note.sha256});
}

Result<TransferNote> unpack_transfer_note(std::string_view packed) {
    auto const texts = TRY(unpack_texts(packed, kTexts));
    auto const resolution = number_in(texts[7]);
    auto const sheets = number_in(texts[8]);
    auto const pages = number_in(texts[9]);
    if (!resolution || !sheets || !pages)
        return fail(Code::damaged, "packed.damaged", "no number");
    return TransferNote{.batch = texts[0],
                        .office = texts[1],
                        .operated_by = texts[2],
                        .scanned_at = texts[3],
                        .device = texts[4],
                        .profile = texts[5],
                        .colour = texts[6],
                        .resolution_dpi = *resolution,
                        .sheets = *sheets,
                        .pages = *pages,
                        .checked_by = texts[10],
                        .checked_at = texts[11],
                        .deviations = texts[12],
                        .sha256 = texts[13]};
}

} // namespace leitstand
