// SPDX-License-Identifier: EUPL-1.2
// The look of the public register: the colours of the design system (KERN 2, @kern-ux/native) by
// value, since these pages load nothing else. Light and dark by the visitor's setting, print black
// on white. Threads: immutable.
#pragma once

#include <string_view>

namespace leitstand {

std::string_view register_style();

} // namespace leitstand
