// SPDX-License-Identifier: EUPL-1.2
// Files made of some pages of another: nothing of the other pages may be in them, wherever a PDF
// or TIFF can hide it. Each page of the made file carries its own canary in all those places.
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <tiffio.h>

#include "reader/support.hpp"
#include "support/pdf_objects.hpp"
#include "support/temporary_folder.hpp"

namespace leitstand::test {

namespace {

std::string canary(int page) {
    return fmt::format("KANARIE{}X", page);
}

std::string stream(std::string const& dictionary, std::string const& bytes) {
    return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", dictionary, bytes.size(),
                       bytes);
}

// Three pages over one dictionary of resources; each canary also in metadata, outline, names,
// attachment, form field, note, private data, shared form, thread of articles and an object that
// nothing names.
std::string stack_pdf() {
    std::string const fields = "[40 0 R 41 0 R 42 0 R]";
    std::vector<std::string> objects(60, "null");
    auto const set = [&](int number, std::string body) {
        objects[static_cast<std::size_t>(number) - 1] = std::move(body);
    };
    set(1,
        "<< /Type /Catalog /Pages 2 0 R /Outlines 20 0 R /Metadata 21 0 R /AcroForm << /Fields " +
            fields + " /DR << /Font << /F 6 0 R >> >> >> /Names << /Dests << /Names [(" +
            canary(1) + ") [3 0 R /Fit] (" + canary(3) +
            ") [5 0 R /Fit]] >> /EmbeddedFiles << /Names [(" + canary(1) +
            ") 22 0 R] >> /JavaScript << /Names [(a) << /S /JavaScript /JS (" + canary(3) +
            ") >>] >> >> /PageLabels << /Nums [0 << /P (" + canary(1) +
            ") >>] >> /StructTreeRoot 24 0 R /Threads [25 0 R] /PieceInfo << /A << /Private (" +
            canary(3) + ") >> >> >>");
    set(2, "<< /Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R] /MediaBox [0 0 595 842] /Resources"
           " << /Font << /F 6 0 R >> /XObject << /Im1 31 0 R /Im2 32 0 R /Im3 33 0 R /Fo1 34 0 R"
           " /Fo2 35 0 R /Fo3 36 0 R >> /Properties << /P1 << /T (" +
               canary(1) + ") >> /P2 << /T (" + canary(2) + ") >> /P3 << /T (" + canary(3) +
               ") >> >> >> >>");
    for (int page = 1; page <= 3; ++page) {
        set(2 + page,
            fmt::format("<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Annots [{} 0 R {} 0 R]"
                        " /PieceInfo << /A << /Private ({}) >> >> /StructParents {} /B [26 0 R]"
                        " /Thumb {} 0 R /Metadata 21 0 R /AA << /O << /S /JavaScript /JS ({}) >> >>"
                        " >>",
                        10 + page, 39 + page, 43 + page, canary(4 - page), page, 34 - page,
                        canary(4 - page)));
        set(10 + page,
            stream("", fmt::format("BT /F 12 Tf 72 700 Td (Brief {}) Tj ET /Im{} Do /Fo{} Do"
                                   " /S /P{} BDC EMC",
                                   canary(page), page, page, page)));
        set(30 + page,
            stream(fmt::format("/Type /XObject /Subtype /Image /Width 9 /Height 1 /ColorSpace"
                               " /DeviceGray /BitsPerComponent 8 /Metadata 21 0 R /PieceInfo << /A"
                               " ({}) >> /Geheim {} 0 R",
                               canary(4 - page), 34 - page),
                   canary(page)));
        set(33 + page, stream(fmt::format("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources"
                                          " << /XObject << /Im1 31 0 R /Im2 32 0 R /Im3 33 0 R >>"
                                          " >> /StructParent 3 /Metadata 21 0 R"),
                              fmt::format("/Im{} Do", page)));
        set(39 + page,
            fmt::format("<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{}) /V ({}) /Rect [0 0 99"
                        " 20] /P {} 0 R /AP << /N {} 0 R >> /Parent 43 0 R >>",
                        page, canary(page), 2 + page, 47 + page));
        set(43 + page, fmt::format("<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [{} 0 R"
                                   " /Fit] /Contents ({}) >>",
                                   6 - page, canary(4 - page)));
        set(47 + page, stream("/Type /XObject /Subtype /Form /BBox [0 0 99 20] /Resources << /Font"
                              " << /F 6 0 R >> >>",
                              fmt::format("BT /F 9 Tf (Feld {}) Tj ET", canary(page))));
    }
    set(6, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    set(20, "<< /Type /Outlines /First 23 0 R /Last 23 0 R /Count 1 >>");
    set(21, stream("/Type /Metadata /Subtype /XML", canary(1) + canary(3)));
    set(22, "<< /Type /Filespec /F (a.txt) /EF << /F 27 0 R >> >>");
    set(23, "<< /Title (" + canary(3) + ") /Parent 20 0 R /Dest [5 0 R /Fit] >>");
    set(24, "<< /Type /StructTreeRoot /K << /S /P /ActualText (" + canary(1) + ") /Pg 3 0 R >> >>");
    set(25, "<< /F 26 0 R /I << /Title (" + canary(3) + ") >> >>");
    set(26, "<< /T 25 0 R /N 26 0 R /V 26 0 R /P 5 0 R >>");
    set(27, stream("/Type /EmbeddedFile", canary(1)));
    set(28, "(" + canary(1) + ")");
    set(29, "<< /Title (" + canary(3) + ") /Author (" + canary(1) + ") >>");
    set(43, "<< /FT /Tx /T (alle) /Kids " + fields + " /V (" + canary(1) + ") >>");
    return pdf_of_objects(objects, "/Info 29 0 R");
}

// With everything unpacked, so that no canary hides behind compression.
std::string unpacked(std::string const& bytes) {
    QPDF pdf;
    pdf.processMemoryFile("made", bytes.data(), bytes.size());
    QPDFWriter writer{pdf};
    writer.setOutputMemory();
    writer.setQDFMode(true);
    writer.setStreamDataMode(qpdf_s_uncompress);
    writer.setDecodeLevel(qpdf_dl_all);
    writer.setPreserveUnreferencedObjects(true);
    writer.write();
    auto const buffer = writer.getBufferSharedPointer();
    return bytes +
           std::string{reinterpret_cast<char const*>(buffer->getBuffer()), buffer->getSize()};
}

std::size_t page_count(std::string const& bytes) {
    QPDF pdf;
    pdf.processMemoryFile("made", bytes.data(), bytes.size());
    return pdf.getAllPages().size();
}

bool holds(std::string const& bytes, std::string const& words) {
    return bytes.find(words) != std::string::npos;
}

ReaderRequest request_for(std::uint32_t pages, std::vector<PageRange> ranges) {
    ReaderRequest request;
    request.kind = RequestKind::extract;
    request.page = pages;
    request.ranges = std::move(ranges);
    return request;
}

std::string tiff_of(int pages, std::uint16_t compression) {
    TemporaryFolder folder;
    auto const path = (folder.path() / "stack.tif").string();
    auto* const tiff = TIFFOpen(path.c_str(), "w");
    for (int page = 1; page <= pages; ++page) {
        std::string row = canary(page);
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(row.size()));
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, 1u);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 1u);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, canary(4 - page).c_str());
        TIFFSetField(tiff, TIFFTAG_ARTIST, canary(4 - page).c_str());
        TIFFWriteScanline(tiff, row.data(), 0);
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return read_file(path, 1 << 20).value();
}

