// SPDX-License-Identifier: EUPL-1.2
// The arithmetic of the tree against known answers and against the slow reference.
#include "prove/tree.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "prove/slow_tree.hpp"

namespace leitstand {
namespace {

TEST(Tree, KnownAnswers) {
    EXPECT_EQ(to_base64(bytes_of(leaf_hash("hello world"))),
              "TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=");
    EXPECT_EQ(to_hex(bytes_of(leaf_hash(""))),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    EXPECT_EQ(to_hex(bytes_of(empty_tree_root())),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(root_of({}), empty_tree_root());
}

TEST(Tree, LeavesOfEveryLengthAreHashedAlike) {
    for (std::size_t size : {0, 1, 33, 126, 127, 128, 129, 1000, 65'535}) {
        std::string const entry(size, 'e');
        EXPECT_EQ(leaf_hash(entry), slow::array_of(sha256(std::string(1, '\0') + entry))) << size;
    }
}

TEST(Tree, AHashHasThirtyTwoBytes) {
    EXPECT_TRUE(tree_hash_from(std::string(32, 'h')));
    for (std::size_t size : {0, 31, 33, 64})
        EXPECT_EQ(tree_hash_from(std::string(size, 'h')).error().key, "proof.malformed");
}

// All sizes and indices of small trees: nothing is left to chance.
TEST(Tree, ProofsAreThoseOfTheReference) {
    auto const all = slow::leaf_hashes(67);
    for (std::size_t size = 0; size <= all.size(); ++size) {
        auto const leaves = std::span{all}.first(size);
        auto const root = slow::root(leaves);
        ASSERT_EQ(root_of(leaves), root) << size;
        auto const read = slow::reader(leaves);
        ASSERT_EQ(*root_at(size, read), root) << size;
        for (std::size_t index = 0; index < size; ++index) {
            auto const proof = inclusion_proof(index, size, read);
            ASSERT_TRUE(proof) << proof.error().describe();
            ASSERT_EQ(*proof, slow::inclusion(index, leaves)) << index << " of " << size;
            ASSERT_TRUE(check_inclusion(index, size, leaves[index], *proof, root));
        }
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            auto const proof = consistency_proof(old_size, size, read);
            ASSERT_TRUE(proof) << proof.error().describe();
            ASSERT_EQ(*proof, slow::subproof(old_size, leaves, true)) << old_size << " " << size;
            ASSERT_TRUE(check_consistency(old_size, size, slow::root(leaves.first(old_size)), root,
                                          *proof));
        }
    }
}

RC_GTEST_PROP(TreeProperty, PeaksTakeSubtreesOfAnySize, ()) {
    auto const size = *rc::gen::inRange<std::size_t>(0, 600);
    auto const all = slow::leaf_hashes(size);
    Peaks peaks;
    while (peaks.size() < size) {
        auto const at = static_cast<std::size_t>(peaks.size());
        std::vector<unsigned> fitting; // heights of full subtrees that may come next
        for (unsigned height = 0; height < 10; ++height)
            if (at % (std::size_t{1} << height) == 0 && at + (std::size_t{1} << height) <= size)
                fitting.push_back(height);
        auto const height = *rc::gen::elementOf(fitting);
        peaks.add(slow::root(std::span{all}.subspan(at, std::size_t{1} << height)), height);
    }
    RC_ASSERT(peaks.root() == slow::root(all));
}

RC_GTEST_PROP(TreeProperty, AProofHoldsForNothingElse, ()) {
    auto const size = *rc::gen::inRange<std::size_t>(1, 300);
    auto const index = *rc::gen::inRange<std::size_t>(0, size);
    auto const leaves = slow::leaf_hashes(size);
    auto const root = slow::root(leaves);
    auto const proof = *inclusion_proof(index, size, slow::reader(leaves));
    RC_ASSERT(proof == slow::inclusion(index, leaves));
    auto const other = *rc::gen::inRange<std::size_t>(0, size);
    RC_ASSERT(check_inclusion(other, size, leaves[index], proof, root).has_value() ==
              (other == index));
    RC_ASSERT(check_inclusion(index, size, leaves[other], proof, root).has_value() ==
              (other == index));
}

RC_GTEST_PROP(TreeProperty, TwoSizesAreConsistentAndTwoHistoriesAreNot, ()) {
    auto const size = *rc::gen::inRange<std::size_t>(1, 300);
    auto const old_size = *rc::gen::inRange<std::size_t>(1, size + 1);
    auto const leaves = slow::leaf_hashes(size);
    auto const proof = *consistency_proof(old_size, size, slow::reader(leaves));
    auto const old_root = slow::root(std::span{leaves}.first(old_size));
    RC_ASSERT(check_consistency(old_size, size, old_root, slow::root(leaves), proof).has_value());
    auto other = leaves;
    other[*rc::gen::inRange<std::size_t>(0, old_size)] = leaf_hash("rewritten");
    auto const other_proof = *consistency_proof(old_size, size, slow::reader(other));
    RC_ASSERT(!check_consistency(old_size, size, old_root, slow::root(other), other_proof));
}

TEST(Tree, AnErrorOfTheReaderIsPassedOn) {
    SubtreeReader const broken = [](unsigned, std::uint64_t) -> Result<TreeHash> {
        return fail(Code::damaged, "test.broken");
    };
    EXPECT_EQ(root_at(5, broken).error().key, "test.broken");
    EXPECT_EQ(inclusion_proof(2, 5, broken).error().key, "test.broken");
    EXPECT_EQ(consistency_proof(2, 5, broken).error().key, "test.broken");
}

// Sizes near the end of the numbers do no harm.
TEST(Tree, HugeSizesAreRefusedAndDoNotLoop) {
    auto const hash = leaf_hash("x");
    std::vector<TreeHash> const proof(64, hash);
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    EXPECT_FALSE(check_inclusion(kMost - 1, kMost, hash, proof, hash));
    EXPECT_FALSE(check_inclusion(kMost, kMost, hash, proof, hash));
    EXPECT_FALSE(check_consistency(kMost - 1, kMost, hash, hash, proof));
    EXPECT_FALSE(check_consistency(1, kMost, hash, hash, proof));
}

} // namespace
} // namespace leitstand
