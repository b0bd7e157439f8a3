// The best plan so far, beside the one being changed: only routes that changed since the last time are copied.
#pragma once

#include <vector>

#include "part.hpp"
#include "solution.hpp"

namespace pannier {

class BestPlan {
  public:
    // The plan as it is now becomes the best one.
    void begin(Solution& now);
    // To be called after every change that is kept.
    void note(const Solution& now);
    void save_if_better(const Solution& now);
    // Go on from this plan.
    void back_to(const Snapshot& plan, Solution& now);

    const Snapshot& plan() const { return plan_; }
    Snapshot take() { return std::move(plan_); }

  private:
    Snapshot plan_;
    std::vector<int32_t> dirty_slots_;
    std::vector<uint8_t> is_dirty_;
};

}  // namespace pannier