std::string first_row(std::string const& bytes, std::size_t page) {
    TemporaryFolder folder;
    auto const path = (folder.path() / "part.tif").string();
    EXPECT_TRUE(write_file_durably(path, bytes, 0600));
    auto* const tiff = TIFFOpen(path.c_str(), "r");
    if (tiff == nullptr || TIFFSetDirectory(tiff, static_cast<tdir_t>(page)) != 1)
        return "no such page";
    std::string row(static_cast<std::size_t>(TIFFScanlineSize(tiff)), '\0');
    TIFFReadScanline(tiff, row.data(), 0);
    TIFFClose(tiff);
    return row;
}

} // namespace

TEST(Extract, APartHoldsNothingOfTheOtherPages) {
    auto const whole = stack_pdf();
    for (int page = 1; page <= 3; ++page)
        ASSERT_TRUE(holds(whole, canary(page)));
    auto const made = parse_here(whole, request_for(3, {{1, 1}, {2, 2}, {3, 3}}));
    ASSERT_EQ(AnswerStatus::read, made.answer.status) << reason_key(made.answer.reason);
    ASSERT_EQ(3u, made.outputs.size());
    for (int page = 1; page <= 3; ++page) {
        auto const bytes = unpacked(made.outputs[static_cast<std::size_t>(page) - 1]);
        EXPECT_EQ(1u, page_count(made.outputs[static_cast<std::size_t>(page) - 1]));
        EXPECT_TRUE(holds(bytes, "Brief " + canary(page)));
        EXPECT_TRUE(holds(bytes, "Feld " + canary(page))) << "what a filled field shows is lost";
        for (int other = 1; other <= 3; ++other)
            if (other != page) {
                EXPECT_FALSE(holds(bytes, canary(other))) << "of page " << other << " in " << page;
            }
        for (auto const* const key : {"/Outlines", "/Metadata", "/Names", "/AcroForm", "/Annots",
                                      "/Info", "/JavaScript", "/StructTreeRoot", "/PieceInfo"})
            EXPECT_FALSE(holds(bytes, key)) << key << " in part " << page;
    }
}

