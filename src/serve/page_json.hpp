// SPDX-License-Identifier: EUPL-1.2
// Pages as JSON: one page of an item, its words with their places, hidden texts and codes
// (docs/formats/openapi.yaml). Offsets count code points of the item's text. Threads: any.
#pragma once

#include "base/json.hpp"
#include "decide/inbox.hpp"
#include "text/offsets.hpp"

namespace leitstand {

// The page belongs to the view's document.
Json page_json(ItemView const& view, Page const& page, text::Offsets const& offsets);
Json page_words_json(Document const& document, Page const& page);
Json hidden_json(HiddenText const& hidden);
Json code_json(PageCode const& code);
Json marks_json(PageMarks marks);

} // namespace leitstand
