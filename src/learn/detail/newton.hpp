// SPDX-License-Identifier: EUPL-1.2
// Newton's method for the small convex problems of calibration. Private to learn/. Threads: any.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace leitstand::learn {

// A loss at one place, with gradient and the lower triangle of its Hessian, row by row.
struct LossAt {
    explicit LossAt(std::size_t parameters)
        : gradient(parameters), hessian(parameters * parameters) {}

    double value = 0;
    std::vector<double> gradient, hessian;

    std::vector<double> direction() const; // Newton's step, to be taken off the parameters
};

// Solves H x = g for a positive definite H, of which the lower triangle is given (Cholesky).
inline std::vector<double> solve(std::vector<double> hessian, std::vector<double> gradient) {
    auto const n = gradient.size();
    auto const at = [&](std::size_t row, std::size_t column) -> double& {
        return hessian[row * n + column];
    };
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double sum = at(row, column);
            for (std::size_t k = 0; k < column; ++k)
                sum -= at(row, k) * at(column, k);
            at(row, column) =
                row == column ? std::sqrt(std::max(sum, 1e-12)) : sum / at(column, column);
        }
        for (std::size_t k = 0; k < row; ++k)
            gradient[row] -= at(row, k) * gradient[k];
        gradient[row] /= at(row, row);
    }
    for (std::size_t row = n; row-- > 0;) {
        for (std::size_t k = row + 1; k < n; ++k)
            gradient[row] -= at(k, row) * gradient[k];
        gradient[row] /= at(row, row);
    }
    return gradient;
}

inline std::vector<double> LossAt::direction() const {
    return solve(hessian, gradient);
}

// The parameters at which `loss` is least, from a start; steps are halved until they lower it.
// Ends where a step promises less than `gain_min`. loss(parameters) is a LossAt, or has a value,
// gradient and direction() as it.
template <typename Loss, typename Parameters = std::vector<double>>
Parameters minimise(Loss const& loss, Parameters parameters, double gain_min) {
    constexpr int kSteps = 50, kHalvings = 30;
    constexpr double kShareOfPromise = 1e-4; // Armijo
    auto at = loss(parameters);
    for (int step = 0; step < kSteps; ++step) {
        auto const direction = at.direction();
        double promise = 0;
        for (std::size_t i = 0; i < direction.size(); ++i)
            promise += direction[i] * at.gradient[i];
        if (!(promise > gain_min))
            break;
        bool lower = false;
        double length = 1;
        for (int halving = 0; halving < kHalvings && !lower; ++halving, length /= 2) {
            auto tried = parameters;
            for (std::size_t i = 0; i < tried.size(); ++i)
                tried[i] -= length * direction[i];
            auto there = loss(tried);
            lower = there.value < at.value - kShareOfPromise * length * promise;
            if (lower) {
                parameters = std::move(tried);
                at = std::move(there);
            }
        }
        if (!lower)
            break;
    }
    return parameters;
}

} // namespace leitstand::learn
