// SPDX-License-Identifier: EUPL-1.2
// One page of a PDF as a picture: gray for recognition, PNG or JPEG for a screen.
#include "reader/parse/pdf_picture.hpp"

#include <cmath>
#include <poppler/GlobalParams.h>
#include <poppler/Page.h>
#include <poppler/Stream.h>

#include "reader/image/picture_writer.hpp"
#include "reader/parse/formats.hpp"
#include "reader/parse/pdf_places.hpp"

namespace leitstand::reader {

namespace {

constexpr double kPointsPerInch = 72;
constexpr double kSideMax = 32'000; // points of the picture; the rasteriser counts with int
constexpr std::uint32_t kResolutionMin = 4, kResolutionMax = 1'200;

void say_nothing(ErrorCategory, Goffset, char const*) {}

// The largest resolution up to the one wanted at which the picture keeps to its limits.
double resolution_for(PageSize size, ReaderRequest const& request) {
    double const wanted = std::clamp(request.resolution_dpi, kResolutionMin, kResolutionMax);
    double const width = std::max(1.0, size.width * wanted / kPointsPerInch);
    double const height = std::max(1.0, size.height * wanted / kPointsPerInch);
    double const by_pixels = std::sqrt(static_cast<double>(request.pixels_max) / (width * height));
    double const by_side = kSideMax / std::max(width, height);
    return wanted * std::min({1.0, by_pixels, by_side});
}

PictureView view_of(SplashBitmap& bitmap) {
    int const channels = bitmap.getMode() == splashModeMono8 ? 1 : 3;
    return {bitmap.getDataPtr(), static_cast<std::uint32_t>(bitmap.getWidth()),
            static_cast<std::uint32_t>(bitmap.getHeight()), channels,
            static_cast<std::size_t>(bitmap.getRowSize())};
}

} // namespace

std::unique_ptr<PDFDoc> open_pdf(std::string_view bytes) {
    static GlobalParamsIniter const kept{say_nothing}; // poppler's tables, for the whole process
    auto* const stream = new MemStream(const_cast<char*>(bytes.data()), 0,
                                       static_cast<Goffset>(bytes.size()), Object(objNull));
    return std::make_unique<PDFDoc>(stream); // takes the stream
}

PageSize page_size(PDFDoc& document, int number) {
    auto const* const page = document.getPage(number);
    if (page == nullptr)
        return {};
    PageSize size{document.getPageCropWidth(number), document.getPageCropHeight(number)};
    if (int const turned = document.getPageRotate(number); turned == 90 || turned == 270)
        std::swap(size.width, size.height);
    bool const sound = std::isfinite(size.width) && std::isfinite(size.height) && size.width > 0 &&
                       size.height > 0;
    return sound ? size : PageSize{};
}

void draw_pdf_page(std::string_view bytes, ReaderRequest const& request, Output& output,
                   ReaderAnswer& answer) {
    auto const document = open_pdf(bytes);
    if (!document->isOk()) {
        refuse(answer,
               document->getErrorCode() == errEncrypted ? Reason::encrypted : Reason::damaged);
        return;
    }
    auto const pages = static_cast<std::uint32_t>(std::max(0, document->getNumPages()));
    if (request.page < 1 || request.page > pages)
        return; // an answer without a page
    auto const number = static_cast<int>(request.page);
    auto size = page_size(*document, number);
    if (size.width <= 0) {
        refuse(answer, Reason::damaged);
        return;
    }
    bool const gray = request.form == PictureForm::gray;
    SplashColor paper{255, 255, 255, 255};
    SplashOutputDev device{gray ? splashModeMono8 : splashModeRGB8, 4, false, paper};
    device.setFontAntialias(true);
    device.setVectorAntialias(true);
    device.setFreeTypeHinting(false, false);
    device.startDoc(document.get());
    double const dpi = resolution_for(size, request);
    // The rest of the time is for writing the picture.
    DrawingTime time{std::chrono::milliseconds{request.deadline_ms} * 4 / 5};
    document->displayPage(&device, number, dpi, dpi, static_cast<int>(request.turned), false, true,
                          false, DrawingTime::is_over, &time);
    if (time.over()) {
        refuse(answer, Reason::too_slow);
        return;
    }
    auto* const bitmap = device.getBitmap();
    if (bitmap == nullptr || bitmap->getDataPtr() == nullptr) {
        refuse(answer, Reason::memory);
        return;
    }
    auto const view = view_of(*bitmap);
    auto const written = gray ? WrittenPicture{"image/x-portable-graymap", write_graymap(view)}
                              : write_for_screen(view);
    if (!output.put(answer, {}, std::string{written.media_type}, written.bytes)) {
        refuse(answer, Reason::unpacked_too_large);
        return;
    }
    if (request.turned == 90 || request.turned == 270)
        std::swap(size.width, size.height);
    AnswerPage page;
    page.width = static_cast<std::uint32_t>(hundredths(size.width)); // above zero
    page.height = static_cast<std::uint32_t>(hundredths(size.height));
    page.turned = request.turned;
    answer.pages.push_back(page);
}

} // namespace leitstand::reader
