// SPDX-License-Identifier: EUPL-1.2
#include "paper.hpp"

#include <algorithm>
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <memory>
#include <pango/pangocairo.h>

namespace leitstand::example {

namespace {

// Places of DIN 5008 form B, in points from the upper left corner of A4.
constexpr double kPageWidth = 595.28;
constexpr double kPageHeight = 841.89;
constexpr double kLeft = 71;
constexpr double kRight = 57;
constexpr double kTop = 57;
constexpr double kBottom = 71;
constexpr double kAddressTop = 145;
constexpr double kDateTop = 240;
constexpr double kSubjectTop = 291;
constexpr double kParagraphGap = 8;
constexpr double kValueLeft = 260; // where the second column of a sheet begins

constexpr double kScannedDotsPerPoint = 200.0 / 72;
constexpr double kSkew = 0.007; // radians; what a feeder does to paper

constexpr std::string_view kBodyFont = "Liberation Serif 11";
constexpr std::string_view kSmallFont = "Liberation Sans 7";
constexpr std::string_view kSheetFont = "Liberation Sans 10";

struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};

cairo_status_t append(void* target, unsigned char const* data, unsigned length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<char const*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// One PDF being drawn, from the top of its first page downwards.
class Paper {
  public:
    Paper(Date date, std::string const& title, PaperForm form = PaperForm::printed)
        : form_(form),
          surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, kPageWidth, kPageHeight)) {
        begin_page();
        auto const when = to_iso(date) + "T12:00:00Z";
        auto* const surface = surface_.get();
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, when.c_str());
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    }

    // Writes a paragraph at the present height; what does not fit goes on on the next page.
    void write(std::string_view text, std::string_view font, double left = kLeft) {
        auto const layout = lay_out(text, font, kPageWidth - kRight - left);
        for (int at = 0; at < pango_layout_get_line_count(layout.get()); ++at) {
            auto* const line = pango_layout_get_line_readonly(layout.get(), at);
            PangoRectangle extents;
            pango_layout_line_get_extents(line, nullptr, &extents);
            double const height = static_cast<double>(extents.height) / PANGO_SCALE;
            if (y_ + height > kPageHeight - kBottom)
                turn_page();
            cairo_move_to(cairo_.get(), left, y_ - static_cast<double>(extents.y) / PANGO_SCALE);
            pango_cairo_show_layout_line(cairo_.get(), line);
            y_ += height;
        }
    }

    void move_to(double y) { y_ = y; }
    void move_by(double height) { y_ += height; }
    double y() const { return y_; }

    void rule() {
        cairo_set_line_width(cairo_.get(), 0.5);
        cairo_move_to(cairo_.get(), kLeft, y_);
        cairo_line_to(cairo_.get(), kPageWidth - kRight, y_);
        cairo_stroke(cairo_.get());
    }

    Result<std::string> finish() {
        end_page();
        cairo_.reset();
        recorded_.reset();
        cairo_surface_finish(surface_.get());
        auto const status = cairo_surface_status(surface_.get());
        if (status != CAIRO_STATUS_SUCCESS)
            return fail(Code::internal, "example.not_drawn", cairo_status_to_string(status));
        return std::move(bytes_);
    }

  private:
    std::unique_ptr<PangoLayout, Free> lay_out(std::string_view text, std::string_view font,
                                               double width) {
        std::unique_ptr<PangoLayout, Free> layout{pango_cairo_create_layout(cairo_.get())};
        pango_cairo_context_set_resolution(pango_layout_get_context(layout.get()), 72);
        std::unique_ptr<PangoFontDescription, Free> const described{
            pango_font_description_from_string(std::string{font}.c_str())};
        pango_layout_set_font_description(layout.get(), described.get());
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        return layout;
    }

    void begin_page() {
        if (form_ == PaperForm::scanned) {
            cairo_rectangle_t const sheet{0, 0, kPageWidth, kPageHeight};
            recorded_.reset(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &sheet));
        }
        cairo_.reset(cairo_create(recorded_ ? recorded_.get() : surface_.get()));
    }

    void end_page() {
        cairo_show_page(cairo_.get());
        if (recorded_)
            scan_page();
    }

    // What was drawn becomes a picture, and the picture the page.
    void scan_page() {
        std::unique_ptr<cairo_surface_t, Free> const picture{
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, dots(kPageWidth), dots(kPageHeight))};
        std::unique_ptr<cairo_t, Free> const scanner{cairo_create(picture.get())};
        cairo_set_source_rgb(scanner.get(), 0.97, 0.97, 0.97);
        cairo_paint(scanner.get());
        cairo_scale(scanner.get(), kScannedDotsPerPoint, kScannedDotsPerPoint);
        cairo_rotate(scanner.get(), kSkew);
        cairo_set_source_surface(scanner.get(), recorded_.get(), 0, 0);
        cairo_paint(scanner.get());
        std::unique_ptr<cairo_t, Free> const page{cairo_create(surface_.get())};
        cairo_scale(page.get(), 1 / kScannedDotsPerPoint, 1 / kScannedDotsPerPoint);
        cairo_set_source_surface(page.get(), picture.get(), 0, 0);
        cairo_paint(page.get());
        cairo_show_page(page.get());
    }

    static int dots(double points) { return static_cast<int>(points * kScannedDotsPerPoint); }

    void turn_page() {
        end_page();
        begin_page();
        y_ = kTop;
    }

    PaperForm form_;
    std::string bytes_;
    std::unique_ptr<cairo_surface_t, Free> surface_;
    std::unique_ptr<cairo_surface_t, Free> recorded_; // the present page, if it is to be scanned
    std::unique_ptr<cairo_t, Free> cairo_;
    double y_ = kTop;
};

