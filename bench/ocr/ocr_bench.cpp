// SPDX-License-Identifier: EUPL-1.2
// Recognition of letters of our own in eleven conditions, by Leitstand's recogniser and by bare
// tesseract on the same pictures in the same run, one after the other: rates of wrong letters and
// words, lost blocks, processor time. Use:
//   ocr_bench [--pages 8] [--first 0] [--only CONDITION] [--without STEP] [--show 1]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <tesseract/baseapi.h>
#include <unistd.h>

#include "../figures.hpp"
#include "reader/recognise/recogniser.hpp"
#include "score.hpp"
#include "wear.hpp"

namespace {

using namespace leitstand;
using namespace leitstand::bench;

double processor_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Side {
    Score score;
    double seconds = 0;
    std::string last; // what was read of the last page
};

void read_bare(tesseract::TessBaseAPI& engine, Picture const& picture, Side& side) {
    auto const start = processor_seconds();
    engine.SetImage(picture.pixels.data(), static_cast<int>(picture.width),
                    static_cast<int>(picture.height), 1, static_cast<int>(picture.width));
    engine.SetSourceResolution(static_cast<int>(picture.resolution_dpi));
    std::unique_ptr<char[]> const text{engine.GetUTF8Text()};
    side.seconds += processor_seconds() - start;
    side.last = text ? text.get() : "";
}

void read_ours(Picture const& picture, reader::PageSteps const& steps, Side& side) {
    std::string graymap = fmt::format("P5\n{} {}\n255\n", picture.width, picture.height);
    graymap.append(reinterpret_cast<char const*>(picture.pixels.data()), picture.pixels.size());
    ReaderRequest request;
    request.kind = RequestKind::recognise;
    request.resolution_dpi = picture.resolution_dpi;
    auto const start = processor_seconds();
    side.last = reader::recognise_page(graymap, request, steps).text;
    side.seconds += processor_seconds() - start;
}

void print_row(Wear wear, std::size_t pages, Side const& ours, Side const& bare) {
    std::printf(
        "| %s | %.2f %% | %.2f %% | %.2f %% | %.2f %% | %zu | %zu | %.2f s | %.2f s | %.2f |\n",
        std::string{wear_name(wear)}.c_str(), ours.score.letter_rate() * 100,
        bare.score.letter_rate() * 100, ours.score.word_rate() * 100, bare.score.word_rate() * 100,
        ours.score.lost_blocks, bare.score.lost_blocks, ours.seconds / static_cast<double>(pages),
        bare.seconds / static_cast<double>(pages), ours.seconds / bare.seconds);
    std::fflush(stdout);
}

reader::PageSteps steps_without(std::string const& left_out) {
    reader::PageSteps steps;
    steps.even_paper = left_out != "even_paper";
    steps.level = left_out != "level";
    steps.enlarge = left_out != "enlarge";
    steps.find_lost = left_out != "find_lost";
    steps.codes = left_out != "codes";
    return steps;
}

void show(std::uint32_t seed, Letter const& letter, Side const& ours, Side const& bare) {
    auto const of_ours = score_of(letter.blocks, ours.last);
    auto const of_bare = score_of(letter.blocks, bare.last);
    std::printf("page %u (%s): ours %zu, bare %zu of %zu letters\n", seed, letter.font.c_str(),
                of_ours.letter_faults, of_bare.letter_faults, of_ours.letters);
    for (auto const& block : letter.blocks) {
        auto const faults = score_of({block}, ours.last).letter_faults;
        auto const theirs = score_of({block}, bare.last).letter_faults;
        if (faults > 0)
            std::printf("  %zu (bare %zu): %s\n", faults, theirs, block.c_str());
    }
    if (of_ours.letter_faults > 0)
        std::printf("--- ours\n%s\n", ours.last.c_str());
}

int run(int count, char** words) {
    print_head(count, words);
    auto const pages = static_cast<std::uint32_t>(option(count, words, "--pages", 8));
    auto const first = static_cast<std::uint32_t>(option(count, words, "--first", 0));
    auto const only = text_option(count, words, "--only", "");
    auto const steps = steps_without(text_option(count, words, "--without", ""));
    bool const shows = option(count, words, "--show", 0) != 0;
    // As the program `tesseract` works: German, all settings at their defaults, layout found by
    // itself (the library alone would take the page for one block).
    tesseract::TessBaseAPI bare_engine;
    if (!reader::prepare_recogniser("") || bare_engine.Init(nullptr, "deu") != 0) {
        std::fputs("the package tesseract-ocr-deu is missing\n", stderr);
        return 3;
    }
    bare_engine.SetPageSegMode(tesseract::PSM_AUTO);
    std::puts(
        "| condition | letters wrong | bare | words wrong | bare | lost blocks | bare | processor "
        "time a page | bare | ratio |\n|---|---|---|---|---|---|---|---|---|---|");
    for (std::size_t i = 0; i < kWearCount; ++i) {
        auto const wear = static_cast<Wear>(i);
        if (!only.empty() && wear_name(wear).find(only) == std::string_view::npos)
            continue;
        Side ours;
        Side bare;
        for (auto seed = first; seed < first + pages; ++seed) {
            auto const letter = worn_letter(seed, wear);
            read_bare(bare_engine, letter.picture, bare);
            read_ours(letter.picture, steps, ours);
            ours.score.add(score_of(letter.blocks, ours.last));
            bare.score.add(score_of(letter.blocks, bare.last));
            if (shows)
                show(seed, letter, ours, bare);
        }
        print_row(wear, pages, ours, bare);
    }
    return 0;
}

} // namespace

int main(int count, char** words) {
    // libgomp reads its settings when it is loaded: with more than one thread a page takes many
    // times as long, ours and bare alike.
    if (std::getenv("OMP_THREAD_LIMIT") == nullptr) {
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        ::execv("/proc/self/exe", words);
    }
    return run(count, words);
}
