// The way in and out of the search: a problem, filled in from outside, and the best orders of stops found.
#pragma once

#include <vector>

#include "search.hpp"

namespace pannier {

struct PlannedStop {
    StopType type = StopType::TASK;
    int32_t item = -1, place = 0;
    int32_t filled = 0;      // seconds plugged in, at a station or a hub
    bool hub_power = false;  // a reload with a swap or a charge
    int32_t open = 0, close = FAR;  // of a station or a reload: when it was chosen to begin
};

struct PlannedRoute {
    int32_t kind = 0;
    std::vector<PlannedStop> stops;
};

struct Planned {
    std::vector<PlannedRoute> routes;
    std::vector<int32_t> absent;
    double cost = 0;
    int64_t iterations = 0;
    int32_t threads = 1;  // that searched
};

// The best plan found; after a stretch of a longer search also where it got to.
struct Solved {
    Planned best, now;
};

void add_task(Instance& instance, Task task, const std::vector<std::pair<int32_t, int32_t>>& windows);
void add_job(Instance& instance, std::vector<int32_t> tasks, int32_t pickups, double prize, bool is_mandatory);

Solved solve(Instance& instance, const Budget& budget, Parameters parameters, uint64_t seed, int threads,
             const std::vector<PlannedRoute>& start, const OnProgress& on_progress);

}  // namespace pannier
