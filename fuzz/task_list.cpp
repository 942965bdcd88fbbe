// SPDX-License-Identifier: EUPL-1.2
// Lists of tasks of an authority, on any bytes: the first byte picks table (`c`) or TOML. The
// readers never crash; each fault has words; a list without one stays the same through table and
// TOML.
#include <cstdint>
#include <cstdlib>

#include "catalogue/guideline.hpp"
#include "catalogue/task_list.hpp"
#include "govern/dossier/task_table.hpp"

namespace {

using namespace leitstand;

void must(bool holds) {
    if (!holds)
        std::abort();
}

Guideline const& guideline() {
    static auto const loaded =
        Guideline::load(std::filesystem::path{LEITSTAND_SOURCE_DIR} / "catalogue/de").value();
    return *loaded;
}

ReadTasks read(std::uint8_t kind, std::string_view bytes) {
    if (kind == 'c')
        return read_task_table(bytes, "file", guideline());
    ReadTasks out;
    out.tasks = parse_task_list(bytes, "file", guideline(), out.problems);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
    auto const first = read(data[0], bytes);
    for (auto const& problem : first.problems)
        must(!problem.reason.empty());
    std::ignore = tasks_left_out(guideline(), first.tasks);
    if (!first.problems.empty())
        return 0;
    auto const printed = print_task_list(first.tasks);
    auto const again = read('t', printed);
    must(again.problems.empty() && print_task_list(again.tasks) == printed);
    if (data[0] != 'c')
        return 0;
    auto const table = print_task_table(first.tasks);
    auto const from_table = read('c', table);
    must(from_table.problems.empty() && print_task_table(from_table.tasks) == table);
    return 0;
}
