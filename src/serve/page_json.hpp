// SPDX-License-Identifier: EUPL-1.2
// Pages as JSON: the list of an item's pages, the words of one page with their places, hidden texts
// and codes (docs/formats/openapi.yaml). Offsets count code points of the item's text. Threads:
// any.
#pragma once

#include "base/json.hpp"
#include "decide/inbox.hpp"

namespace leitstand {

Json pages_json(ItemView const& view);
Json page_words_json(Document const& document, Page const& page);
Json hidden_json(HiddenText const& hidden);
Json code_json(PageCode const& code);
Json marks_json(PageMarks marks);

} // namespace leitstand