// Writes paragraphs, an empty line between two of them.
void write_paragraphs(Paper& paper, std::string_view text, std::string_view font) {
    while (!text.empty()) {
        auto const end = text.find("\n\n");
        paper.write(text.substr(0, end), font);
        paper.move_by(kParagraphGap);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    }
}

std::string bold(std::string_view font) {
    auto const size = font.rfind(' ');
    return fmt::format("{} Bold{}", font.substr(0, size), font.substr(size));
}

std::string german(Date date) {
    auto const iso = to_iso(date);
    return fmt::format("{}.{}.{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}

} // namespace

Result<std::string> draw_letter(Message const& message, PaperForm form) {
    auto const& sender = message.sender;
    Paper paper{message.date, message.subject, form};
    paper.write(sender.name, bold(kBodyFont));
    for (auto const& line : {sender.street, sender.city, sender.phone, sender.mail})
        if (!line.empty())
            paper.write(line, kBodyFont);
    paper.move_to(kAddressTop - 12);
    paper.write(fmt::format("{}, {}, {}", sender.name, sender.street, sender.city), kSmallFont);
    paper.move_to(kAddressTop);
    paper.write(fmt::format("{}\nAmtsplatz 1\n12345 Musterstadt", message.to), kBodyFont);
    paper.move_to(kDateTop);
    paper.write(german(message.date), kBodyFont, kPageWidth - kRight - 90);
    paper.move_to(kSubjectTop);
    if (!message.subject.empty()) {
        paper.write(message.subject, bold(kBodyFont));
        paper.move_by(2 * kParagraphGap);
    }
    write_paragraphs(paper, message.body, kBodyFont);
    return paper.finish();
}

Result<std::string> draw_sheet(Attachment const& sheet, Date date) {
    Paper paper{date, sheet.title};
    if (!sheet.issuer.empty()) {
        paper.write(sheet.issuer, kSheetFont);
        paper.move_by(3 * kParagraphGap);
    }
    paper.write(sheet.title, bold("Liberation Sans 14"));
    paper.move_by(2 * kParagraphGap);
    write_paragraphs(paper, sheet.text, kSheetFont);
    for (auto const& row : sheet.rows) {
        paper.rule();
        paper.move_by(3);
        auto const top = paper.y();
        paper.write(row.value, kSheetFont, kValueLeft);
        auto const below = paper.y();
        paper.move_to(top);
        paper.write(row.name, kSheetFont);
        paper.move_to(std::max(paper.y(), below) + 3);
    }
    return paper.finish();
}

} // namespace leitstand::example
