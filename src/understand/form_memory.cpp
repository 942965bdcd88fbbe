// SPDX-License-Identifier: EUPL-1.2
#include "understand/detail/form_memory.hpp"

#include <utility>

namespace leitstand::detail_understand {

void FormMemory::forget() {
    *this = FormMemory{};
}

void FormMemory::insert(Slot const& slot, std::uint64_t hash) {
    auto at = slot_of(hash);
    while (slots_[at].form_bytes != kFree)
        at = slot_of(at + 1);
    slots_[at] = slot;
}

void FormMemory::grow() {
    auto const before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    for (auto const& slot : before)
        if (slot.form_bytes != kFree)
            insert(slot, hash_of(form_of(slot)));
}

FormMemory::Place FormMemory::add(std::string_view form, std::uint64_t hash,
                                  std::span<std::uint32_t const> words) {
    if (2 * ++forms_ > slots_.size())
        grow();
    Slot const slot{
        tag_of(hash),
        static_cast<std::uint32_t>(bytes_.size()),
        static_cast<std::uint32_t>(form.size()),
        {static_cast<std::uint32_t>(words_.size()), static_cast<std::uint32_t>(words.size())}};
    bytes_ += form;
    words_.insert(words_.end(), words.begin(), words.end());
    insert(slot, hash);
    return slot.place;
}

} // namespace leitstand::detail_understand
