// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cmath>

#include "reader/recognise/codes.hpp"
#include "reader/recognise/handwriting.hpp"
#include "reader/recognise/ink.hpp"
#include "reader/recognise/recogniser.hpp"
#include "reader/recognise/report.hpp"

namespace leitstand::reader {

namespace {

constexpr std::uint32_t kSideMin = 24; // below it there is no letter
constexpr float kLettersWanted = 16;   // pixels to which small letters are made larger
constexpr float kLettersSmall =
    8.5f; // below it the layout goes wrong; above it size costs and gives nothing
constexpr float kEnlargeMax = 3;
constexpr float kUnsureBelow = 62; // mean confidence at which other bearings are tried
constexpr std::uint32_t kEnlargedSideMax = 12'000;

// How much of a reading is likely to be writing.
struct Worth {
    double letters = 0;     // by how sure they are
    std::size_t surely = 0; // words that are hardly chance
};

Worth worth_of(std::vector<SeenWord> const& words) {
    constexpr float kChance = 45; // what noise and wrong bearings reach
    constexpr float kSure = 80;
    Worth worth;
    for (auto const& word : words) {
        if (word.confidence > kChance)
            worth.letters += static_cast<double>(word.text.size()) *
                             static_cast<double>(word.confidence - kChance);
        worth.surely += word.confidence >= kSure && word.text.size() >= 4 ? 1 : 0;
    }
    return worth;
}

// How a page may lie, and what its reading must be worth before it is taken to lie so: a photo or a
// bad fax, of which no bearing reads, must stay as it is.
struct Way {
    unsigned turn = 0;
    bool is_mirrored = false;
    std::size_t words_min = 0;
    double better = 1; // than all before
};
constexpr std::array<Way, 4> kOtherWays{Way{180, false, 3, 1}, Way{90, false, 3, 1},
                                        Way{270, false, 3, 1}, Way{0, true, 6, 1.3}};

float mean_confidence(std::vector<SeenWord> const& words) {
    double sum = 0;
    double letters = 0;
    for (auto const& word : words) {
        sum += static_cast<double>(word.confidence) * static_cast<double>(word.text.size());
        letters += static_cast<double>(word.text.size());
    }
    return letters > 0 ? static_cast<float>(sum / letters) : 0;
}

// The strip across the page that holds the most pieces of ink, a few lines high.
Gray busiest_strip(Gray const& page, std::vector<Blot> const& blots_of_half, float letter,
                   std::uint32_t scale) {
    auto const height =
        std::clamp<std::uint32_t>(static_cast<std::uint32_t>(letter * 16), 120, 600);
    if (page.height <= height)
        return page;
    std::vector<std::uint32_t> starts(page.height / 64 + 1u);
    for (auto const& blot : blots_of_half)
        if (blot.height() >= 4)
            ++starts[std::min<std::size_t>(blot.y0 * scale / 64, starts.size() - 1)];
    auto const window = std::max<std::size_t>(height / 64, 1);
    std::size_t best = 0;
    std::uint32_t most = 0;
    for (std::size_t i = 0; i + window <= starts.size(); ++i) {
        std::uint32_t sum = 0;
        for (std::size_t k = 0; k < window; ++k)
            sum += starts[i + k];
        if (sum > most) {
            most = sum;
            best = i;
        }
    }
    auto const y0 = static_cast<std::uint32_t>(best) * 64;
    return piece_of(page, y0, y0 + height);
}

// One page on its way from the picture to an answer.
class PageReader {
  public:
    PageReader(Gray page, ReaderRequest const& request, PageSteps const& steps)
        : page_(std::move(page)), request_(request), steps_(steps) {
        report_.resolution_dpi = static_cast<double>(std::max(request.resolution_dpi, 1u));
    }

    ReaderAnswer run() {
        report_.width = page_.width;
        report_.height = page_.height;
        if (page_.width < kSideMin || page_.height < kSideMin)
            return nothing_on_it();
        constexpr std::uint32_t kFine = 220; // dpi from which half of them say as much
        scale_ = request_.resolution_dpi >= kFine ? 2 : 1;
        half_ = scale_ == 2 ? halved(page_) : page_;
        report_.code_scale = scale_;
        if (steps_.codes)
            report_.codes = see_codes(half_);
        clean();
        if (!look_for_ink())
            return nothing_on_it();
        stand_upright(find_bearing(half_, threshold_, blots_));
        read();
        if (!tried_others_ && mean_confidence(report_.words) < kUnsureBelow && try_others())
            read();
        if (steps_.find_lost)
            find_lost();
        leave_handwriting_out();
        return make_answer(std::move(report_), request_);
    }