TEST(Extract, ARangeKeepsItsPagesInOrderAndIsTheSameEachTime) {
    auto const whole = stack_pdf();
    auto const made = parse_here(whole, request_for(3, {{2, 3}}));
    ASSERT_EQ(1u, made.outputs.size());
    EXPECT_EQ(2u, page_count(made.outputs[0]));
    auto const read = parse_here(made.outputs[0]);
    ASSERT_EQ(2u, read.answer.pages.size());
    EXPECT_TRUE(holds(read.answer.text, canary(2)));
    EXPECT_LT(read.answer.text.find(canary(2)), read.answer.text.find(canary(3)));
    EXPECT_FALSE(holds(unpacked(made.outputs[0]), canary(1)));
    EXPECT_EQ(made.outputs, parse_here(whole, request_for(3, {{2, 3}})).outputs);
}

TEST(Extract, LayersThatWereOffStayOff) {
    std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R 6 0 R] /D << /OFF [5 0 R] >>"
        " >> >>",
        "<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 99 99] >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /Properties << /L 5 0 R >> >> /Contents 7 0 R"
        " >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /Properties << /L 6 0 R >> >> /Contents 7 0 R"
        " >>",
        "<< /Type /OCG /Name (" + canary(1) + ") >>",
        "<< /Type /OCG /Name (" + canary(2) + ") >>",
        stream("", "/OC /L BDC EMC")};
    auto const made = parse_here(pdf_of_objects(objects, ""), request_for(2, {{1, 1}, {2, 2}}));
    ASSERT_EQ(2u, made.outputs.size());
    auto const first = unpacked(made.outputs[0]), second = unpacked(made.outputs[1]);
    EXPECT_TRUE(holds(first, "/OFF [") || holds(first, "/OFF [\n"));
    EXPECT_TRUE(holds(first, canary(1)));
    EXPECT_FALSE(holds(first, canary(2)));
    EXPECT_TRUE(holds(second, canary(2)));
    EXPECT_FALSE(holds(second, canary(1)));
}

TEST(Extract, LayersThatAnExpressionNamesStayOff) {
    std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R 6 0 R] /D << /OFF [5 0 R] >>"
        " >> >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 8 0 R >> /Properties << /L 4 0 R"
        " >> >> /Contents 7 0 R >>",
        "<< /Type /OCMD /VE [/And [/Not [/Not 5 0 R]] 6 0 R] >>",
        "<< /Type /OCG /Name (a) >>",
        "<< /Type /OCG /Name (b) >>",
        stream("", "BT /F 9 Tf 9 60 Td (offen) Tj ET /OC /L BDC BT /F 9 Tf 9 9 Td (geheim) Tj ET"
                   " EMC"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
    auto const whole = pdf_of_objects(objects, "");
    EXPECT_EQ("offen\n", parse_here(whole).answer.text);
    auto const made = parse_here(whole, request_for(1, {{1, 1}}));
    ASSERT_EQ(1u, made.outputs.size());
    EXPECT_EQ("offen\n", parse_here(made.outputs[0]).answer.text);
}

