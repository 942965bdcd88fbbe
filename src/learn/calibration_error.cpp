// SPDX-License-Identifier: EUPL-1.2
#include "learn/calibration_error.hpp"

#include <cmath>
#include <numeric>

#include "base/assert.hpp"
#include "learn/detail/draws.hpp"

namespace leitstand::learn {

namespace {

// What one item adds to one group.
struct Piece {
    std::uint32_t group = 0;
    double decisions = 0;
    double surplus = 0; // sum of said minus came true
};

struct Pieces {
    std::vector<Piece> pieces;
    std::vector<std::size_t> start; // of each item, and the end

    std::size_t items() const { return start.size() - 1; }
    std::span<Piece const> of(std::size_t item) const {
        return std::span{pieces}.subspan(start[item], start[item + 1] - start[item]);
    }
};

// Sums of one group, enough for its mean surplus and the variance of that mean when items, not
// decisions, are independent.
struct GroupSums {
    double items = 0, decisions = 0, surplus = 0;
    double surplus2 = 0, product = 0, decisions2 = 0;

    void add(Piece const& piece) {
        items += 1;
        decisions += piece.decisions;
        surplus += piece.surplus;
        surplus2 += piece.surplus * piece.surplus;
        product += piece.surplus * piece.decisions;
        decisions2 += piece.decisions * piece.decisions;
    }
    double mean() const { return surplus / decisions; }
    // Of a ratio of sums over items; with one decision an item the usual variance of a mean.
    double variance_of_mean() const {
        if (items < 2)
            return 0;
        double const m = mean();
        double const squares = surplus2 - 2 * m * product + m * m * decisions2;
        return std::max(squares, 0.0) / (decisions * decisions) * items / (items - 1);
    }
};

struct Errors {
    double plain = 0, square = 0, debiased_square = 0;
};

Errors errors_of(std::span<GroupSums const> groups) {
    double all = 0;
    for (auto const& group : groups)
        all += group.decisions;
    Errors errors;
    for (auto const& group : groups) {
        if (group.decisions == 0)
            continue;
        double const weight = group.decisions / all, d = group.mean();
        errors.plain += weight * std::abs(d);
        errors.square += weight * d * d;
        errors.debiased_square += weight * (d * d - group.variance_of_mean());
    }
    return errors;
}

// Puts decisions into groups in rising order of what was said, numbered from `first` on; returns
// the number after the last.
std::uint32_t number_groups(std::span<double const> said, std::vector<std::uint32_t> order,
                            std::size_t wanted, std::uint32_t first,
                            std::vector<std::uint32_t>& numbers) {
    std::sort(order.begin(), order.end(), [&](auto left, auto right) {
        return said[left] != said[right] ? said[left] < said[right] : left < right;
    });
    std::uint32_t filled = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        numbers[order[i]] = first + filled;
        bool const full = (i + 1) * wanted >= (filled + 1) * order.size();
        bool const next_differs = i + 1 < order.size() && said[order[i]] != said[order[i + 1]];
        if (full && next_differs)
            ++filled;
    }
    return first + filled + 1;
}

// The group of each decision; no group holds decisions of two strata.
std::vector<std::uint32_t> group_numbers(std::span<double const> said,
                                         CalibrationErrorOptions const& options) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> strata;
    for (std::uint32_t i = 0; i < said.size(); ++i)
        strata[options.strata.empty() ? 0 : options.strata[i / options.decisions_per_item]]
            .push_back(i);
    std::vector<std::uint32_t> numbers(said.size());
    std::uint32_t next = 0;
    for (auto& [stratum, decisions] : strata)
        next = number_groups(said, std::move(decisions), options.groups, next, numbers);
    return numbers;
}

