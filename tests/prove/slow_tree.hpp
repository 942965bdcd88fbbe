// SPDX-License-Identifier: EUPL-1.2
// The Merkle tree written down as RFC 6962 defines it, by recursion and without any cleverness: the
// reference that the tests of the tree compare with. Also logs and keys for tests. Threads: one.
#pragma once

#include "base/crypto/crypto.hpp"
#include "prove/leaf.hpp"
#include "prove/log_folder.hpp"
#include "prove/tree.hpp"

namespace leitstand::slow {

using Hashes = std::vector<TreeHash>;
using Leaves = std::span<TreeHash const>;

inline TreeHash array_of(std::string const& bytes) {
    return *tree_hash_from(bytes);
}

inline std::size_t split(std::size_t size) {
    std::size_t power = 1;
    while (power * 2 < size)
        power *= 2;
    return power;
}

// MTH
inline TreeHash root(Leaves leaves) {
    if (leaves.empty())
        return array_of(sha256(""));
    if (leaves.size() == 1)
        return leaves[0];
    auto const k = split(leaves.size());
    return array_of(sha256("\x01" + std::string{bytes_of(root(leaves.first(k)))} +
                           std::string{bytes_of(root(leaves.subspan(k)))}));
}

// PATH
inline Hashes inclusion(std::size_t index, Leaves leaves) {
    if (leaves.size() == 1)
        return {};
    auto const k = split(leaves.size());
    bool const left = index < k;
    auto proof = left ? inclusion(index, leaves.first(k)) : inclusion(index - k, leaves.subspan(k));
    proof.push_back(root(left ? leaves.subspan(k) : leaves.first(k)));
    return proof;
}

// SUBPROOF
inline Hashes subproof(std::size_t old_size, Leaves leaves, bool whole) {
    if (old_size == leaves.size())
        return whole ? Hashes{} : Hashes{root(leaves)};
    auto const k = split(leaves.size());
    if (old_size <= k) {
        auto proof = subproof(old_size, leaves.first(k), whole);
        proof.push_back(root(leaves.subspan(k)));
        return proof;
    }
    auto proof = subproof(old_size - k, leaves.subspan(k), false);
    proof.push_back(root(leaves.first(k)));
    return proof;
}

inline SubtreeReader reader(Leaves leaves) {
    return [leaves](unsigned height, std::uint64_t index) -> Result<TreeHash> {
        auto const count = std::size_t{1} << height;
        if ((index + 1) * count > leaves.size())
            return fail(Code::internal, "test.outside", "not a full subtree of this tree");
        return root(leaves.subspan(index * count, count));
    };
}

inline Hashes leaf_hashes(std::size_t count, std::string_view about = "leaf") {
    Hashes hashes;
    for (std::size_t i = 0; i < count; ++i)
        hashes.push_back(leaf_hash(fmt::format("{} {}", about, i)));
    return hashes;
}

// Leaves as the log takes them, always the same for the same number.
inline std::vector<std::string> log_leaves(std::size_t first, std::size_t count,
                                           std::string_view about = "entry") {
    std::vector<std::string> leaves;
    for (auto i = first; i < first + count; ++i)
        leaves.push_back(leaf_of({std::string(kSaltBytes, 's'), fmt::format("{} {}", about, i)}));
    return leaves;
}

inline TreeHash root_of_log(std::size_t size, std::string_view about = "entry") {
    Hashes hashes;
    for (auto const& leaf : log_leaves(0, size, about))
        hashes.push_back(leaf_hash(leaf));
    return root(hashes);
}

inline LogKey log_key(std::string name = "log.example/test", char seed = 'k') {
    return {std::move(name), *SigningKey::from_bytes(std::string(32, seed))};
}

} // namespace leitstand::slow
