// SPDX-License-Identifier: EUPL-1.2
// The multipart parser on any bytes: it never crashes, and it finds the same parts however the
// bytes are split.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "serve/multipart.hpp"

namespace {

using namespace leitstand;

// What came out, in a form that can be compared.
class Recorder final : public MultipartSink {
  public:
    std::string record;
    Result<void> begin_part(PartHead const& head) override {
        record += "\x01" + head.name + "\x02" + (head.is_file ? head.file_name : "") + "\x03";
        return {};
    }
    Result<void> part_bytes(std::string_view bytes) override {
        record += bytes;
        return {};
    }
    Result<void> end_part() override {
        record += "\x04";
        return {};
    }
};

std::string parse(std::string_view body, std::size_t step) {
    auto parser = MultipartParser::for_content_type("multipart/form-data; boundary=b");
    Recorder recorder;
    while (!body.empty()) {
        auto const piece = body.substr(0, step);
        if (auto const done = parser->append(piece, recorder); !done)
            return "error " + done.error().key; // how much came before depends on the split
        body.remove_prefix(piece.size());
    }
    auto const finished = parser->finish();
    return recorder.record + (finished ? "" : finished.error().key);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2)
        return 0;
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    (void)multipart_boundary(bytes);
    auto const whole = parse(bytes.substr(1), bytes.size());
    if (parse(bytes.substr(1), 1 + data[0] % 17) != whole || parse(bytes.substr(1), 1) != whole)
        std::abort();
    return 0;
}
