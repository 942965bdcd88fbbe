// SPDX-License-Identifier: EUPL-1.2
// What DOCX and ODT have in common: a ZIP file of XML parts that is unpacked member by member under
// one cap, whose images and embedded files are handed out, and whose faults become those of the
// answer. Threads: one.
#pragma once

#include <memory>
#include <set>

#include "reader/parse/office/xml.hpp"
#include "reader/parse/parse.hpp"
#include "reader/parse/zip.hpp"

namespace leitstand::reader {

class Package {
  public:
    Package(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer);

    bool has(std::string_view name) const { return zip_.find(name) != nullptr; }
    // The parsed member; none if it is absent or cannot be unpacked, which the answer then says. Of
    // a damaged one what could be read.
    std::unique_ptr<Xml> xml(std::string_view name);
    // Hands the member out to be read in a process of its own, once.
    void hand_out(std::string_view name);
    // The first words of the answer about what is in the package: macros, signatures.
    void look_around();

    Zip const& zip() const { return zip_; }
    ReaderRequest const& request() const { return request_; }
    ReaderAnswer& answer() { return answer_; }
    void warn(Warning warning) { answer_.warn(warning); }

  private:
    Zip const& zip_;
    ReaderRequest const& request_;
    Output& output_;
    ReaderAnswer& answer_;
    std::uint64_t room_; // bytes that may still be unpacked
    std::set<ZipEntry const*> handed_out_;
};

// Reads a package as the kind of document that it is, if its directory can be believed.
template <typename Document>
void read_package(Zip const& zip, ReaderRequest const& request, Output& output,
                  ReaderAnswer& answer) {
    if (zip.fault() != Reason::none) {
        refuse(answer, zip.fault());
        return;
    }
    Package package{zip, request, output, answer};
    Document{package}.read();
}

// True for what leads off this machine: http, ftp, a share of the network.
bool is_remote(std::string_view target);

// What the instruction of a field would do when it is updated: start a program, fetch something.
// Word and RTF have the same ones.
void note_field(std::string_view instruction, ReaderAnswer& answer);

// A sign of the fonts Symbol and Wingdings (its byte, or U+F000 and up) as the character it shows:
// boxes, ticks, bullets, arrows. 0 if it is none of those known.
char32_t symbol_character(std::uint32_t code);

// Puts the text into the answer; without any, the answer is refused unless parts were handed out.
void finish_office(ReaderAnswer& answer, std::string text, ReaderRequest const& request);

} // namespace leitstand::reader
