// SPDX-License-Identifier: EUPL-1.2
// The public inclusion and consistency vectors (transparency-dev/merkle), made again from their
// rules: the eight leaves and roots of the Certificate Transparency test tree, and for each proof
// of it the ways in which the vectors spoil one. Every spoiled one must be refused. Stricter than
// the vectors by policy: no proof from size 0, and hashes of 32 bytes only (tree_hash_from()).
#include <gmock/gmock.h>

#include "prove/slow_tree.hpp"
#include "prove/tree.hpp"

namespace leitstand {
namespace {

using Hashes = std::vector<TreeHash>;

constexpr std::array<char const*, 8> kLeaves{"",
                                             "00",
                                             "10",
                                             "2021",
                                             "3031",
                                             "40414243",
                                             "5051525354555657",
                                             "606162636465666768696a6b6c6d6e6f"};
constexpr std::array<char const*, 8> kRoots{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TreeHash hash_of(char const* hex) {
    return slow::array_of(*from_hex(hex));
}

Hashes test_tree() {
    Hashes leaves;
    for (auto const* leaf : kLeaves)
        leaves.push_back(leaf_hash(*from_hex(leaf)));
    return leaves;
}

// The ways in which the vectors spoil the list of hashes.
std::vector<std::pair<std::string, Hashes>> spoiled(Hashes const& proof, TreeHash const& root) {
    std::vector<std::pair<std::string, Hashes>> all;
    auto const add = [&](std::string_view about, Hashes const& hashes) {
        if (hashes != proof)
            all.emplace_back(about, hashes);
    };
    for (std::size_t at = 0; at < proof.size(); ++at) {
        auto wrong = proof;
        wrong[at][0] ^= 0x10;
        add(fmt::format("hash {} flipped", at), wrong);
        wrong = proof;
        wrong.erase(wrong.begin() + static_cast<std::ptrdiff_t>(at));
        add(fmt::format("hash {} left out", at), wrong);
        if (at != 0) {
            wrong = proof;
            std::swap(wrong[at - 1], wrong[at]);
            add(fmt::format("hashes {} and {} swapped", at - 1, at), wrong);
        }
    }
    for (auto const& more : {TreeHash{}, root, proof.empty() ? root : proof.front()}) {
        auto wrong = proof;
        wrong.push_back(more);
        add("a hash more at the end", wrong);
        wrong = proof;
        wrong.insert(wrong.begin(), more);
        add("a hash more in front", wrong);
    }
    add("no hash at all", {});
    return all;
}

TEST(Vectors, TheRootsOfTheTestTree) {
    auto const leaves = test_tree();
    for (std::size_t size = 1; size <= leaves.size(); ++size)
        EXPECT_EQ(root_of(std::span{leaves}.first(size)), hash_of(kRoots[size - 1])) << size;
}

TEST(Vectors, Inclusion) {
    auto const all = test_tree();
    int accepted = 0;
    int refused = 0;
    for (std::size_t size = 1; size <= all.size(); ++size)
        for (std::size_t index = 0; index < size; ++index) {
            auto const root = hash_of(kRoots[size - 1]);
            auto const leaf = all[index];
            auto const proof = slow::inclusion(index, std::span{all}.first(size));
            auto const where = fmt::format("{} of {}", index, size);
            ASSERT_TRUE(check_inclusion(index, size, leaf, proof, root)) << where;
            ++accepted;
            auto const refuse = [&](auto const& about, std::uint64_t at, std::uint64_t of,
                                    TreeHash const& what, Hashes const& by, TreeHash const& to) {
                auto const result = check_inclusion(at, of, what, by, to);
                ASSERT_FALSE(result) << about << ", " << where;
                EXPECT_EQ(result.error().key, "proof.wrong");
                ++refused;
            };
            refuse("the entry before", index - 1, size, leaf, proof, root);
            refuse("the entry after", index + 1, size, leaf, proof, root);
            refuse("entry ^ 2", index ^ 2, size, leaf, proof, root);
            refuse("twice the size", index, size * 2, leaf, proof, root);
            if (size > 1)
                refuse("half the size", index, size / 2, leaf, proof, root);
            refuse("an empty log", index, 0, leaf, proof, root);
            refuse("another leaf", index, size, leaf_hash("WrongLeaf"), proof, root);
            refuse("the leaf of zeros", index, size, TreeHash{}, proof, root);
            refuse("the root of the empty tree", index, size, leaf, proof, empty_tree_root());
            refuse("another root", index, size, leaf, proof, leaf_hash("WrongRoot"));
            for (auto const& [about, wrong] : spoiled(proof, root))
                refuse(about, index, size, leaf, wrong, root);
        }
    EXPECT_EQ(accepted, 36);
    EXPECT_GT(refused, 700);
}

TEST(Vectors, Consistency) {
    auto const all = test_tree();
    int accepted = 0;
    int refused = 0;
    for (std::size_t size = 1; size <= all.size(); ++size)
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            auto const root = hash_of(kRoots[size - 1]);
            auto const old_root = hash_of(kRoots[old_size - 1]);
            auto const proof = slow::subproof(old_size, std::span{all}.first(size), true);
            auto const where = fmt::format("{} to {}", old_size, size);
            ASSERT_TRUE(check_consistency(old_size, size, old_root, root, proof)) << where;
            ++accepted;
            auto const refuse = [&](auto const& about, std::uint64_t from, std::uint64_t to,
                                    TreeHash const& from_root, TreeHash const& to_root,
                                    Hashes const& by) {
                auto const result = check_consistency(from, to, from_root, to_root, by);
                ASSERT_FALSE(result) << about << ", " << where;
                EXPECT_EQ(result.error().key, "proof.wrong");
                ++refused;
            };
            refuse("from nothing", 0, size, old_root, root, proof);
            refuse("from nothing, without proof", 0, size, empty_tree_root(), root, {});
            refuse("one entry less", old_size - 1, size, old_root, root, proof);
            if (old_size != size)
                refuse("one entry more", old_size + 1, size, old_root, root, proof);
            refuse("twice the size", old_size, size * 2, old_root, root, proof);
            if (size > 1)
                refuse("half the size", old_size, size / 2, old_root, root, proof);
            refuse("another old root", old_size, size, leaf_hash("WrongRoot"), root, proof);
            refuse("another root", old_size, size, old_root, leaf_hash("WrongRoot"), proof);
            refuse("the root of the empty tree", old_size, size, old_root, empty_tree_root(),
                   proof);
            if (old_size != size)
                refuse("the roots exchanged", old_size, size, root, old_root, proof);
            for (auto const& [about, wrong] : spoiled(proof, root))
                refuse(about, old_size, size, old_root, root, wrong);
        }
    EXPECT_FALSE(check_consistency(0, 0, empty_tree_root(), empty_tree_root(), {}));
    EXPECT_EQ(accepted, 36);
    EXPECT_GT(refused, 500);
}

} // namespace
} // namespace leitstand
