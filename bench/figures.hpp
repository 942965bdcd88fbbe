// SPDX-License-Identifier: EUPL-1.2
// How a benchmark says what it measured: machine, date and the command that repeats it first, then
// one row for each figure with the median and the interval of all runs. Threads: one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leitstand::bench {

// Processor, cores, memory, kernel, compiler, kind of build, date, command line.
void print_head(int count, char const* const* words);

class Series {
  public:
    void add(double value) { values_.push_back(value); }
    bool empty() const { return values_.empty(); }
    std::size_t size() const { return values_.size(); }
    double median() const { return quantile(0.5); }
    double least() const { return quantile(0); }
    double most() const { return quantile(1); }
    double quantile(double share) const; // nearest rank

  private:
    std::vector<double> values_;
};

// "| name | median unit | least to most | runs | goal |", ready for docs/performance.md.
void print_table_head();
void print_figure(std::string_view name, Series const& series, std::string_view unit,
                  std::string_view goal);

// The value after `name` in the command line, or `otherwise`.
long option(int count, char const* const* words, std::string_view name, long otherwise);
std::string text_option(int count, char const* const* words, std::string_view name,
                        std::string otherwise);

} // namespace leitstand::bench
