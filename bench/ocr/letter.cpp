// SPDX-License-Identifier: EUPL-1.2
#include "letter.hpp"

#include <array>
#include <fmt/format.h>
#include <memory>
#include <pango/pangocairo.h>
#include <random>
#include <string_view>

namespace leitstand::bench {

namespace {

constexpr double kPageWidth = 595.28; // points
constexpr double kPageHeight = 841.89;
constexpr double kLeft = 71;
constexpr double kRight = 57;

constexpr std::array kFonts{
    "Liberation Serif", "Liberation Sans", "DejaVu Sans", "DejaVu Serif",
    "Nimbus Roman",     "Nimbus Sans",     "P052",        "Liberation Mono"};
constexpr std::array kFirst{"Anna",  "Jürgen", "Käthe", "Mehmet",  "Żaneta", "Björn",
                            "Lotte", "Özlem",  "Uwe",   "Großmut", "Iris",   "Tobias"};
constexpr std::array kLast{
    "Weißgerber", "Müller-Lüdenscheidt", "Schröder", "Yıldız", "Grünewald", "Kowalski",
    "Süßmuth",    "Äpfelbach",           "Jansen",   "Groß"};
constexpr std::array kStreet{"Große Bleiche",   "Königstraße",      "Am Mühlbach",  "Lindenallee",
                             "Tübinger Straße", "Hinter den Höfen", "Bahnhofstraße"};
constexpr std::array kTown{"55116 Mainz",       "70173 Stuttgart", "24103 Kiel",  "99084 Erfurt",
                           "66111 Saarbrücken", "18055 Rostock",   "52062 Aachen"};
constexpr std::array kSubject{
    "Widerspruch gegen den Bescheid vom {}", "Antrag auf Wohngeld ab {}",
    "Änderung meiner Bankverbindung zum {}", "Nachweis über Einkünfte, Ihr Schreiben vom {}",
    "Bitte um Fristverlängerung bis {}",     "Mitteilung über den Umzug am {}"};
constexpr std::array kSentences{
    "hiermit lege ich gegen den oben genannten Bescheid fristgerecht Widerspruch ein.",
    "Die Begründung reiche ich innerhalb der nächsten zwei Wochen nach, weil mir einige Unterlagen "
    "noch fehlen.",
    "Wie Sie den beigefügten Kontoauszügen entnehmen können, habe ich im betreffenden Zeitraum "
    "kein "
    "weiteres Einkommen bezogen.",
    "Ich bin seit dem 1. März 2024 arbeitslos gemeldet und lebe mit meinen beiden Kindern in einem "
    "gemeinsamen Haushalt.",
    "Die Miete beträgt einschließlich der Vorauszahlungen für Heizung und Wasser 684,50 Euro im "
    "Monat.",
    "Bitte überweisen Sie den Betrag künftig auf das Konto DE89 3704 0044 0532 0130 00 bei der "
    "Sparkasse.",
    "Außerdem möchte ich darauf hinweisen, dass mein Arbeitgeber die Bescheinigung nach § 57 SGB "
    "II "
    "erst Anfang nächsten Monats ausstellt.",
    "Für Rückfragen erreichen Sie mich werktags zwischen 8.30 und 16 Uhr unter der Telefonnummer "
    "06131 5550142.",
    "Sollte die Frist nicht ausreichen, bitte ich höflich um eine Verlängerung bis zum Ende des "
    "Monats.",
    "Mit diesem Schreiben teile ich Ihnen mit, dass sich meine Anschrift geändert hat.",
    "Der Vermieter hat die Nebenkostenabrechnung für das vergangene Jahr übersandt; sie weist eine "
    "Nachzahlung von 213,78 Euro aus.",
    "Nach meiner Auffassung wurde der Freibetrag für Erwerbstätige nicht in voller Höhe "
    "berücksichtigt.",
    "Meine Tochter besucht seit August die 3. Klasse der Grundschule und nimmt am gemeinsamen "
    "Mittagessen teil.",
    "Ich versichere, dass die vorstehenden Angaben vollständig sind und der Wahrheit entsprechen.",
    "Gemäß § 44 SGB X beantrage ich die Überprüfung aller Bescheide der letzten zwölf Monate.",
    "Eine Kopie des Mietvertrags sowie die letzten drei Lohnabrechnungen liegen diesem Brief bei.",
    "Leider war es mir aus gesundheitlichen Gründen nicht möglich, den Termin am vergangenen "
    "Dienstag wahrzunehmen.",
    "Das ärztliche Attest meiner Hausärztin füge ich als Anlage 2 bei.",
    "Über eine zügige Bearbeitung würde ich mich freuen, da die Stromrechnung bereits fällig ist.",
    "Zugleich widerrufe ich die am 14.02.2025 erteilte Einzugsermächtigung."};
constexpr std::array kRows{"Grundmiete",   "Heizkosten", "Betriebskosten",    "Strom",
                           "Kindergeld",   "Unterhalt",  "Arbeitslohn netto", "Fahrtkosten",
                           "Versicherung", "Elterngeld"};

struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};

std::string one_blank(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const is_blank = c == ' ' || c == '\n';
        if (!is_blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

class Sheet {
  public:
    Sheet(unsigned dpi, std::string font, double size)
        : font_(std::move(font)), size_(size),
          surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                              static_cast<int>(kPageWidth / 72 * dpi),
                                              static_cast<int>(kPageHeight / 72 * dpi))),
          cairo_(cairo_create(surface_.get())) {
        cairo_set_source_rgb(cairo_.get(), 1, 1, 1);
        cairo_paint(cairo_.get());
        cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
        cairo_scale(cairo_.get(), dpi / 72.0, dpi / 72.0);
    }

    // Writes at the given place and returns the height; the text becomes a block of the truth.
    double write(std::string const& text, double x, double y, double width, double size = 0,
                 bool is_bold = false, bool is_block = true) {
        std::unique_ptr<PangoLayout, Free> const layout{pango_cairo_create_layout(cairo_.get())};
        std::unique_ptr<PangoFontDescription, Free> const font{pango_font_description_new()};
        pango_font_description_set_family(font.get(), font_.c_str());
        pango_font_description_set_absolute_size(font.get(),
                                                 (size > 0 ? size : size_) * PANGO_SCALE);
        pango_font_description_set_weight(font.get(),
                                          is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
        cairo_move_to(cairo_.get(), x, y);
        pango_cairo_show_layout(cairo_.get(), layout.get());
        int height = 0;
        pango_layout_get_size(layout.get(), nullptr, &height);
        if (is_block)
            blocks.push_back(one_blank(text));
        return static_cast<double>(height) / PANGO_SCALE;
    }

    void rule(double y) {
        cairo_set_line_width(cairo_.get(), 0.5);
        cairo_move_to(cairo_.get(), kLeft, y);
        cairo_line_to(cairo_.get(), kPageWidth - kRight, y);
        cairo_stroke(cairo_.get());
    }

    Picture picture(unsigned dpi) {
        cairo_surface_flush(surface_.get());
        Picture out;
        out.width = static_cast<std::uint32_t>(cairo_image_surface_get_width(surface_.get()));
        out.height = static_cast<std::uint32_t>(cairo_image_surface_get_height(surface_.get()));
        out.resolution_dpi = dpi;
        out.pixels.resize(std::size_t{out.width} * out.height);
        auto const stride =
            static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
        auto const* const data = cairo_image_surface_get_data(surface_.get());
        for (std::uint32_t y = 0; y < out.height; ++y)
            for (std::uint32_t x = 0; x < out.width; ++x)
                out.pixels[std::size_t{y} * out.width + x] = data[y * stride + x * 4ul + 1];
        return out;
    }

    std::vector<std::string> blocks;

  private:
    std::string font_;
    double size_;
    std::unique_ptr<cairo_surface_t, Free> surface_;
    std::unique_ptr<cairo_t, Free> cairo_;
};

class Chance {
  public:
    explicit Chance(std::uint32_t seed) : engine_(seed) {}
    std::uint32_t below(std::uint32_t most) { return static_cast<std::uint32_t>(engine_() % most); }
    template <typename List>
    auto one_of(List const& list) {
        return list[below(static_cast<std::uint32_t>(list.size()))];
    }
    std::string date() {
        return fmt::format("{:02}.{:02}.{}", 1 + below(28), 1 + below(12), 2023 + below(4));
    }
    std::string amount() { return fmt::format("{},{:02} €", 12 + below(1900), below(100)); }

  private:
    std::mt19937 engine_;
};

void write_table(Sheet& sheet, Chance& chance, double& y) {
    auto const rows = 3 + chance.below(4);
    for (std::uint32_t i = 0; i < rows; ++i) {
        std::string const name = chance.one_of(kRows);
        auto const amount = chance.amount();
        sheet.write(name, kLeft + 4, y, 200, 0, false, false);
        auto const height = sheet.write(amount, 330, y, 120, 0, false, false);
        sheet.blocks.push_back(name + " " + amount);
        y += height + 4;
        sheet.rule(y - 2);
    }
    y += 10;
}

} // namespace

Letter draw_letter(std::uint32_t seed, unsigned resolution_dpi) {
    Chance chance{seed * 2654435761u + 17};
    Letter letter;
    letter.font = kFonts[seed % kFonts.size()];
    double const size = 9 + chance.below(4);
    Sheet sheet{resolution_dpi, letter.font, size};
    double const width = kPageWidth - kLeft - kRight;
    auto const name = fmt::format("{} {}", chance.one_of(kFirst), chance.one_of(kLast));
    std::string const town = chance.one_of(kTown);
    auto const street = fmt::format("{} {}", chance.one_of(kStreet), 1 + chance.below(140));
    sheet.write(fmt::format("{}\n{}\n{}", name, street, town), kLeft, 57, 220);
    sheet.write("Landkreis Musterland\nAmt für Soziales\nPostfach 10 20 30\n54321 Beispielstadt",
                kLeft, 150, 230);
    auto const date = fmt::format("{}, den {}", town.substr(6), chance.date());
    sheet.write(date, 390, 245, 160);
    double y = 291;
    std::string const subject_form = chance.one_of(kSubject);
    y += sheet.write(fmt::format(fmt::runtime(subject_form), chance.date()), kLeft, y, width,
                     size + 1, true);
    auto const reference = fmt::format("Aktenzeichen: {}-{}/{}", 100 + chance.below(900),
                                       10'000 + chance.below(90'000), 23 + chance.below(4));
    y += sheet.write(reference, kLeft, y + 2, width) + 14;
    y += sheet.write("Sehr geehrte Damen und Herren,", kLeft, y, width) + 8;
    auto const table_after = chance.below(4); // some letters have none
    for (std::uint32_t paragraph = 0; y < 690; ++paragraph) {
        std::string text;
        for (std::uint32_t i = 0; i < 2 + chance.below(3); ++i)
            text += (text.empty() ? "" : " ") + std::string{chance.one_of(kSentences)};
        y += sheet.write(text, kLeft, y, width) + 8;
        if (paragraph == table_after && y < 600)
            write_table(sheet, chance, y);
    }
    y += sheet.write("Mit freundlichen Grüßen", kLeft, y + 4, width) + 24;
    if (y < 790)
        sheet.write(name, kLeft, y, width);
    letter.picture = sheet.picture(resolution_dpi);
    letter.blocks = std::move(sheet.blocks);
    return letter;
}

} // namespace leitstand::bench
