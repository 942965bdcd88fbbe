// SPDX-License-Identifier: EUPL-1.2
// Check digits of the identifiers that German social post carries. "Valid form" only: it never says
// that the number exists. Rules: VKVV § 2 (insurance number), StIdV § 1 with ISO 7064 (tax id), ISO
// 13616 (IBAN), the published rules of the health insurers (KVNR, Betriebsnummer, IK). Private to
// understand/. Threads: any.
#pragma once

#include <string_view>

namespace leitstand::detail_understand {

// All take capitals and digits without blanks.
bool valid_iban(std::string_view iban);
bool valid_vsnr(std::string_view number);           // 12 characters
bool valid_steuer_id(std::string_view number);      // 11 digits
bool valid_kvnr(std::string_view number);           // letter and 9 digits
bool valid_betriebsnummer(std::string_view number); // 8 digits
bool valid_ik(std::string_view number);             // 9 digits

} // namespace leitstand::detail_understand
