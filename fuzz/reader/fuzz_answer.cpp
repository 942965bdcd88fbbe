// SPDX-License-Identifier: EUPL-1.2
// The client's decoder of answers, fed in pieces whose size the input chooses.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace leitstand;
    if (size < 2)
        return 0;
    auto rest = fuzz::view(data + 2, size - 2);
    AnswerDecoder decoder{ReaderRequest{}};
    std::size_t const step = data[0] + 1u;
    while (!rest.empty()) {
        auto const piece = rest.substr(0, step);
        if (!decoder.feed(piece))
            return 0;
        rest.remove_prefix(piece.size());
    }
    auto const answer = decoder.finish(data[1] * 16u);
    if (answer && !is_clean_text(answer->text))
        std::abort();
    static_cast<void>(decode_request(fuzz::view(data, size)));
    static_cast<void>(decode_hello(fuzz::view(data, size)));
    static_cast<void>(decode_status(fuzz::view(data, size)));
    return 0;
}
