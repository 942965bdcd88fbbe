// SPDX-License-Identifier: EUPL-1.2
// A ZIP file as a container: each file in it is handed out and read in a process of its own, by its
// content. The archive has no text itself.
#include "reader/parse/formats.hpp"
#include "reader/parse/zip.hpp"

namespace leitstand::reader {

namespace {

using std::string_view_literals::operator""sv;

// What macOS adds to each archive: attributes of files and of folder windows, no documents. Told by
// content, so that nothing else can hide behind such a name.
bool is_litter(std::string_view bytes) {
    return bytes.starts_with("\x00\x05\x16\x07"sv) || bytes.starts_with("\x00\x00\x00\x01Bud1"sv);
}

class Container {
  public:
    Container(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer)
        : zip_(zip), request_(request), output_(output), answer_(answer),
          room_(zip.unpacked_bytes_max(request)) {}

    void hand_out_all() {
        for (auto const& entry : zip_.entries())
            if (!entry.is_folder() && !hand_out(entry))
                break;
        if (zip_.cut())
            read_in_part(answer_, Reason::too_many_parts);
        if (answer_.parts.empty())
            refuse(answer_, answer_.reason == Reason::none ? Reason::empty : answer_.reason);
    }

  private:
    // False when no further entry can be taken.
    bool hand_out(ZipEntry const& entry) {
        if (answer_.parts.size() == request_.parts_max) {
            read_in_part(answer_, Reason::too_many_parts);
            return false;
        }
        auto const unpacked = zip_.unpack(entry, room_);
        if (unpacked.fault != Reason::none) {
            read_in_part(answer_, unpacked.fault);
            return true;
        }
        room_ -= unpacked.bytes.size();
        if (is_litter(unpacked.bytes))
            return true;
        if (output_.put(answer_, entry.name, {}, unpacked.bytes))
            return true;
        read_in_part(answer_, Reason::unpacked_too_large);
        return false;
    }

    Zip const& zip_;
    ReaderRequest const& request_;
    Output& output_;
    ReaderAnswer& answer_;
    std::uint64_t room_; // bytes that may still be unpacked
};

} // namespace

void read_zip(Zip const& zip, ReaderRequest const& request, Output& output, ReaderAnswer& answer) {
    if (zip.malformed())
        answer.warn(Warning::malformed);
    if (zip.fault() != Reason::none) {
        refuse(answer, zip.fault());
        return;
    }
    Container{zip, request, output, answer}.hand_out_all();
}

} // namespace leitstand::reader
