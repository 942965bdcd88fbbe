// SPDX-License-Identifier: EUPL-1.2
#include "prove/checkpoint.hpp"

#include <charconv>

namespace leitstand {

namespace {

constexpr std::uint64_t kSizeMax = std::uint64_t{1} << 63;

auto malformed(std::string detail) {
    return fail(Code::bad_input, "checkpoint.malformed", std::move(detail));
}

} // namespace

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, number);
    if (problem != std::errc{} || stop != end || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return number;
}

std::string print_checkpoint(Checkpoint const& checkpoint) {
    return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                       to_base64(bytes_of(checkpoint.root)));
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    std::array<std::string_view, 3> lines;
    for (auto& line : lines) {
        auto const end = text.find('\n');
        if (end == std::string_view::npos)
            return malformed("origin, size and root are three lines");
        line = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    while (!text.empty()) { // extension lines
        auto const end = text.find('\n');
        if (end == std::string_view::npos || end == 0)
            return malformed("an extension line is empty or cut");
        text.remove_prefix(end + 1);
    }
    if (lines[0].empty())
        return malformed("no origin");
    auto const size = parse_decimal(lines[1]);
    if (!size || *size >= kSizeMax)
        return malformed("the size is not a decimal number");
    auto const bytes = from_base64(lines[2]);
    if (!bytes || bytes->size() != std::tuple_size_v<TreeHash>)
        return malformed("the root is not 32 bytes in base64");
    return Checkpoint{std::string{lines[0]}, *size, TRY(tree_hash_from(*bytes))};
}

Result<SignedCheckpoint> open_checkpoint(std::string_view bytes, VerifierKey const& log,
                                         std::span<VerifierKey const> witnesses) {
    auto const note = TRY(parse_note(bytes));
    // Looked at before the signature, for the better message: the name decides whose key it is.
    auto checkpoint = TRY(parse_checkpoint(note.text));
    if (checkpoint.origin != log.name())
        return fail(Code::refused, "checkpoint.other_origin",
                    fmt::format("of the log {}, the key is of {}", checkpoint.origin, log.name()));
    std::vector<VerifierKey> known{log};
    known.insert(known.end(), witnesses.begin(), witnesses.end());
    SignedCheckpoint opened{std::move(checkpoint), {}};
    bool by_log = false;
    auto checked = TRY(check_note(note, known));
    for (auto& each : checked) {
        if (each.key == log)
            by_log = true;
        else
            opened.witnesses.push_back(std::move(each));
    }
    if (!by_log)
        return fail(Code::refused, "note.not_signed", "not by the log itself");
    if (opened.checkpoint.size == 0 && opened.checkpoint.root != empty_tree_root())
        return malformed("an empty log with a root");
    return opened;
}

Result<void> require_witnesses(SignedCheckpoint const& opened,
                               std::span<VerifierKey const> witnesses) {
    std::vector<std::string> missing;
    for (auto const& witness : witnesses)
        if (std::none_of(opened.witnesses.begin(), opened.witnesses.end(),
                         [&](Signed const& each) { return each.key == witness; }))
            missing.push_back(witness.name());
    if (missing.empty())
        return {};
    return fail(Code::refused, "note.not_witnessed", fmt::format("{}", fmt::join(missing, ", ")));
}

} // namespace leitstand
