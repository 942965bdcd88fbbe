// SPDX-License-Identifier: EUPL-1.2
// Writes ZIP files for tests, honest ones and such that lie in their headers. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leitstand::test {

// How an entry differs from an honest one.
struct ZipLie {
    std::optional<std::uint32_t> size_bytes; // in both headers
    std::optional<std::uint32_t> checksum;
    std::optional<std::uint16_t> method;
    std::optional<std::string> local_name;     // differs from the directory's
    std::optional<std::uint32_t> local_offset; // in the directory
    bool encrypted = false;
};

enum class Pack : std::uint8_t { stored, deflated };

class ZipMaker {
  public:
    ZipMaker& add(std::string const& name, std::string const& bytes, Pack pack = Pack::deflated,
                  ZipLie const& lie = {});
    // Bytes that are packed already, announced as unpacking to `size_bytes`.
    ZipMaker& add_packed(std::string const& name, std::string const& packed,
                         std::uint32_t size_bytes, std::uint32_t checksum, std::uint16_t method,
                         ZipLie const& lie = {});
    // `count` is what the end record says; by default the truth.
    std::string make(std::optional<std::uint16_t> count = {}) const;
    std::uint32_t offset() const { return static_cast<std::uint32_t>(body_.size()); }

  private:
    std::string body_;
    std::string directory_;
    std::uint32_t count_ = 0;
};

std::string raw_deflated(std::string const& bytes);
std::uint32_t checksum_of(std::string const& bytes);

// The least DOCX and ODT around a body; `more` are further members.
using Members = std::vector<std::pair<std::string, std::string>>;
std::string docx_of(std::string const& body, Members const& more = {}, Pack pack = Pack::deflated);
std::string odt_of(std::string const& body, Members const& more = {},
                   std::string const& automatic_styles = {}, Pack pack = Pack::deflated);
// A DOCX whose document.xml is given whole.
std::string docx_with(std::string const& document_xml, Members const& more = {},
                      Pack pack = Pack::deflated);

} // namespace leitstand::test
