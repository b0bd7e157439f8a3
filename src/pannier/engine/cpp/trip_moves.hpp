// Give a whole trip to another vehicle, or exchange two trips: what a ruin takes out is too short for that. Trips are
// packed into days, as Taillard, Laporte & Gendreau 1996 do once at the end.
#pragma once

#include "random.hpp"
#include "solution.hpp"

namespace pannier {

// Try one trip of one route at all places of another's day, changing the cost by less than `limit`; the caller began a
// state.
bool move_trip(Solution& solution, Random& random, double limit);

}  // namespace pannier