TEST(Extract, NotesThatNoScreenShowsAreNotDrawn) {
    auto const note = [](int flags) {
        std::vector<std::string> const objects{
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
            "<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>",
            fmt::format("<< /Type /Annot /Subtype /Stamp /F {} /Rect [0 0 99 20] /AP << /N 5 0 R >>"
                        " >>",
                        flags),
            stream("/Type /XObject /Subtype /Form /BBox [0 0 99 20]", "(" + canary(1) + ") pop")};
        auto const made = parse_here(pdf_of_objects(objects, ""), request_for(1, {{1, 1}}));
        EXPECT_EQ(1u, made.outputs.size());
        return made.outputs.empty() ? std::string{} : unpacked(made.outputs[0]);
    };
    EXPECT_TRUE(holds(note(4), canary(1))) << "printed and shown";
    for (int const flags : {1, 2, 32, 4 + 32})
        EXPECT_FALSE(holds(note(flags), canary(1))) << flags;
}

TEST(Extract, ANoteOnAHiddenLayerStaysOnIt) {
    auto const objects = [](std::string const& more) {
        return std::vector<std::string>{
            "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> "
            ">> >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
            "<< /Type /Page /Parent 2 0 R /Annots [4 0 R] >>",
            fmt::format("<< /Type /Annot /Subtype /Stamp /F 4 /OC 6 0 R /Rect [0 0 99 20] {} >>",
                        more),
            stream("/Type /XObject /Subtype /Form /BBox [0 0 99 20]", "(" + canary(1) + ") pop"),
            "<< /Type /OCG /Name (Ebene) >>"};
    };
    for (auto const* const appearance :
         {"/AP << /N 5 0 R >>", "/AS /An /AP << /N << /An 5 0 R >> >>"}) {
        auto const made =
            parse_here(pdf_of_objects(objects(appearance), ""), request_for(1, {{1, 1}}));
        ASSERT_EQ(1u, made.outputs.size()) << appearance;
        auto const bytes = unpacked(made.outputs[0]);
        EXPECT_TRUE(holds(bytes, "/OC ")) << appearance;
        EXPECT_TRUE(holds(bytes, "/OFF [")) << appearance;
    }
}

TEST(Extract, ManyThingsUnderOneExpressionAreNoTrouble) {
    std::string layers, forms, content;
    for (int i = 0; i < 21; ++i)
        layers += "6 0 R ";
    for (int i = 0; i < 6'000; ++i) {
        forms += fmt::format("/F{} {} 0 R ", i, 7 + i);
        content += fmt::format("/F{} Do ", i);
    }
    std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << >> >> >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << " + forms +
            ">> >> >>",
        stream("", content),
        "<< /Type /OCMD /OCGs [" + layers + "] >>",
        "<< /Type /OCG /Name (Ebene) >>"};
    for (int i = 0; i < 6'000; ++i)
        objects.push_back(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OC 5 0 R", "n"));
    auto const made = parse_here(pdf_of_objects(objects, ""), request_for(1, {{1, 1}}));
    EXPECT_EQ(made.answer.status, AnswerStatus::read);
    EXPECT_EQ(1u, made.outputs.size());
}

TEST(Extract, ShadingsKeepWhatSaysHowTheyLook) {
    for (auto const* const way :
         {"/Shading << /S 5 0 R >>", "/Pattern << /S << /PatternType 2 /Shading 5 0 R >> >>"}) {
        std::vector<std::string> const objects{
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 99 99] >>",
            fmt::format("<< /Type /Page /Parent 2 0 R /Resources << {} >> /Contents 4 0 R >>", way),
            stream("", "/S sh"),
            stream("/ShadingType 4 /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8"
                   " /BitsPerFlag 8 /Decode [0 99 0 99 0 1] /Background [1] /AntiAlias true "
                   "/Geheim (" +
                       canary(1) + ")",
                   std::string("\0\0\0\0\0\xff\0\0\0\0\xff\0", 12))};
        auto const made = parse_here(pdf_of_objects(objects, ""), request_for(1, {{1, 1}}));
        ASSERT_EQ(1u, made.outputs.size());
        auto const bytes = unpacked(made.outputs[0]);
        for (auto const* const key :
             {"/ShadingType 4", "/BitsPerCoordinate 8", "/BitsPerComponent 8", "/BitsPerFlag 8",
              "/Decode", "/Background", "/AntiAlias true", "/ColorSpace /DeviceGray"})
            EXPECT_TRUE(holds(bytes, key)) << key << " of " << way;
        EXPECT_FALSE(holds(bytes, canary(1))) << way;
    }
}

