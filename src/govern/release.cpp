// SPDX-License-Identifier: EUPL-1.2
#include "govern/release.hpp"

#include "base/crypto/crypto.hpp"

namespace leitstand {

std::string Release::hash() const {
    return to_hex(sha256(fmt::format("release 1\nversion {}\nmodel {}\ncatalogue {}\n"
                                     "configuration {}\nguideline {}\n",
                                     version, model, catalogue, configuration, guideline)));
}

std::string Release::measured() const {
    return to_hex(sha256(fmt::format("measured 1\nversion {}\nmodel {}\ncatalogue {}\n", version,
                                     model, catalogue)));
}

} // namespace leitstand
