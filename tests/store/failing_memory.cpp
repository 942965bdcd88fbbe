// SPDX-License-Identifier: EUPL-1.2
#include "store/failing_memory.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local long allocations_left = -1; // below 0: none fails
thread_local bool has_failed = false;

void* allocate(std::size_t size) noexcept {
    if (allocations_left >= 0 && allocations_left-- == 0) {
        has_failed = true;
        return nullptr;
    }
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate_or_throw(std::size_t size) {
    auto* const memory = allocate(size);
    if (memory == nullptr)
        throw std::bad_alloc{};
    return memory;
}

} // namespace

namespace leitstand {

void fail_allocation_after(long count) {
    has_failed = false;
    allocations_left = count;
}

bool end_failing() {
    allocations_left = -1;
    return has_failed;
}

} // namespace leitstand

void* operator new(std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    return allocate(size);
}
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::nothrow_t const&) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::nothrow_t const&) noexcept {
    std::free(memory);
}
