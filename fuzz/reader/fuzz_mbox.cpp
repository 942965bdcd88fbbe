// SPDX-License-Identifier: EUPL-1.2
// Cutting a mailbox.
#include "fuzz/reader/parsing.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    leitstand::ReaderRequest request;
    request.kind = leitstand::RequestKind::mbox;
    leitstand::fuzz::parse_and_check(leitstand::fuzz::view(data, size), request);
    return 0;
}
