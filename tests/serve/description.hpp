// SPDX-License-Identifier: EUPL-1.2
// The description of the interface (docs/formats/openapi.yaml) as a judge of answers: every answer
// that a test of this folder sees is held against it. An object may hold nothing that its schema
// does not name. Threads: any, after the first use.
#pragma once

#include <string>

#include "serve/raw_client.hpp"

namespace leitstand {

// What is wrong with an answer of the interface; "" where nothing is, or where the description does
// not speak of the path.
std::string fault_of_answer(std::string const& method, std::string const& path,
                            RawAnswer const& answer);

// How many answers with a schema were looked at in this process.
std::size_t judged_answers();

} // namespace leitstand
