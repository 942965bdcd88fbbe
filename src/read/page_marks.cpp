// SPDX-License-Identifier: EUPL-1.2
#include "read/page_marks.hpp"

#include <array>

namespace leitstand {

namespace {

constexpr std::array<std::string_view, kPageMarkCount> kMarks{
    "unread", "unchecked", "blank", "handwriting", "hidden_text", "low_quality", "mirrored",
};
constexpr std::array<std::string_view, kHiddenKindCount> kHidden{
    "unseen", "off_page", "characters", "lookalike", "differs", "not_shown",
};
constexpr std::array<std::string_view, kCodeKindCount> kCodes{
    "qr", "data_matrix", "aztec", "pdf417", "code128", "code39", "ean", "other",
};

} // namespace

std::string_view mark_key(PageMark mark) {
    return kMarks.at(static_cast<std::size_t>(mark));
}

std::string_view hidden_key(HiddenKind kind) {
    return kHidden.at(static_cast<std::size_t>(kind));
}

std::string_view code_key(CodeKind kind) {
    return kCodes.at(static_cast<std::size_t>(kind));
}

} // namespace leitstand
