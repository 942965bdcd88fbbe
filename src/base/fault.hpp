// SPDX-License-Identifier: EUPL-1.2
// Named points at which a test build dies on purpose: LEITSTAND_FAULT="name:3" ends the process
// with SIGKILL at the third pass of `name`. In a build without LEITSTAND_FAULTS the macro is empty.
#pragma once

#ifdef LEITSTAND_FAULTS
namespace leitstand {
void fault_point(char const* name);
}
#define FAULT_POINT(name) ::leitstand::fault_point(name)
#else
#define FAULT_POINT(name) static_cast<void>(0)
#endif