TEST(Extract, WhatCannotBeTakenApartIsRefused) {
    auto const whole = stack_pdf();
    auto const reason = [](std::string_view bytes, std::uint32_t pages,
                           std::vector<PageRange> ranges) {
        auto const made = parse_here(bytes, request_for(pages, std::move(ranges)));
        EXPECT_TRUE(made.answer.parts.empty());
        return made.answer.reason;
    };
    EXPECT_EQ(Reason::damaged, reason(whole, 4, {{1, 4}})) << "it has three pages";
    EXPECT_EQ(Reason::damaged, reason(whole, 3, {{2, 4}}));
    EXPECT_EQ(Reason::damaged, reason(whole, 3, {{0, 1}}));
    EXPECT_EQ(Reason::damaged, reason(whole, 3, {}));
    EXPECT_EQ(Reason::damaged, reason(whole.substr(0, 40), 3, {{1, 1}}));
    EXPECT_EQ(Reason::unknown_format, reason("Guten Tag", 1, {{1, 1}}));
    auto locked = unpacked(whole).substr(whole.size());
    {
        QPDF pdf;
        pdf.processMemoryFile("whole", whole.data(), whole.size());
        QPDFWriter writer{pdf};
        writer.setOutputMemory();
        writer.setR6EncryptionParameters("", "besitzer", true, true, true, true, true, true,
                                         qpdf_r3p_full, true);
        writer.write();
        auto const buffer = writer.getBufferSharedPointer();
        locked.assign(reinterpret_cast<char const*>(buffer->getBuffer()), buffer->getSize());
    }
    EXPECT_EQ(Reason::encrypted, reason(locked, 3, {{1, 1}}));
    auto request = request_for(3, {{1, 1}});
    request.unpacked_size_bytes_max = 100;
    EXPECT_EQ(Reason::unpacked_too_large, parse_here(whole, request).answer.reason);
}

TEST(Extract, PagesOfATiffAreCopiedAsTheyArePacked) {
    for (std::uint16_t const compression : {COMPRESSION_NONE, COMPRESSION_LZW}) {
        auto const whole = tiff_of(3, compression);
        auto const made = parse_here(whole, request_for(3, {{1, 1}, {2, 3}}));
        ASSERT_EQ(2u, made.outputs.size()) << reason_key(made.answer.reason);
        EXPECT_EQ(canary(1), first_row(made.outputs[0], 0));
        EXPECT_EQ("no such page", first_row(made.outputs[0], 1));
        EXPECT_EQ(canary(2), first_row(made.outputs[1], 0));
        EXPECT_EQ(canary(3), first_row(made.outputs[1], 1));
        EXPECT_FALSE(holds(made.outputs[0], canary(2)));
        EXPECT_FALSE(holds(made.outputs[0], canary(3))) << "a description of another page";
        EXPECT_FALSE(holds(made.outputs[1], canary(1)));
    }
}

TEST(Extract, ThroughTheSandbox) {
    auto const reading = start_reading();
    ASSERT_NE(nullptr, reading);
    auto const files = reading->extract(stack_pdf(), 3, {{1, 2}, {3, 3}});
    ASSERT_TRUE(files) << files.error().describe();
    ASSERT_EQ(2u, files->size());
    EXPECT_EQ(2u, page_count((*files)[0]));
    auto const read = reading->read((*files)[1], "teil.pdf");
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_TRUE(holds(read->text, canary(3)));
    auto const refused = reading->extract("Guten Tag", 2, {{1, 1}});
    ASSERT_FALSE(refused);
    EXPECT_EQ("stack.other_kind", refused.error().key);
}

} // namespace leitstand::test
