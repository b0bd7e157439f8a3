// The numbers of the search, its budget, and what it tells on the way.
#pragma once

#include <cstdint>
#include <functional>

#include "ruin.hpp"

namespace pannier {

struct Budget {
    double seconds = 0;
    int64_t iterations = -1;  // not negative: counts instead of the seconds
    bool of_processor = false;
    // A stretch of a longer search: from which share of that one's cooling to which, and what a job cost in its first plan.
    double from = 0, to = 1, average = 0;

    bool is_whole() const { return from <= 0 && to >= 1; }
};

struct Progress {
    double cost, seconds;
    int64_t iterations;
    int32_t absent, routes;
};

constexpr double TELL_EVERY_S = 0.5;

// Returns true when the caller wants to stop.
using OnProgress = std::function<bool(const Progress&)>;

struct Parameters {
    double hot = 0.4, cold = 0.01;  // temperatures, as shares of the average price of a job
    // In a long route a job's price is little more than its legs, the less so beside what a change costs: hotter by the
    // stops a route has, up to a limit.
    double stops_for_one = 32, long_most = 2.5;
    // Where a kind is not plain few changes fit, and a good plan is far from the next: so much hotter, times the iterations a
    // task to this power, up to a limit.
    double rough_hot = 0.1, rough_power = 0.6, rough_most = 6;
    double lasting_hot = 2.5;  // where routes may not last for ever, and that is all that keeps a kind from being plain
    int32_t insertion_neighbours = 80, ruin_neighbours = 400;
    double tails_chance = 1.0, retype_chance = 0.05, reload_chance = 0.05, trip_chance = 0.05;
    double ruined_retype_chance = 0.2;  // a route that lost a string gets another kind
    // Where vehicles cost most of the plan, so much of the budget is for fewer routes; more while that helps: as long
    // again as the last one took to go.
    double fleet_share = 0.3, most_fleet_share = 0.7;
    // Where a plan has so many tasks and routes have so many stops, fewer routes are sought first although vehicles cost
    // little: one too many is a detour that no string of stops takes out. So much of the budget is for that, twice at most;
    // until a later share of it only so many more routes are opened, as a share of the fewest.
    int32_t long_tasks = 600;
    double long_route = 25, long_share = 0.1, long_capped = 0.2, long_more = 1.0 / 16;
    int32_t whole_tasks = 3000;      // from so many on one thread searches in parts too
    int32_t part_tasks = 1000;       // in a part of a large plan, about
    int32_t least_part_tasks = 100;  // no plan is cut smaller
    double sweep = 1;                // iterations for each task in a round
    RuinParameters ruin;
};

}  // namespace pannier
