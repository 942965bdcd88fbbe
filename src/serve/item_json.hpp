// SPDX-License-Identifier: EUPL-1.2
// Items, rows and findings in the forms of docs/formats/openapi.yaml; offsets become code points.
// Threads: any.
#pragma once

#include <functional>

#include "base/json.hpp"
#include "catalogue/catalogue.hpp"
#include "decide/inbox.hpp"
#include "decide/standing.hpp"

namespace leitstand {

enum class Detail : std::uint8_t { plain, with_findings }; // what the reader of a list may see
Json row_json(InboxRow const& row, Detail detail);
Json receipt_json(Item const& item);
// `name_of` turns an account id into a display name; the catalogue names clocks and requirements.
Json view_json(ItemView const& view, Standing const& standing, Catalogue const& catalogue,
               std::function<std::string(std::string const&)> const& name_of);
Json finding_json(DecidedFinding const& finding, std::string_view text);

} // namespace leitstand
