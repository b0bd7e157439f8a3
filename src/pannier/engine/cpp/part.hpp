// A part of a plan, or a whole one: what a search begins with and what it hands back. How plans are cut: cutting.hpp.
#pragma once

#include <limits>
#include <vector>

#include "route.hpp"

namespace pannier {

// Routes as they are scheduled; some may have no stops. A mandatory job in no route weighs nothing in `cost`.
struct Snapshot {
    std::vector<Route> routes;
    std::vector<int32_t> absent;
    double cost = INFEASIBLE;
    int32_t mandatory_absent = INT32_MAX;

    bool is_better_than(const Snapshot& other) const;
    // Join a plan of other jobs to this one.
    void append(Snapshot&& other);
};

// Jobs and vehicles that a search has for itself. `best` is the best state on the way from `now` as it was to `now`.
struct Part {
    Snapshot now, best;
    std::vector<int32_t> limit;  // vehicles by kind
    int32_t most_routes = INT32_MAX;
    int64_t iterations = 0;
};

}  // namespace pannier
