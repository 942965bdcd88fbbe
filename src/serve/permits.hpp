// SPDX-License-Identifier: EUPL-1.2
// How many may do something at once: a permit is taken without waiting and goes back when its
// holder ends. So that work which takes long leaves workers for the rest. Threads: any.
#pragma once

#include <atomic>
#include <memory>

namespace leitstand {

class Permits {
  public:
    explicit Permits(std::size_t count) : free_(static_cast<std::ptrdiff_t>(count)) {}

    struct GiveBack {
        void operator()(Permits* permits) const { ++permits->free_; }
    };
    using Permit = std::unique_ptr<Permits, GiveBack>;
    // Null where none is free. Must not outlive this.
    Permit take() {
        if (free_.fetch_sub(1) > 0)
            return Permit{this};
        ++free_;
        return nullptr;
    }

  private:
    std::atomic<std::ptrdiff_t> free_;
};

} // namespace leitstand
