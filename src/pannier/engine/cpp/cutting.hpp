// Cut a plan into parts of routes that lie near each other, elsewhere each time (Santini, Schneider, Vidal & Vigo,
// INFORMS Journal on Computing 2023: by barycentres of routes; here without coordinates).
#pragma once

#include <vector>

#include "part.hpp"
#include "random.hpp"

namespace pannier {

// At most `count` parts of about as many tasks each, every one with a route; jobs absent and vehicles that nobody
// drives are dealt out. `limit` and `most_routes` are the whole's.
std::vector<Part> cut(const Instance& instance, Snapshot&& whole, const std::vector<int32_t>& limit, int32_t most_routes,
                      int32_t count, Random& random);

}  // namespace pannier
