// Give a route another kind of vehicle, where fleets are mixed: its stops stay as they are.
#pragma once

#include "random.hpp"
#include "solution.hpp"

namespace pannier {

// Try one other kind for one route, changing the cost by less than `limit`; the caller began a state.
bool retype(Solution& solution, Random& random, double limit);

}  // namespace pannier