Pieces pieces_of(std::span<double const> said, std::span<std::uint8_t const> came_true,
                 std::span<std::uint32_t const> numbers, std::size_t decisions_per_item) {
    Pieces all;
    for (std::size_t item = 0; item < said.size(); item += decisions_per_item) {
        all.start.push_back(all.pieces.size());
        auto const first = static_cast<std::ptrdiff_t>(all.pieces.size());
        for (std::size_t i = item; i < item + decisions_per_item; ++i) {
            auto piece = std::find_if(all.pieces.begin() + first, all.pieces.end(),
                                      [&](auto const& p) { return p.group == numbers[i]; });
            if (piece == all.pieces.end())
                piece = all.pieces.insert(piece, Piece{numbers[i]});
            piece->decisions += 1;
            piece->surplus += said[i] - (came_true[i] != 0 ? 1 : 0);
        }
    }
    all.start.push_back(all.pieces.size());
    return all;
}

double root(double square) {
    return std::sqrt(std::max(square, 0.0));
}

// Deviations of the square hold near 0, where the root has a corner; those of the root far from 0,
// where the square is skewed. The wider end of the two is taken on each side.
Interval interval_of(Pieces const& pieces, std::size_t groups, Errors const& measured,
                     BootstrapOptions const& options) {
    if (options.rounds == 0)
        return {};
    Draws draws{options.seed};
    std::vector<double> of_square, of_root;
    std::vector<GroupSums> sums(groups);
    for (std::size_t round = 0; round < options.rounds; ++round) {
        std::fill(sums.begin(), sums.end(), GroupSums{});
        for (std::size_t i = 0; i < pieces.items(); ++i)
            for (auto const& piece : pieces.of(draws.below(pieces.items())))
                sums[piece.group].add(piece);
        double const square = errors_of(sums).debiased_square;
        of_square.push_back(square - measured.square);
        of_root.push_back(root(square) - root(measured.square));
    }
    auto const squares = middle_of(std::move(of_square), options.confidence);
    auto const roots = middle_of(std::move(of_root), options.confidence);
    double const square = measured.debiased_square;
    return {std::max(std::min(root(square - squares.upper), root(square) - roots.upper), 0.0),
            std::min(std::max(root(square - squares.lower), root(square) - roots.lower), 1.0)};
}

} // namespace

CalibrationError calibration_error(std::span<double const> said,
                                   std::span<std::uint8_t const> came_true,
                                   CalibrationErrorOptions options) {
    ASSERT(said.size() == came_true.size());
    ASSERT(options.groups > 0 && options.decisions_per_item > 0);
    ASSERT(said.size() % options.decisions_per_item == 0);
    ASSERT(options.strata.empty() ||
           options.strata.size() * options.decisions_per_item == said.size());
    CalibrationError error;
    error.decisions = said.size();
    error.items = said.size() / options.decisions_per_item;
    if (said.empty())
        return error;
    auto const numbers = group_numbers(said, options);
    error.groups.resize(*std::max_element(numbers.begin(), numbers.end()) + 1);
    for (std::size_t i = 0; i < said.size(); ++i) {
        auto& group = error.groups[numbers[i]];
        group.said += said[i];
        group.came_true.hits += came_true[i] != 0 ? 1 : 0;
        ++group.came_true.count;
    }
    for (auto& group : error.groups)
        group.said /= static_cast<double>(group.came_true.count);

    auto const pieces = pieces_of(said, came_true, numbers, options.decisions_per_item);
    std::vector<GroupSums> sums(error.groups.size());
    for (auto const& piece : pieces.pieces)
        sums[piece.group].add(piece);
    auto const errors = errors_of(sums);
    error.plain = errors.plain;
    error.debiased_square = errors.debiased_square;
    error.debiased = root(errors.debiased_square);
    error.interval = interval_of(pieces, sums.size(), errors, options.bootstrap);
    return error;
}

TopLabelDecisions top_label_decisions(std::size_t labels, std::span<double const> probabilities,
                                      std::span<std::uint32_t const> truth) {
    ASSERT(labels > 0 && probabilities.size() == truth.size() * labels);
    TopLabelDecisions decisions;
    for (std::size_t row = 0; row < truth.size(); ++row) {
        auto const line = probabilities.subspan(row * labels, labels);
        auto const top = std::max_element(line.begin(), line.end());
        decisions.said.push_back(*top);
        decisions.came_true.push_back(static_cast<std::size_t>(top - line.begin()) == truth[row]);
    }
    return decisions;
}

} // namespace leitstand::learn
