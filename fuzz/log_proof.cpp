// SPDX-License-Identifier: EUPL-1.2
// What others send of a log, on any bytes: notes, keys, checkpoints, receipts, tile names, bundles,
// requests to a witness.
// The parsers never crash, and what one takes is printed again as the same bytes: no file has two
// forms.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "prove/receipt.hpp"
#include "prove/tile.hpp"
#include "prove/witness.hpp"

namespace {

using namespace leitstand;

void must(bool holds) {
    if (!holds)
        std::abort();
}

VerifierKey known_key() {
    return {"log.example/fuzz", SignatureType::log,
            public_key_of(*SigningKey::from_bytes(std::string(32, 'k')))};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0)
        return 0;
    static VerifierKey const key = known_key();
    std::string_view const bytes{reinterpret_cast<char const*>(data + 1), size - 1};
    switch (data[0] % 7) {
    case 0:
        if (auto const note = parse_note(bytes)) {
            must(print_note(*note) == bytes);
            (void)check_note(*note, std::array{key});
        }
        break;
    case 1:
        if (auto const parsed = VerifierKey::parse(bytes))
            must(parsed->print() == bytes);
        break;
    case 2:
        if (auto const checkpoint = parse_checkpoint(bytes))
            must(bytes.starts_with(print_checkpoint(*checkpoint)));
        break;
    case 3:
        if (auto const receipt = parse_receipt(bytes)) {
            must(print_receipt(*receipt) == bytes);
            (void)check_receipt(*receipt, key);
        }
        break;
    case 4:
        if (auto const tile = parse_tile_path(bytes))
            must(tile_path(*tile) == bytes);
        break;
    case 5:
        if (auto const request = parse_add_checkpoint(bytes))
            must(print_add_checkpoint(*request) == bytes);
        break;
    default:
        unsigned const width = 1 + data[0] / 7;
        if (auto const entries = parse_bundle(bytes, width))
            must(pack_bundle(std::vector<std::string>{entries->begin(), entries->end()}) == bytes);
    }
    return 0;
}