  private:
    void clean();
    bool look_for_ink();
    void look_at_blots();
    void stand_upright(Bearing const& bearing);
    void read();
    float enlarging(Gray const& picture, float letter) const;
    Worth worth_if(Way const& way) const;
    bool try_others();
    void find_lost();
    void leave_handwriting_out();
    std::vector<Blot> blots_of_words() const;
    void apply(unsigned turn);

    ReaderAnswer nothing_on_it() {
        report_.marks.set(is_dark_ ? PageMark::low_quality : PageMark::blank);
        return make_answer(std::move(report_), request_);
    }

    Gray page_; // as it came, then upright
    Gray half_;
    Gray changed_;                // levelled and enlarged
    Gray const* shown_ = nullptr; // what was read: page_ or changed_
    unsigned shown_dpi_ = 300;
    ReaderRequest const& request_;
    PageSteps const& steps_;
    PageReport report_;
    std::vector<Blot> blots_; // of the half page as it stands, before it is level
    std::uint32_t scale_ = 2; // from the half page to the whole; 1 where half would be too coarse
    std::uint8_t threshold_ = 128;
    float letter_ = 0; // height of small letters of the half page
    bool is_dark_ = false;
    bool tried_others_ = false;
};

void PageReader::clean() {
    Paper const paper{half_};
    is_dark_ = paper.lightest() < 60;
    if (steps_.even_paper && !is_dark_ && !paper.is_even()) {
        paper.even_out(page_, scale_);
        paper.even_out(half_, 1);
    }
    threshold_ = ink_threshold(tones_of(half_));
}

// Whether there is anything that could be writing.
bool PageReader::look_for_ink() {
    constexpr std::uint8_t kFaint = 215; // lighter than this nothing was printed
    threshold_ = std::min(threshold_, kFaint);
    look_at_blots();
    std::size_t pieces = 0;
    for (auto const& blot : blots_)
        pieces +=
            blot.height() >= 4 && blot.width() >= 2 && blot.height() < half_.height / 4 ? 1 : 0;
    return pieces >= 3 && !is_dark_;
}

void PageReader::apply(unsigned turn) {
    if (turn == 0)
        return;
    page_ = turned(page_, turn);
    half_ = turned(half_, turn);
    report_.turn_by(turn);
    look_at_blots();
}

void PageReader::look_at_blots() {
    blots_ = blots_of(half_, threshold_);
    letter_ = letter_height(blots_);
}

void PageReader::stand_upright(Bearing const& bearing) {
    apply(bearing.turn);
    if (!bearing.is_sure && !blots_.empty()) {
        try_others();
        return;
    }
    if (steps_.level && !bearing.tilt.is_level())
        report_.tilt = bearing.tilt;
}

// How many times larger a picture is made whose small letters are so high; 1: not at all.
float PageReader::enlarging(Gray const& picture, float letter) const {
    if (!steps_.enlarge || letter <= 0 || letter >= kLettersSmall)
        return 1;
    auto const factor = std::min(kLettersWanted / letter, kEnlargeMax);
    auto const side = static_cast<float>(std::max(picture.width, picture.height)) * factor;
    return side < kEnlargedSideMax ? factor : 1;
}

// What a few lines read as if the page lay like this.
Worth PageReader::worth_if(Way const& way) const {
    auto const page = turned(way.is_mirrored ? mirrored(page_) : page_, way.turn);
    auto const half = turned(way.is_mirrored ? mirrored(half_) : half_, way.turn);
    auto const blots = blots_of(half, threshold_);
    auto const bearing = find_bearing(half, threshold_, blots);
    auto const letter = letter_ * static_cast<float>(scale_);
    auto strip = busiest_strip(page, blots, letter, scale_);
    if (!bearing.tilt.is_level() && bearing.turn % 180 == 0)
        strip = levelled(strip, {bearing.tilt.slope, 0});
    if (auto const factor = enlarging(strip, letter); factor > 1)
        strip = enlarged(strip, factor);
    return worth_of(see_words(strip, 300, Layout::block));
}

// Reads a few lines in each of the other bearings and takes the one that reads best; says whether
// that is another one. Seldom needed: pages in capitals only, tables of numbers, pages seen from
// behind.
bool PageReader::try_others() {
    tried_others_ = true;
    Way best;
    auto most = worth_if({}).letters * 1.2; // as it is unless another is clearly better
    for (auto const& way : kOtherWays) {
        auto const its = worth_if(way);
        if (its.letters > most * way.better && its.surely >= way.words_min) {
            most = its.letters;
            best = way;
        }
    }
    bool const is_new = best.turn != 0 || best.is_mirrored;
    if (best.is_mirrored) {
        page_ = mirrored(page_);
        half_ = mirrored(half_);
        look_at_blots();
        report_.is_mirrored = true;
        report_.marks.set(PageMark::mirrored);
    }
    apply(best.turn);
    if (!is_new && shown_ != nullptr) // what was read stays
        return false;
    auto const bearing = find_bearing(half_, threshold_, blots_);
    report_.tilt =
        steps_.level && bearing.turn % 180 == 0 && !bearing.tilt.is_level() ? bearing.tilt : Tilt{};
    return is_new;
}

void PageReader::read() {
    shown_ = &page_;
    if (!report_.tilt.is_level()) {
        changed_ = levelled(page_, report_.tilt);
        shown_ = &changed_;
    }
    auto letter = letter_ * static_cast<float>(scale_);
    if (scale_ == 2 && letter_ < kLettersSmall) // measured at half size that would be coarse
        letter = letter_height(blots_of(*shown_, threshold_));
    auto const factor = enlarging(*shown_, letter);
    report_.enlarged = static_cast<double>(factor);
    if (factor > 1) {
        changed_ = enlarged(*shown_, factor);
        shown_ = &changed_;
    }
    shown_dpi_ =
        static_cast<unsigned>(std::clamp(report_.resolution_dpi * report_.enlarged, 150.0, 600.0));
    report_.words = see_words(*shown_, shown_dpi_, Layout::page);
}

// The pieces of ink of the page as the engine saw it, at half size.
std::vector<Blot> PageReader::blots_of_words() const {
    if (report_.tilt.is_level())
        return blots_;
    return blots_of(levelled(half_, report_.tilt), threshold_);
}

// A signature alone is no writing that has to be read; a line or more is.
void PageReader::leave_handwriting_out() {
    constexpr double kShareOfWidth = 0.4;
    if (letter_ <= 0)
        return;
    auto const width =
        take_out_handwriting(report_.words, blots_of_words(), letter_, scale_ * report_.enlarged);
    if (width > kShareOfWidth * report_.width * report_.enlarged)
        report_.marks.set(PageMark::handwriting);
}

// Blocks that the engine took for pictures or forgot: letters that no word covers are looked at
// again.
void PageReader::find_lost() {
    if (letter_ <= 0)
        return;
    auto const blots = blots_of_words();
    auto const scale = scale_ * report_.enlarged;
    auto const width = static_cast<int>(shown_->width);
    auto const height = static_cast<int>(shown_->height);
    std::vector<Rectangle> regions;
    for (auto const& part : lost_parts(blots, letter_, report_.words, scale)) {
        Rectangle const region{std::clamp(part.x0, 0, width), std::clamp(part.y0, 0, height),
                               std::clamp(part.x1, 0, width), std::clamp(part.y1, 0, height)};
        if (region.width() >= 8 && region.height() >= 8)
            regions.push_back(region);
    }
    // The engine may have looked at something else meanwhile (try_others), so it is shown again.
    for (auto& block : see_parts(*shown_, shown_dpi_, regions, Layout::block))
        insert_block(report_.words, std::move(block));
}

} // namespace

ReaderAnswer recognise_page(std::string_view graymap, ReaderRequest const& request,
                            PageSteps const& steps) {
    auto page = read_graymap(graymap, request.pixels_max);
    if (!page) {
        ReaderAnswer answer;
        answer.status = AnswerStatus::refused;
        answer.reason = Reason::damaged;
        return answer;
    }
    return PageReader{std::move(*page), request, steps}.run();
}

bool prepare_recogniser(std::string const& folder) {
    if (!load_engine(folder))
        return false;
    // A small drawing of our own once through everything, so that what is made on first use is made
    // before the process forks.
    Gray sample{400, 120};
    for (std::uint32_t x = 40; x < 360; x += 20)
        for (std::uint32_t y = 40; y < 70; ++y)
            std::fill_n(sample.row(y) + x, 4 + x % 7, std::uint8_t{0});
    see_words(sample, 300, Layout::block);
    see_codes(sample);
    return true;
}

} // namespace leitstand::reader
