// SPDX-License-Identifier: EUPL-1.2
#include "learn/training_folds.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/assert.hpp"

namespace leitstand::learn {

namespace {

constexpr std::size_t kNeighboursMax = 10;
constexpr std::size_t kGroupsOfFoldMin = 4; // fewer neighbours in files of few texts

using LabelsOf = std::span<std::vector<std::uint32_t> const>;
using Members = std::vector<std::vector<std::uint32_t>>; // texts of each group

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint32_t kSeveral = kNone - 1;

Members members_of(std::span<std::uint32_t const> groups) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_number;
    for (std::uint32_t text = 0; text < groups.size(); ++text)
        by_number[groups[text]].push_back(text);
    Members members;
    for (auto& [number, texts] : by_number)
        members.push_back(std::move(texts));
    return members;
}

// For each label the only one of `places` (a number for each text) that holds texts of it, or
// kSeveral, or kNone.
std::vector<std::uint32_t> only_place(LabelsOf labels_of, std::size_t labels,
                                      std::span<std::uint32_t const> places) {
    std::vector<std::uint32_t> only(labels, kNone);
    for (std::size_t text = 0; text < labels_of.size(); ++text)
        for (auto const label : labels_of[text])
            if (only[label] == kNone)
                only[label] = places[text];
            else if (only[label] != places[text])
                only[label] = kSeveral;
    return only;
}

// Copies first, since they may stand far apart; the rest by neighbours.
std::vector<std::uint32_t> group_neighbours(LabelsOf labels_of, std::size_t labels, unsigned folds,
                                            std::span<std::uint32_t const> copies) {
    auto const count = static_cast<std::uint32_t>(labels_of.size());
    auto const neighbours = static_cast<std::uint32_t>(std::clamp<std::size_t>(
        count / (std::size_t{folds} * kGroupsOfFoldMin), 1, kNeighboursMax));
    std::vector<std::uint8_t> is_copy(count, 0);
    for (std::uint32_t text = 0; text < copies.size(); ++text)
        if (copies[text] != text)
            is_copy[text] = is_copy[copies[text]] = 1;
    // Neighbours get the number of their first one; copies come behind all of these numbers.
    std::vector<std::uint32_t> groups(count);
    for (std::uint32_t text = 0; text < count; ++text)
        groups[text] = is_copy[text] ? count + copies[text] : text / neighbours * neighbours;
    std::vector<std::uint32_t> texts_of_label(labels, 0);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> in_group; // of a label
    for (std::uint32_t text = 0; text < count; ++text)
        for (auto const label : labels_of[text]) {
            ++texts_of_label[label];
            ++in_group[{label, groups[text]}];
        }
    std::vector<std::uint8_t> parted(count, 0); // by the number of the group
    for (auto const& [place, texts] : in_group)
        if (auto const [label, group] = place;
            group < count && texts > 1 && 2 * texts > texts_of_label[label])
            parted[group] = 1;
    for (std::uint32_t text = 0; text < count; ++text)
        if (groups[text] < count && parted[groups[text]])
            groups[text] = 2 * count + text;
    return groups;
}

// Groups with the rarest labels choose first; each goes where its labels are fewest.
class Dealer {
  public:
    Dealer(LabelsOf labels_of, std::size_t labels, unsigned folds)
        : labels_of_(labels_of), folds_(folds), texts_(labels, 0),
          dealt_(folds, std::vector<double>(labels, 0)), sizes_(folds, 0) {
        for (auto const& numbers : labels_of)
            for (auto const label : numbers)
                ++texts_[label];
    }

    std::vector<std::uint32_t> deal(Members const& members) {
        std::vector<std::uint32_t> order(members.size());
        std::iota(order.begin(), order.end(), 0u);
        std::vector<double> rarest;
        for (auto const& texts : members)
            rarest.push_back(rarest_of(texts));
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
            return rarest[a] != rarest[b] ? rarest[a] < rarest[b]
                                          : members[a].size() > members[b].size();
        });
        std::vector<std::uint32_t> fold_of(labels_of_.size());
        for (auto const group : order) {
            auto const fold = best_fold(members[group]);
            for (auto const text : members[group]) {
                fold_of[text] = fold;
                ++sizes_[fold];
                for (auto const label : labels_of_[text])
                    ++dealt_[fold][label];
            }
        }
        return fold_of;
    }

  private:
    double rarest_of(std::span<std::uint32_t const> texts) const {
        auto rarest = static_cast<double>(labels_of_.size()) + 1;
        for (auto const text : texts)
            for (auto const label : labels_of_[text])
                rarest = std::min(rarest, texts_[label]);
        return rarest;
    }

    std::uint32_t best_fold(std::span<std::uint32_t const> texts) const {
        std::uint32_t best = 0;
        double best_crowd = 0;
        for (std::uint32_t fold = 0; fold < folds_; ++fold) {
            double crowd = static_cast<double>(texts.size()) * sizes_[fold] /
                           static_cast<double>(labels_of_.size());
            for (auto const text : texts)
                for (auto const label : labels_of_[text])
                    crowd += dealt_[fold][label] / texts_[label];
            if (fold == 0 || crowd < best_crowd)
                best = fold, best_crowd = crowd;
        }
        return best;
    }

    LabelsOf labels_of_;
    unsigned folds_;
    std::vector<double> texts_;              // of each label
    std::vector<std::vector<double>> dealt_; // of each fold, texts of each label
    std::vector<double> sizes_;              // of each fold, texts
};

std::vector<std::uint32_t> texts_where(std::span<std::uint32_t const> folds, std::uint32_t fold,
                                       bool inside) {
    std::vector<std::uint32_t> texts;
    for (std::uint32_t text = 0; text < folds.size(); ++text)
        if ((folds[text] == fold) == inside)
            texts.push_back(text);
    return texts;
}

} // namespace

std::vector<std::uint32_t> TrainingFolds::inside(std::uint32_t fold) const {
    return texts_where(folds, fold, true);
}
std::vector<std::uint32_t> TrainingFolds::outside(std::uint32_t fold) const {
    return texts_where(folds, fold, false);
}

TrainingFolds make_folds(LabelsOf labels_of, std::size_t labels, unsigned folds,
                         std::span<std::uint32_t const> groups,
                         std::span<std::uint32_t const> copies) {
    ASSERT(folds >= 2 && (groups.empty() || groups.size() == labels_of.size()));
    ASSERT(copies.empty() || copies.size() == labels_of.size());
    TrainingFolds result;
    result.groups = groups.empty() ? group_neighbours(labels_of, labels, folds, copies)
                                   : std::vector<std::uint32_t>(groups.begin(), groups.end());
    result.folds = Dealer{labels_of, labels, folds}.deal(members_of(result.groups));
    for (auto const place : only_place(labels_of, labels, result.folds))
        result.unseen.push_back(place == kSeveral || place == kNone ? 0 : 1);
    return result;
}

} // namespace leitstand::learn
