#include "retype.hpp"

#include <algorithm>

namespace pannier {

namespace {

// The same stops with the service times and ends of another kind; its stations go, it may know others.
std::vector<Stop> stops_for(const Instance& in, const Kind& kind, const Route& route) {
    std::vector<Stop> stops{stop_at_start(kind)};
    for (const Stop& stop : route.stops) {
        if (stop.is_task()) stops.push_back(stop_of_task(in, kind, stop.item));
        if (stop.type == StopType::RELOAD && kind.max_trips > 1) {
            bool known = std::find(kind.reload_places.begin(), kind.reload_places.end(), stop.place) !=
                         kind.reload_places.end();
            stops.push_back(stop_of_reload(kind, known ? stop.place : kind.reload_places[0]));
        }
    }
    stops.push_back(stop_at_end(kind));
    return stops;
}

bool is_allowed(const Instance& in, const Kind& kind, const Route& route) {
    return std::all_of(route.stops.begin(), route.stops.end(), [&](const Stop& stop) {
        return !stop.is_task() || kind.allowed[in.tasks[stop.item].job];
    });
}

}  // namespace

bool retype(Solution& solution, Random& random, double limit) {
    const Instance& in = solution.instance();
    int32_t slot = solution.where[solution.draw_task(random)].route;
    int32_t chosen = random.below(static_cast<int32_t>(in.kinds.size()));
    if (slot < 0 || solution.routes[slot].kind == chosen || !solution.is_available(chosen)) return false;
    const Kind& kind = in.kinds[chosen];
    if (!is_allowed(in, kind, solution.routes[slot])) return false;
    for (int d = 0; d < in.dimensions && kind.max_trips == 1 && !in.has_pairs; d++) {
        if (solution.routes[slot].load[d] > kind.capacity[d]) return false;
    }
    std::vector<Stop> stops = stops_for(in, kind, solution.routes[slot]);
    if (kind.is_plain) {
        double before = solution.cost;
        solution.keep(slot);
        int32_t fresh = solution.open_route(chosen);
        solution.vacate(slot);
        solution.routes[fresh].stops.swap(stops);
        bool in_time = solution.renew_plain(fresh, 1, solution.routes[fresh].last() - 1);
        return in_time && solution.cost - before < limit;
    }
    double price = solution.scheduler.schedule(kind, stops);
    if (price - solution.routes[slot].cost >= limit) return false;
    solution.keep(slot);
    int32_t fresh = solution.open_route(chosen);
    solution.vacate(slot);
    solution.settle(fresh, stops, price);
    return true;
}

}  // namespace pannier
