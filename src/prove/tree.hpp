// SPDX-License-Identifier: EUPL-1.2
// The arithmetic of the Merkle tree (RFC 6962 section 2.1, RFC 9162 section 2.1): hashes of leaves
// and nodes, roots, and the two proofs. It knows nothing of files: what it needs of a tree it asks
// of a SubtreeReader. Threads: any.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leitstand {

using TreeHash = std::array<std::uint8_t, 32>;

std::string_view bytes_of(TreeHash const& hash);
Result<TreeHash> tree_hash_from(std::string_view bytes); // bad_input "proof.malformed" unless 32

// Leaves and nodes are hashed with different first bytes, so that neither passes for the other.
TreeHash leaf_hash(std::string_view entry);                      // SHA-256(0x00 ‖ entry)
TreeHash node_hash(TreeHash const& left, TreeHash const& right); // SHA-256(0x01 ‖ left ‖ right)
TreeHash empty_tree_root();                                      // SHA-256("")
TreeHash root_of(std::span<TreeHash const> leaf_hashes);         // of the whole tree over them

// The roots of the full subtrees that a tree consists of, the largest first: all that one must know
// of a tree to go on with it. A tree of 13 leaves has those of 8, 4 and 1.
class Peaks {
  public:
    // Adds a full subtree of 2^height leaves at the end; what came before is a multiple of that.
    void add(TreeHash const& subtree, unsigned height = 0);
    std::uint64_t size() const { return size_; } // in leaves
    TreeHash root() const;

  private:
    std::array<TreeHash, 64> peaks_;
    std::size_t count_ = 0;
    std::uint64_t size_ = 0;
};

// Gives the root of the full subtree of 2^height leaves that begins at leaf index·2^height.
using SubtreeReader = std::function<Result<TreeHash>(unsigned height, std::uint64_t index)>;

// The root of the first `size` leaves. Errors of all three: those of the reader.
Result<TreeHash> root_at(std::uint64_t size, SubtreeReader const& read);
// That the leaf `index` is in the tree of `size` leaves; needs index < size.
Result<std::vector<TreeHash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                              SubtreeReader const& read);
// That the tree of `size` begins with the one of `old_size`; needs 0 < old_size <= size.
Result<std::vector<TreeHash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                                SubtreeReader const& read);

// The checks of somebody who has the proof and the roots only. Error: refused "proof.wrong".
Result<void> check_inclusion(std::uint64_t index, std::uint64_t size, TreeHash const& leaf,
                             std::span<TreeHash const> proof, TreeHash const& root);
// From the empty tree everything follows, so that such a proof says nothing: it is refused.
Result<void> check_consistency(std::uint64_t old_size, std::uint64_t size, TreeHash const& old_root,
                               TreeHash const& root, std::span<TreeHash const> proof);

} // namespace leitstand
