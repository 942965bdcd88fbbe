// SPDX-License-Identifier: EUPL-1.2
#include "prove/published_log.hpp"

#include "base/files.hpp"
#include "prove/tile_files.hpp"

namespace leitstand {

namespace fs = std::filesystem;

namespace {

auto damaged(std::string_view file, Error const& error) {
    return fail(Code::damaged, "log.damaged", fmt::format("{}: {}", file, error.describe()));
}

struct Head {
    Note note;
    Checkpoint checkpoint;
};

Result<Head> parse_head(std::string_view bytes) {
    auto note = TRY(parse_note(bytes));
    auto checkpoint = TRY(parse_checkpoint(note.text));
    return Head{std::move(note), std::move(checkpoint)};
}

Result<std::string> read_checkpoint(fs::path const& folder) {
    auto bytes = read_regular_file(folder / kCheckpointFile, kNoteBytesMax);
    if (bytes)
        return bytes;
    if (bytes.error().code == Code::not_found)
        return fail(Code::not_found, "log.missing", folder.string());
    return fail(bytes.error().code, "log.cannot_read", bytes.error().detail);
}

Result<Head> read_head(fs::path const& folder) {
    auto head = parse_head(TRY(read_checkpoint(folder)));
    if (!head)
        return damaged(kCheckpointFile, head.error());
    return head;
}

// Nothing also where the file is damaged: it holds nothing that cannot be asked for again.
Result<std::optional<Head>> witnessed_head(fs::path const& folder) {
    auto const bytes = TRY(witnessed_checkpoint(folder));
    if (!bytes)
        return std::nullopt;
    auto head = parse_head(*bytes);
    return head ? std::optional{*std::move(head)} : std::nullopt;
}

bool has(Note const& note, NoteSignature const& signature) {
    return std::ranges::any_of(note.signatures, [&](NoteSignature const& each) {
        return each.key_id == signature.key_id && each.name == signature.name;
    });
}

// The signatures of `more` come after those of `note` whose keys have not signed it.
void add_signatures(Note& note, Note const& more) {
    for (auto const& signature : more.signatures)
        if (!has(note, signature) && note.signatures.size() < kNoteSignaturesMax)
            note.signatures.push_back(signature);
}

// What a tile's file of the published tree holds, and the beginning of it that was asked for.
template <typename Read, typename Pack>
Result<std::string> beginning_of(fs::path const& folder, TileName const& tile, unsigned width,
                                 Read const& read, Pack const& pack) {
    auto parts = TRY(read(folder, {tile.level, tile.number, width}));
    parts.resize(tile.width);
    return pack(parts);
}

Result<std::string> read_tile(fs::path const& folder, TileName const& tile) {
    auto const size = TRY(read_head(folder)).checkpoint.size;
    auto const width = tile_width_at(tile.level, tile.number, size);
    if (tile.width > width)
        return fail(Code::not_found, "log.no_tile", tile_path(tile));
    if (tile.level == TileName::kBundle)
        return beginning_of(folder, tile, width, read_entries,
                            [](auto const& entries) { return pack_bundle(entries); });
    return beginning_of(folder, tile, width, read_hashes,
                        [](auto const& hashes) { return pack_tile(hashes); });
}

} // namespace

Result<std::string> published_checkpoint(fs::path const& folder) {
    auto head = TRY(read_head(folder));
    if (auto const other = TRY(witnessed_head(folder)); other && other->note.text == head.note.text)
        add_signatures(head.note, other->note);
    return print_note(head.note);
}

Result<std::optional<std::string>> witnessed_checkpoint(fs::path const& folder) {
    auto bytes = read_regular_file(folder / kWitnessedFile, kNoteBytesMax);
    if (bytes)
        return std::optional{*std::move(bytes)};
    if (bytes.error().code == Code::not_found)
        return std::nullopt;
    return fail(bytes.error().code, "log.cannot_read", bytes.error().detail);
}

Result<std::string> published_tile(fs::path const& folder, TileName const& tile) {
    auto bytes = read_tile(folder, tile);
    // The partial tile may have gone, because it is full, after the head was read.
    if (!bytes && bytes.error().code == Code::damaged)
        bytes = read_tile(folder, tile);
    return bytes;
}

Result<std::vector<TreeHash>> published_consistency(fs::path const& folder, Checkpoint const& head,
                                                    std::uint64_t old_size) {
    if (old_size == 0 || old_size > head.size)
        return fail(Code::bad_input, "log.no_entry",
                    fmt::format("no proof leads from size {} to {}", old_size, head.size));
    return consistency_proof(old_size, head.size, tile_reader(folder, head.size));
}

Result<void> keep_cosignatures(fs::path const& folder, std::string_view head,
                               std::string_view lines, std::span<VerifierKey const> witnesses) {
    auto kept = TRY(parse_head(head));
    auto const offered = TRY(parse_note(fmt::format("{}\n{}", kept.note.text, lines)));
    if (offered.text != kept.note.text) // lines that bring a text of their own sign another head
        return fail(Code::bad_input, "note.malformed", "not signature lines alone");
    TRY(check_note(offered, witnesses));
    auto const is_checked = [&](NoteSignature const& signature) {
        return std::ranges::any_of(witnesses, [&](VerifierKey const& key) {
            return key.id() == signature.key_id && key.name() == signature.name;
        });
    };
    std::erase_if(kept.note.signatures, is_checked); // a new one replaces an earlier one
    std::ranges::copy_if(offered.signatures, std::back_inserter(kept.note.signatures), is_checked);
    if (auto const earlier = TRY(witnessed_head(folder))) {
        if (earlier->note.text == kept.note.text)
            add_signatures(kept.note, earlier->note);
        else if (earlier->checkpoint.size > kept.checkpoint.size)
            return {};
    }
    auto written = write_file_durably(folder / kWitnessedFile, print_note(kept.note), 0644);
    if (!written)
        return tl::unexpected(
            log_write_error(std::move(written).error(), std::string{kWitnessedFile}));
    return {};
}

} // namespace leitstand
