// SPDX-License-Identifier: EUPL-1.2
// counterfactual_bench CATALOGUE PAIRS FILE.jsonl…: how long it takes to ask so many pairs of
// letters, one trait exchanged, of the models beside the catalogue, on two threads.
// docs/performance.md holds its figure (goal: 10 000 pairs in less than 30 s).
#include <chrono>
#include <cstdio>

#include "catalogue/catalogue.hpp"
#include "figures.hpp"
#include "govern/measurement/counterfactual.hpp"
#include "understand/judging_models.hpp"
#include "understand/understand.hpp"

namespace leitstand {

namespace {

constexpr unsigned kThreads = 2;

class AllAssist : public FunctionModes {
  public:
    Mode mode(FunctionKey) const override { return Mode::assist; }
};

Result<void> run(std::vector<std::string> const& arguments) {
    auto const catalogue = TRY(Catalogue::load(arguments[0]));
    Understander const understander{catalogue, TRY(JudgingModels::of_catalogue(arguments[0]))};
    auto const templates = TRY(Counterfactuals::load(arguments[0]));
    std::vector<std::filesystem::path> const files(arguments.begin() + 2, arguments.end());
    auto const letters = TRY(read_measured_letters(files));
    AllAssist const modes;
    CounterfactualOptions options;
    options.threads = kThreads;
    options.pairs_max = std::stoul(arguments[1]);
    auto const start = std::chrono::steady_clock::now();
    auto const measured = measure_counterfactuals(
        letters.letters, *templates,
        [&](Document const& document) { return understander.understand(document, modes); },
        options);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    std::uint64_t pairs = 0;
    for (auto const& [function, measurement] : measured) {
        pairs = 0;
        for (auto const& trait : measurement.traits) {
            pairs += trait.pairs;
            std::printf("%-9s %-15s %6llu pairs, changed %5llu = %.4f (%.4f to %.4f), lost %llu, "
                        "gained %llu, p %.3f, rightful %llu, shift %.3f;",
                        std::string(function_name(function)).c_str(), trait.key.c_str(),
                        static_cast<unsigned long long>(trait.pairs),
                        static_cast<unsigned long long>(trait.changed), trait.share.value,
                        trait.share.lower, trait.share.upper,
                        static_cast<unsigned long long>(trait.only_lost),
                        static_cast<unsigned long long>(trait.only_gained), trait.direction_p,
                        static_cast<unsigned long long>(trait.rightful), trait.shift_max);
            for (auto const& [kind, count] : trait.changed_by_kind)
                std::printf(" %s %llu", kind.c_str(), static_cast<unsigned long long>(count));
            std::printf("\n");
        }
    }
    std::printf("%llu pairs of %zu letters in %.2f s on %u threads\n",
                static_cast<unsigned long long>(pairs), letters.letters.size(), took.count(),
                kThreads);
    return {};
}

} // namespace

} // namespace leitstand

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    if (arguments.size() < 3) {
        std::fprintf(stderr, "counterfactual_bench CATALOGUE PAIRS FILE.jsonl…\n");
        return 2;
    }
    leitstand::bench::print_head(argc, argv);
    if (auto const done = leitstand::run(arguments); !done) {
        std::fprintf(stderr, "%s\n", done.error().describe().c_str());
        return 3;
    }
    return 0;
}
