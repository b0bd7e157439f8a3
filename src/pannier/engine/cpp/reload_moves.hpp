// Put a reload elsewhere in a route, take it out, or put one more in: insertions beside tasks never do that alone. Where
// Cattaruzza, Absi, Feillet & Vidal 2014 split a whole order into trips anew, one reload at a time is tried at all places.
#pragma once

#include "random.hpp"
#include "solution.hpp"

namespace pannier {

// Try all places for one reload of one route, changing the cost by less than `limit`; the caller began a state.
bool move_reload(Solution& solution, Random& random, double limit);

}  // namespace pannier
