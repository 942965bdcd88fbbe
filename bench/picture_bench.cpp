// SPDX-License-Identifier: EUPL-1.2
// How long a page takes to come to a screen as a picture: drawn in the sandbox and sealed, and out
// of what is kept; for a letter and for a scanned page of 300 dots an inch. Without the network.
//   picture_bench [--runs 9] [--calls 20]
#include <cstdio>

#include "base/files.hpp"
#include "decide/page_pictures.hpp"
#include "figures.hpp"
#include "house/house.hpp"
#include "house/scratch.hpp"

namespace leitstand::bench {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// One page of A4 as a scanner sends it: gray with noise, so that nothing packs well.
std::string scanned_page() {
    constexpr int kWidth = 2'480, kHeight = 3'508;
    std::string tones;
    tones.reserve(kWidth * kHeight);
    std::uint32_t seed = 1;
    for (int i = 0; i < kWidth * kHeight; ++i) {
        seed = seed * 1'664'525u + 1'013'904'223u;
        bool const ink = i / kWidth % 60 < 20 && i % 90 < 40;
        tones += static_cast<char>((ink ? 30 : 225) + (seed >> 28));
    }
    std::string const content = "595 0 0 842 0 0 cm /P Do";
    return fmt::format("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
                       "/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox"
                       "[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>endobj\n"
                       "4 0 obj<</Length {}>>stream\n{}\nendstream endobj\n5 0 obj<</Type/XObject"
                       "/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray/BitsPerComponent 8"
                       "/Length {}>>stream\n",
                       content.size(), content, kWidth, kHeight, tones.size()) +
           tones + "\nendstream endobj\ntrailer<</Root 1 0 R>>\n";
}

Result<void> measure(house::House& house, PagePictures& pictures, std::string const& name,
                     std::string const& bytes, float width_points, long runs, long calls) {
    Series drawn, kept, size;
    for (long run = -1; run < runs; ++run) { // the first does not count
        Arrival arrival;
        arrival.key = fmt::format("{}-{}", name, run);
        arrival.name = name + ".pdf";
        auto const item = TRY(house.ledger->enter(arrival, bytes));
        PictureOrder order;
        order.width = 1'200;
        order.width_points = width_points;
        auto start = Clock::now();
        auto const place = TRY(house.inbox->part_place(item.id, 0));
        auto const picture = TRY(pictures.picture(place, order));
        auto const first = milliseconds_since(start);
        start = Clock::now();
        for (long call = 0; call < calls; ++call) {
            auto const again = TRY(house.inbox->part_place(item.id, 0));
            if (!TRY(pictures.kept(again, order)))
                return fail(Code::internal, "bench.not_kept");
        }
        if (run < 0)
            continue;
        drawn.add(first);
        kept.add(milliseconds_since(start) / static_cast<double>(calls));
        size.add(static_cast<double>(picture.bytes.size()) / 1024);
    }
    print_figure(name + ", drawn 1 200 pixels wide", drawn, "ms", "under 250");
    print_figure(name + ", kept", kept, "ms", "under 20");
    print_figure(name + ", size", size, "KiB", "");
    return {};
}

Result<void> run(long runs, long calls) {
    house::ScratchFolder const folder{"picture-bench"};
    house::HouseOptions options;
    options.folder = folder.path();
    auto const house = TRY(house::House::open(options));
    ReadingOptions reading_options;
    reading_options.reader_program = LEITSTAND_READER;
    auto const reading = TRY(Reading::start(reading_options));
    auto const pictures = TRY(PagePictures::open(folder.path() / "pictures", *reading,
                                                 *house->ledger, *house->inbox, options.limits));
    auto const letter = TRY(read_file(
        std::filesystem::path{LEITSTAND_SOURCE_DIR} / "tests/reader/golden/letter.pdf", 10 << 20));
    print_table_head();
    TRY(measure(*house, *pictures, "letter", letter, 612, runs, calls));
    return measure(*house, *pictures, "scan", scanned_page(), 595, runs, calls);
}

} // namespace

} // namespace leitstand::bench

int main(int count, char** words) {
    using namespace leitstand;
    bench::print_head(count, words);
    auto const done = bench::run(bench::option(count, words, "--runs", 9),
                                 bench::option(count, words, "--calls", 20));
    if (done)
        return 0;
    fmt::print(stderr, "{}\n", done.error().describe());
    return 3;
}
