#include "part.hpp"

namespace pannier {

bool Snapshot::is_better_than(const Snapshot& other) const {
    if (mandatory_absent != other.mandatory_absent) return mandatory_absent < other.mandatory_absent;
    return cost < other.cost;
}

void Snapshot::append(Snapshot&& other) {
    for (Route& route : other.routes) if (!route.stops.empty()) routes.push_back(std::move(route));
    absent.insert(absent.end(), other.absent.begin(), other.absent.end());
    cost += other.cost;
    mandatory_absent += other.mandatory_absent;
}

}  // namespace pannier
