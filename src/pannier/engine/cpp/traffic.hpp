// Ways that take longer at some hours (core.problem.traffic): a factor by slice of the day and by the areas that a way
// begins and ends in. Speed changes on the way, so who leaves later never arrives earlier.
#pragma once

#include <cstdint>
#include <vector>

namespace pannier {

struct Traffic {
    int32_t count = 0;             // areas
    std::vector<int32_t> areas;    // by place
    std::vector<int32_t> starts;   // of the slices, rising; the first is 0
    std::vector<int32_t> permille; // by slice, area from, area to; never below 1000

    bool any() const { return !starts.empty(); }
    // Seconds of a way that takes `base` at its quickest, begun at a moment; in whole numbers as the checker counts.
    int64_t seconds(int32_t from, int32_t to, int64_t base, int64_t departure) const;
    // When such a way must be begun at the latest to be over by a moment.
    int64_t latest_departure(int32_t from, int32_t to, int64_t base, int64_t arrival) const;

  private:
    int64_t factor(size_t slice, int32_t from, int32_t to) const {
        return permille[(slice * count + areas[from]) * count + areas[to]];
    }
};

}  // namespace pannier
