// SPDX-License-Identifier: EUPL-1.2
#include "prove/receipt.hpp"

#include "base/assert.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kHead = "c2sp.org/tlog-proof@v1\n";
constexpr std::size_t kProofHashesMax = 64; // the height of the largest tree

auto malformed(std::string detail) {
    return fail(Code::bad_input, "receipt.malformed", std::move(detail));
}

// The value after `word` and a space, in the next line.
Result<std::string_view> take_field(std::string_view& rest, std::string_view word) {
    auto const end = rest.find('\n');
    auto const line = rest.substr(0, end);
    if (end == std::string_view::npos || !line.starts_with(word) || line.size() <= word.size() ||
        line[word.size()] != ' ')
        return malformed(fmt::format("the line \"{}\" is missing", word));
    rest.remove_prefix(end + 1);
    return line.substr(word.size() + 1);
}

Result<std::vector<TreeHash>> take_hashes(std::string_view& rest) {
    std::vector<TreeHash> hashes;
    for (;;) {
        auto const end = rest.find('\n');
        if (end == std::string_view::npos)
            return malformed("the empty line before the checkpoint is missing");
        auto const line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (line.empty())
            return hashes;
        auto const bytes = from_base64(line);
        if (!bytes || bytes->size() != std::tuple_size_v<TreeHash>)
            return malformed(fmt::format("hash {} is not 32 bytes in base64", hashes.size() + 1));
        if (hashes.size() == kProofHashesMax)
            return malformed("too many hashes");
        hashes.push_back(TRY(tree_hash_from(*bytes)));
    }
}

} // namespace

std::string print_receipt(Receipt const& receipt) {
    ASSERT(receipt.leaf.size() == kLeafBytes);
    auto extra = receipt.leaf;
    if (receipt.opening) {
        ASSERT(receipt.opening->salt.size() == kSaltBytes);
        extra += receipt.opening->salt + receipt.opening->record;
    }
    auto text = fmt::format("{}extra {}\nindex {}\n", kHead, to_base64(extra), receipt.index);
    for (auto const& hash : receipt.proof)
        text += to_base64(bytes_of(hash)) + "\n";
    return text + "\n" + receipt.checkpoint;
}

Result<Receipt> parse_receipt(std::string_view bytes) {
    if (bytes.size() > kReceiptBytesMax)
        return malformed("too large");
    if (!bytes.starts_with(kHead))
        return malformed("the first line is not that of a proof");
    auto rest = bytes.substr(kHead.size());
    auto const extra = from_base64(TRY(take_field(rest, "extra")));
    if (!extra || extra->size() < kLeafBytes)
        return malformed("the line \"extra\" does not hold a leaf");
    auto const index = parse_decimal(TRY(take_field(rest, "index")));
    if (!index)
        return malformed("the index is not a decimal number");
    Receipt receipt;
    receipt.index = *index;
    receipt.leaf = extra->substr(0, kLeafBytes);
    if (extra->size() > kLeafBytes) {
        if (extra->size() < kLeafBytes + kSaltBytes)
            return malformed("the salt is cut");
        receipt.opening =
            Opening{extra->substr(kLeafBytes, kSaltBytes), extra->substr(kLeafBytes + kSaltBytes)};
    }
    receipt.proof = TRY(take_hashes(rest));
    receipt.checkpoint = rest;
    return receipt;
}

Result<SignedCheckpoint> check_receipt(Receipt const& receipt, VerifierKey const& log,
                                       std::span<VerifierKey const> witnesses) {
    auto opened = TRY(open_checkpoint(receipt.checkpoint, log, witnesses));
    TRY(require_witnesses(opened, witnesses));
    TRY(check_inclusion(receipt.index, opened.checkpoint.size, leaf_hash(receipt.leaf),
                        receipt.proof, opened.checkpoint.root));
    if (receipt.opening && leaf_of(*receipt.opening) != receipt.leaf)
        return fail(Code::refused, "receipt.other_record",
                    "salt and record are not what the leaf commits to");
    return opened;
}

} // namespace leitstand
