// SPDX-License-Identifier: EUPL-1.2
// The stored form of a document: what unpacks packs again and prints.
#include <nlohmann/json.hpp>

#include "fuzz/reader/parsing.hpp"
#include "read/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace leitstand;
    auto const document = unpack_document(fuzz::view(data, size));
    if (!document)
        return 0;
    if (!unpack_document(pack_document(*document)))
        std::abort();
    static_cast<void>(print_json(read_json(*document, "x", true)));
    return 0;
}
