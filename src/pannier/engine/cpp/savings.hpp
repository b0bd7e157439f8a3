// A first plan of a large day: the savings of driving two tours as one (Clarke & Wright, Operations Research 1964).
#pragma once

#include <vector>

#include "neighbours.hpp"

namespace pannier {

// Orders of tasks, one a tour, that a vehicle of the instance's only kind, a plain one, can drive.
std::vector<std::vector<int32_t>> savings_tours(const Instance& instance, const Neighbours& neighbours);

}  // namespace pannier
