// SPDX-License-Identifier: EUPL-1.2
#include "faults/client.hpp"

#include <sstream>

#include "house/letters.hpp"

namespace leitstand::faults {

std::string bytes_of(std::string_view key) {
    std::uint32_t mixed = 2166136261u; // FNV-1a
    for (unsigned char const letter : key)
        mixed = (mixed ^ letter) * 16777619u;
    auto const share = mixed % 100;
    auto const spread = (mixed / 100) % 4096;
    auto const size = share < 70   ? 200 + spread
                      : share < 97 ? 4'000 + spread * 8
                                   : 70'000 + spread * 56;
    return house::letter_text(key, size);
}

bool is_scan(std::string_view key) {
    return !key.empty() && (key.back() == '3' || key.back() == '7');
}

Result<void> Client::hear(std::string_view line) {
    std::istringstream words{std::string{line}};
    std::string kind, key;
    words >> kind >> key;
    if (kind == "O")
        return {};
    if (kind == "S") {
        begun_.insert(key);
        if (!receipts_.contains(key))
            open_.insert(key);
        return {};
    }
    if (kind == "A") {
        Receipt receipt;
        words >> receipt.number >> receipt.receipt_number >> receipt.item_id >> receipt.sha256;
        if (words.fail())
            return fail(Code::damaged, "faults.line", std::string{line});
        ++acknowledged;
        open_.erase(key);
        receipts_.insert_or_assign(key, receipt);
        fresh_.push_back(key);
        return {};
    }
    if (kind == "R") {
        ++second_items;
        return {};
    }
    if (kind == "E") {
        complaints.emplace_back(line);
        return {};
    }
    return fail(Code::damaged, "faults.line", std::string{line});
}

std::vector<std::string> Client::unanswered() const {
    return {open_.begin(), open_.end()};
}

std::vector<std::string> Client::take_fresh() {
    return std::exchange(fresh_, {});
}

} // namespace leitstand::faults
