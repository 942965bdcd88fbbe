// SPDX-License-Identifier: EUPL-1.2
#include "prove/tree.hpp"

#include <bit>

#include "base/assert.hpp"
#include "base/crypto/crypto.hpp"

namespace leitstand {

namespace {

constexpr char kLeafPrefix = 0;
constexpr char kNodePrefix = 1;

auto wrong(std::string detail) {
    return fail(Code::refused, "proof.wrong", std::move(detail));
}

// Where RFC 6962 splits a tree of `size` > 1 leaves: the largest power of two below it.
std::uint64_t split_of(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

// The root over the leaves [begin, begin + count), of which each full subtree begins at a multiple
// of its size.
Result<TreeHash> range_root(std::uint64_t begin, std::uint64_t count, SubtreeReader const& read) {
    Peaks peaks;
    while (count != 0) {
        auto const height = static_cast<unsigned>(std::bit_width(count)) - 1;
        peaks.add(TRY(read(height, begin >> height)), height);
        begin += std::uint64_t{1} << height;
        count -= std::uint64_t{1} << height;
    }
    return peaks.root();
}

} // namespace

std::string_view bytes_of(TreeHash const& hash) {
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

Result<TreeHash> tree_hash_from(std::string_view bytes) {
    TreeHash hash;
    if (bytes.size() != hash.size())
        return fail(Code::bad_input, "proof.malformed",
                    fmt::format("a hash of {} bytes", bytes.size()));
    std::memcpy(hash.data(), bytes.data(), hash.size());
    return hash;
}

TreeHash leaf_hash(std::string_view entry) {
    // Our own leaves are short; the public format allows 64 KiB.
    std::array<char, 128> near;
    if (entry.size() < near.size()) {
        near[0] = kLeafPrefix;
        std::memcpy(near.data() + 1, entry.data(), entry.size());
        return sha256_array({near.data(), entry.size() + 1});
    }
    std::string far(1, kLeafPrefix);
    far += entry;
    return sha256_array(far);
}

TreeHash node_hash(TreeHash const& left, TreeHash const& right) {
    std::array<char, 65> bytes;
    bytes[0] = kNodePrefix;
    std::memcpy(bytes.data() + 1, left.data(), left.size());
    std::memcpy(bytes.data() + 33, right.data(), right.size());
    return sha256_array({bytes.data(), bytes.size()});
}

TreeHash empty_tree_root() {
    return sha256_array("");
}

TreeHash root_of(std::span<TreeHash const> leaf_hashes) {
    Peaks peaks;
    for (auto const& leaf : leaf_hashes)
        peaks.add(leaf);
    return peaks.root();
}

void Peaks::add(TreeHash const& subtree, unsigned height) {
    ASSERT(height < 64 && (size_ & ((std::uint64_t{1} << height) - 1)) == 0);
    auto hash = subtree;
    // Two neighbours of the same size are one of the next size, as a carry in counting.
    for (auto carries = size_ >> height; (carries & 1) != 0; carries >>= 1)
        hash = node_hash(peaks_[--count_], hash);
    peaks_[count_++] = hash;
    size_ += std::uint64_t{1} << height;
}

TreeHash Peaks::root() const {
    if (count_ == 0)
        return empty_tree_root();
    auto root = peaks_[count_ - 1];
    for (auto at = count_ - 1; at != 0; --at)
        root = node_hash(peaks_[at - 1], root);
    return root;
}

Result<TreeHash> root_at(std::uint64_t size, SubtreeReader const& read) {
    return range_root(0, size, read);
}

// PATH of RFC 6962 section 2.1.1, from the root down and then turned round.
Result<std::vector<TreeHash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                              SubtreeReader const& read) {
    ASSERT(index < size);
    std::vector<TreeHash> proof;
    for (std::uint64_t begin = 0, count = size; count > 1;) {
        auto const split = split_of(count);
        if (index - begin < split) {
            proof.push_back(TRY(range_root(begin + split, count - split, read)));
            count = split;
        } else {
            proof.push_back(TRY(range_root(begin, split, read)));
            begin += split;
            count -= split;
        }
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

// SUBPROOF of RFC 6962 section 2.1.2, likewise.
Result<std::vector<TreeHash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                                SubtreeReader const& read) {
    ASSERT(0 < old_size && old_size <= size);
    std::vector<TreeHash> proof;
    std::uint64_t begin = 0;
    auto old_count = old_size;
    auto count = size;
    while (old_count != count) {
        auto const split = split_of(count);
        if (old_count <= split) {
            proof.push_back(TRY(range_root(begin + split, count - split, read)));
            count = split;
        } else {
            proof.push_back(TRY(range_root(begin, split, read)));
            begin += split;
            old_count -= split;
            count -= split;
        }
    }
    if (begin != 0) // otherwise what is left is the old tree, whose root the other side has
        proof.push_back(TRY(range_root(begin, count, read)));
    std::reverse(proof.begin(), proof.end());
    return proof;
}

// RFC 9162 section 2.1.3.2: `at` and `last` are the places of the node on the way up and of the
// last node of its level.
Result<void> check_inclusion(std::uint64_t index, std::uint64_t size, TreeHash const& leaf,
                             std::span<TreeHash const> proof, TreeHash const& root) {
    if (index >= size)
        return wrong(fmt::format("entry {} is not in a log of {}", index, size));
    auto at = index;
    auto last = size - 1;
    auto hash = leaf;
    for (auto const& beside : proof) {
        if (last == 0)
            return wrong("the proof is too long");
        if ((at & 1) != 0 || at == last) {
            hash = node_hash(beside, hash);
            while ((at & 1) == 0 && at != 0) { // the node had no neighbour and rose as it is
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return wrong("the proof is too short");
    if (hash != root)
        return wrong("the proof does not lead to the root");
    return {};
}

// RFC 9162 section 2.1.4.2: the proof's nodes rebuild both roots at the same time.
Result<void> check_consistency(std::uint64_t old_size, std::uint64_t size, TreeHash const& old_root,
                               TreeHash const& root, std::span<TreeHash const> proof) {
    if (old_size == 0 || old_size > size)
        return wrong(fmt::format("no proof leads from size {} to {}", old_size, size));
    if (old_size == size) {
        if (!proof.empty() || old_root != root)
            return wrong("two logs of the same size differ");
        return {};
    }
    auto at = old_size - 1;
    auto last = size - 1;
    while ((at & 1) != 0) { // up to the largest full subtree at the old tree's edge
        at >>= 1;
        last >>= 1;
    }
    // Where that is the whole old tree, its root is not repeated in the proof.
    bool const whole = std::has_single_bit(old_size);
    if (!whole && proof.empty())
        return wrong("the proof is too short");
    auto old_hash = whole ? old_root : proof.front();
    auto hash = old_hash;
    for (auto const& beside : proof.subspan(whole ? 0 : 1)) {
        if (last == 0)
            return wrong("the proof is too long");
        if ((at & 1) != 0 || at == last) {
            old_hash = node_hash(beside, old_hash);
            hash = node_hash(beside, hash);
            while ((at & 1) == 0 && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return wrong("the proof is too short");
    if (old_hash != old_root)
        return wrong("the proof does not begin at the old root");
    if (hash != root)
        return wrong("the proof does not lead to the root");
    return {};
}

} // namespace leitstand
