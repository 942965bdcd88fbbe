// SPDX-License-Identifier: EUPL-1.2
// Lets an allocation of the calling thread fail, for tests of what must hold without memory. The
// test program that links it has these operators new and delete. Threads: any, each for itself.
#pragma once

namespace leitstand {

// The allocation after `count` more ends with std::bad_alloc, those behind it succeed.
void fail_allocation_after(long count);
// Ends the wait; true if an allocation failed.
bool end_failing();

} // namespace leitstand
