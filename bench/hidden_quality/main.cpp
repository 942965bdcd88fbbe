// SPDX-License-Identifier: EUPL-1.2
// How many attacks with hidden text are told of, by kind, and how often an honest document is
// suspected (docs/quality.md). Attacks and honest documents are generated; the same seeds, the same
// documents. Also lists what is found hidden in files given by name.
//   hidden_quality [--each 50] [--depth quick|whole] [--write FOLDER] [FILE…]
#include <cstdio>

#include "base/files.hpp"
#include "figures.hpp"
#include "read/reading.hpp"
#include "tests/reader/attacks.hpp"

namespace leitstand {

namespace {

struct Tally {
    int all = 0;
    int flagged = 0;   // the hidden text is told of
    int kept_out = 0;  // and none of it is in the text
    int unchecked = 0; // recognition would look at a page
    int failed = 0;
};

bool flags(Document const& document) {
    return !document.hidden.empty() ||
           std::any_of(document.pages.begin(), document.pages.end(),
                       [](Page const& page) { return page.marks.has(PageMark::hidden_text); });
}

void count(Reading& reading, test::Sample const& sample, Depth depth, Tally& tally) {
    ++tally.all;
    auto const document = reading.read(sample.bytes, "", {}, depth);
    if (!document) {
        ++tally.failed;
        return;
    }
    tally.flagged += flags(*document) ? 1 : 0;
    // What is seen but for its disguise stays in the text, without the disguise.
    bool const is_seen =
        sample.kind == "zero_width" || sample.kind == "lookalikes" || sample.kind == "turned_round";
    bool const inside =
        !sample.hidden.empty() && document->text.find(sample.hidden) != std::string::npos;
    tally.kept_out += inside && !is_seen ? 0 : 1;
    tally.unchecked +=
        std::any_of(document->pages.begin(), document->pages.end(),
                    [](Page const& page) { return page.marks.has(PageMark::unchecked); })
            ? 1
            : 0;
}

void print_row(std::string const& name, Tally const& tally) {
    fmt::print("| {} | {} | {:.1f} % | {:.1f} % | {:.1f} % | {} |\n", name, tally.all,
               100.0 * tally.flagged / tally.all, 100.0 * tally.kept_out / tally.all,
               100.0 * tally.unchecked / tally.all, tally.failed);
}

void add(Tally& sum, Tally const& one) {
    sum.all += one.all;
    sum.flagged += one.flagged;
    sum.kept_out += one.kept_out;
    sum.unchecked += one.unchecked;
    sum.failed += one.failed;
}

using Make = test::Sample (*)(std::string const&, std::uint32_t);

void measure(Reading& reading, std::string const& title, std::vector<std::string> const& kinds,
             Make make, long each, Depth depth) {
    fmt::print("\n| {} | documents | told of | text without it | to be recognised | failed |\n"
               "|---|---|---|---|---|---|\n",
               title);
    Tally sum;
    for (auto const& kind : kinds) {
        Tally tally;
        for (long i = 0; i < each; ++i)
            count(reading, make(kind, static_cast<std::uint32_t>(i + 1)), depth, tally);
        print_row(kind, tally);
        add(sum, tally);
    }
    print_row("**all**", sum);
}

void list(Reading& reading, std::string const& file, Depth depth) {
    auto const bytes = read_file(file, 50 << 20);
    auto const document =
        bytes ? reading.read(*bytes, file, {}, depth) : tl::unexpected(bytes.error());
    if (!document) {
        fmt::print("{}: {}\n", file, document.error().describe());
        return;
    }
    int unchecked = 0, unread = 0;
    for (auto const& page : document->pages) {
        unchecked += page.marks.has(PageMark::unchecked) ? 1 : 0;
        unread += page.marks.has(PageMark::unread) ? 1 : 0;
    }
    fmt::print("{}: {} pages, {} unread, {} unchecked, {} hidden texts\n", file,
               document->pages.size(), unread, unchecked, document->hidden.size());
    for (auto const& hidden : document->hidden)
        fmt::print("  page {} {}: {}\n", hidden.page, hidden_key(hidden.kind), hidden.text);
}

void write_samples(std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    for (auto const& kind : test::attack_kinds())
        static_cast<void>(
            write_file_durably(folder / ("attack_" + kind), test::make_attack(kind, 1).bytes));
    for (auto const& kind : test::honest_kinds())
        static_cast<void>(
            write_file_durably(folder / ("honest_" + kind), test::make_honest(kind, 1).bytes));
}

int run(int count_of_words, char** words) {
    auto const each = bench::option(count_of_words, words, "--each", 50);
    auto const depth = bench::text_option(count_of_words, words, "--depth", "quick") == "whole"
                           ? Depth::whole
                           : Depth::quick;
    auto const folder = bench::text_option(count_of_words, words, "--write", "");
    if (!folder.empty()) {
        write_samples(folder);
        return 0;
    }
    ReadingOptions options;
    options.reader_program = LEITSTAND_READER;
    auto const reading = Reading::start(options);
    if (!reading) {
        fmt::print(stderr, "{}\n", reading.error().describe());
        return 3;
    }
    bool listed = false;
    for (int i = 1; i < count_of_words; ++i) {
        std::string_view const word = words[i];
        if (word.starts_with("--")) {
            ++i; // and its value
            continue;
        }
        list(**reading, std::string{word}, depth);
        listed = true;
    }
    if (listed)
        return 0;
    bench::print_head(count_of_words, words);
    measure(**reading, "attack", test::attack_kinds(), test::make_attack, each, depth);
    measure(**reading, "honest document", test::honest_kinds(), test::make_honest, each, depth);
    return 0;
}

} // namespace

} // namespace leitstand

int main(int count, char** words) {
    return leitstand::run(count, words);
}
