// SPDX-License-Identifier: EUPL-1.2
// Decision tables for the fairness figures, on any bytes: the first byte picks how the decision is
// read. The reader never crashes; what one thread counts, or refuses, three do as well; each row is
// counted once, and a report comes of what was counted.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "govern/fairness/decision_table.hpp"
#include "govern/fairness/fairness_json.hpp"
#include "govern/fairness/fairness_report.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::fairness;

void must(bool holds) {
    if (!holds)
        std::abort();
}

DecisionTable wanted(std::uint8_t kind) {
    DecisionTable table;
    table.groups = {"g"};
    table.label = "y";
    if ((kind & 1) != 0)
        table.decision = "d";
    else
        table.score = "s";
    table.threshold = 0.5;
    if ((kind & 2) != 0)
        table.groups.emplace_back("h");
    if ((kind & 4) != 0)
        table.seconds = "t";
    if ((kind & 8) != 0)
        table.abstention = "a";
    if ((kind & 16) != 0)
        table.positive = table.positive_decision = {"x"};
    table.missing = {"?"};
    return table;
}

std::string told(Result<CountedTable> const& counted) {
    if (!counted)
        return counted.error().key + " " + counted.error().detail;
    auto const report = report_fairness(counted->counts, {});
    return report ? print_json(report_json(*report)) : report.error().key;
}

std::uint64_t cases(CountedTable const& counted) {
    std::uint64_t sum = 0;
    for (auto const& cell : counted.counts.cells())
        sum += cell.counts.all();
    return sum;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    static int const file = ::memfd_create("table", 0);
    must(file >= 0 && ::ftruncate(file, 0) == 0 &&
         ::pwrite(file, data + 1, size - 1, 0) == static_cast<ssize_t>(size - 1));
    auto const path = fmt::format("/proc/self/fd/{}", file);
    auto table = wanted(data[0]);
    table.threads = 1;
    auto const alone = count_table(path, table);
    table.threads = 3;
    auto const together = count_table(path, table);
    must(told(alone) == told(together));
    if (alone)
        must(cases(*alone) == alone->rows && alone->rows == together->rows &&
             alone->without_label == together->without_label);
    return 0;
}
