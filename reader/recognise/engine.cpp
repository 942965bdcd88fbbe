// SPDX-License-Identifier: EUPL-1.2
#include "reader/recognise/engine.hpp"

#include <filesystem>
#include <memory>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include "base/assert.hpp"

namespace leitstand::reader {

namespace {

// One for the program: its models are shared by all processes that are forked after it was loaded.
tesseract::TessBaseAPI& engine() {
    static tesseract::TessBaseAPI one;
    return one;
}

std::string find_models(std::string const& folder) {
    std::error_code ignored;
    if (!folder.empty())
        return std::filesystem::exists(folder + "/deu.traineddata", ignored) ? folder : "";
    for (auto const* const candidate : kModelFolders)
        if (std::filesystem::exists(std::string{candidate} + "/deu.traineddata", ignored))
            return candidate;
    return "";
}

tesseract::PageSegMode mode_of(Layout layout) {
    switch (layout) {
    case Layout::page:
        return tesseract::PSM_AUTO;
    case Layout::block:
        return tesseract::PSM_SINGLE_BLOCK;
    case Layout::line:
        return tesseract::PSM_SINGLE_LINE;
    }
    return tesseract::PSM_AUTO;
}

std::vector<SeenWord> recognised_words() {
    std::vector<SeenWord> words;
    if (engine().Recognize(nullptr) != 0)
        return words;
    std::unique_ptr<tesseract::ResultIterator> const at{engine().GetIterator()};
    if (!at)
        return words;
    do {
        if (at->Empty(tesseract::RIL_WORD))
            continue;
        std::unique_ptr<char[]> const text{at->GetUTF8Text(tesseract::RIL_WORD)};
        SeenWord word;
        if (!text || text[0] == '\0' ||
            !at->BoundingBox(tesseract::RIL_WORD, &word.box.x0, &word.box.y0, &word.box.x1,
                             &word.box.y1))
            continue;
        word.text = text.get();
        word.confidence = at->Confidence(tesseract::RIL_WORD);
        word.begins_block = at->IsAtBeginningOf(tesseract::RIL_BLOCK);
        word.begins_paragraph = at->IsAtBeginningOf(tesseract::RIL_PARA);
        word.begins_line = at->IsAtBeginningOf(tesseract::RIL_TEXTLINE);
        words.push_back(std::move(word));
    } while (at->Next(tesseract::RIL_WORD));
    return words;
}

void show(Gray const& page, unsigned resolution_dpi, Layout layout) {
    engine().SetPageSegMode(mode_of(layout));
    engine().SetImage(page.pixels.data(), static_cast<int>(page.width),
                      static_cast<int>(page.height), 1, static_cast<int>(page.width));
    engine().SetSourceResolution(static_cast<int>(resolution_dpi));
}

} // namespace

bool load_engine(std::string const& folder) {
    auto const models = find_models(folder);
    if (models.empty() || engine().Init(models.c_str(), "deu", tesseract::OEM_LSTM_ONLY) != 0)
        return false;
    // White on black is rare in letters; trying it on each doubtful word costs a tenth of the time.
    engine().SetVariable("tessedit_do_invert", "0");
    return true;
}

std::vector<SeenWord> see_words(Gray const& page, unsigned resolution_dpi, Layout layout) {
    show(page, resolution_dpi, layout);
    return recognised_words();
}

std::vector<std::vector<SeenWord>> see_parts(Gray const& page, unsigned resolution_dpi,
                                             std::vector<Rectangle> const& parts, Layout layout) {
    std::vector<std::vector<SeenWord>> seen;
    if (parts.empty())
        return seen;
    show(page, resolution_dpi, layout);
    for (auto const& part : parts) {
        ASSERT(part.width() > 0 && part.height() > 0);
        engine().SetRectangle(part.x0, part.y0, part.width(), part.height());
        seen.push_back(recognised_words());
    }
    return seen;
}

} // namespace leitstand::reader
