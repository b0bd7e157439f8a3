// Give a route another kind of vehicle, where fleets are mixed (the problem: Golden, Assad, Levy & Gheysens 1984): its stops
// stay as they are.
#pragma once

#include "random.hpp"
#include "solution.hpp"

namespace pannier {

// Try one other kind for one route, changing the cost by less than `limit`; the caller began a state, and goes back to
// it when this is false.
bool retype(Solution& solution, Random& random, double limit);

// Give this route this kind; where all its vehicles drive, exchange kinds with one of `others` that has it. False when
// one of them cannot be driven so.
bool retype(Solution& solution, int32_t slot, int32_t kind, const std::vector<int32_t>& others);

}  // namespace pannier
