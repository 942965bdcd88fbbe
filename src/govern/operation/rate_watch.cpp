// SPDX-License-Identifier: EUPL-1.2
#include "govern/operation/rate_watch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace leitstand::operation {

namespace {

// Shares of the capital that are bet; the best one for a rate `now` is (now - bound) / (1 - bound).
constexpr std::array<double, 7> kStakes{1.0 / 128, 1.0 / 64, 1.0 / 32, 1.0 / 16,
                                        1.0 / 8,   1.0 / 4,  1.0 / 2};
constexpr std::uint64_t kCasesMax = 10'000'000; // beyond it a drift counts as not noticed

double log_gain_of_event(double stake, double bound) {
    return std::log1p(stake / bound * (1 - bound));
}

double log_gain_of_other(double stake) {
    return std::log1p(-stake);
}

double bound_of(learn::Share reference, double probability, double tolerance) {
    if (reference.count == 0)
        return 1;
    return std::min(1.0, learn::clopper_pearson_upper(reference, 1 - probability) + tolerance);
}

learn::Share mirrored(learn::Share share) {
    return {.hits = share.count - share.hits, .count = share.count};
}

// What each side and each part of it (reference, capital) may spend.
double part_of(WatchRule rule) {
    return rule.false_alarm_rate / (rule.direction == Direction::either ? 4 : 2);
}

} // namespace

RateWatch::RateWatch(learn::Share reference, WatchRule rule)
    : higher_(rule.direction != Direction::lower), lower_(rule.direction != Direction::higher),
      part_(part_of(rule)), high_(bound_of(reference, part_, rule.tolerance)),
      low_(bound_of(mirrored(reference), part_, rule.tolerance)) {}

RateWatch::Side::Side(double bound) : idle(bound >= 1) {
    if (idle)
        return;
    for (std::size_t i = 0; i < kStakes.size(); ++i) {
        of_event.at(i) = log_gain_of_event(kStakes.at(i), bound);
        of_other.at(i) = log_gain_of_other(kStakes.at(i));
    }
}

void RateWatch::Side::add(std::uint64_t events, std::uint64_t others) {
    for (std::size_t i = 0; i < kStakes.size(); ++i)
        log_capital[i] +=
            static_cast<double>(events) * of_event[i] + static_cast<double>(others) * of_other[i];
}

double RateWatch::Side::log_evidence() const {
    auto const most = *std::ranges::max_element(log_capital);
    double sum = 0;
    for (auto const capital : log_capital)
        sum += std::exp(capital - most);
    return most + std::log(sum / static_cast<double>(log_capital.size()));
}

double RateWatch::log_alarm_from() const {
    return -std::log(part_);
}

double RateWatch::alarm_from() const {
    return 1 / part_;
}

void RateWatch::add(learn::Share batch) {
    auto const others = batch.count - batch.hits;
    high_.add(batch.hits, others);
    low_.add(others, batch.hits);
    cases_ += batch.count;
    bool const over = (higher_ && high_.log_evidence() >= log_alarm_from()) ||
                      (lower_ && low_.log_evidence() >= log_alarm_from());
    if (over && !alarm_at_)
        alarm_at_ = cases_;
}

double RateWatch::evidence() const {
    auto most = -std::numeric_limits<double>::infinity();
    if (higher_)
        most = std::max(most, high_.log_evidence());
    if (lower_)
        most = std::max(most, low_.log_evidence());
    return std::min(std::exp(most), 1e12);
}

std::optional<std::uint64_t> cases_until_alarm(learn::Share reference, WatchRule rule, double now,
                                               double confidence) {
    auto const part = part_of(rule);
    auto const bound = bound_of(reference, part, rule.tolerance);
    if (now <= bound)
        return std::nullopt;
    auto const needed = std::log(static_cast<double>(kStakes.size()) / part);
    // One bet alone carries the mean over the line; how many events there are at the very least.
    auto const reached = [&](double stake, std::uint64_t cases) {
        auto const count = static_cast<double>(cases);
        auto const events = count * now - std::sqrt(count * std::log(1 / (1 - confidence)) / 2);
        return events * (log_gain_of_event(stake, bound) - log_gain_of_other(stake)) +
                   count * log_gain_of_other(stake) >=
               needed;
    };
    auto const enough = [&](std::uint64_t cases) {
        return std::ranges::any_of(kStakes, [&](double stake) { return reached(stake, cases); });
    };
    std::uint64_t high = 1;
    while (!enough(high))
        if ((high *= 2) > kCasesMax)
            return std::nullopt;
    auto low = high / 2;
    while (low + 1 < high) {
        auto const middle = low + (high - low) / 2;
        (enough(middle) ? high : low) = middle;
    }
    return high;
}

} // namespace leitstand::operation
