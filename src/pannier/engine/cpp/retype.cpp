#include "retype.hpp"

namespace pannier {

namespace {

constexpr int DRAWN = 10;

// The same stops with the service times and ends of another kind; its stations go, it may know others.
std::vector<Stop> stops_for(const Instance& in, const Kind& kind, const Route& route) {
    std::vector<Stop> stops{stop_at_start(kind)};
    for (const Stop& stop : route.stops) {
        if (stop.is_task()) stops.push_back(stop_of_task(in, kind, stop.item));
        if (stop.type == StopType::RELOAD && kind.max_trips > 1) stops.push_back(stop_of_reload_near(kind, stop.place));
    }
    stops.push_back(stop_at_end(kind));
    return stops;
}

bool may_drive(const Instance& in, const Kind& kind, const Route& route) {
    for (int d = 0; d < in.dimensions && kind.max_trips == 1 && !in.has_pairs; d++) {
        if (route.load[d] > kind.capacity[d]) return false;
    }
    return may_carry(in, kind, route.stops);
}

Route take_out(Solution& solution, int32_t slot) {
    Route route = solution.routes[slot];
    solution.keep(slot);
    solution.vacate(slot);
    return route;
}

bool put_in(Solution& solution, const Route& route, int32_t kind_index) {
    const Instance& in = solution.instance();
    const Kind& kind = in.kinds[kind_index];
    std::vector<Stop> stops = stops_for(in, kind, route);
    if (kind.is_plain) {
        const int32_t fresh = solution.open_route(kind_index);
        solution.routes[fresh].stops.swap(stops);
        return solution.renew_plain(fresh, 1, solution.routes[fresh].last() - 1);
    }
    const double price = solution.scheduler.schedule(kind, stops);
    if (price == INFEASIBLE) return false;
    solution.settle(solution.open_route(kind_index), stops, price);
    return true;
}

// A few routes, those with many stops rather.
std::vector<int32_t> draw_routes(const Solution& solution, Random& random) {
    std::vector<int32_t> slots;
    for (int i = 0; i < DRAWN; i++) {
        const int32_t slot = solution.where[solution.draw_task(random)].route;
        if (slot >= 0) slots.push_back(slot);
    }
    return slots;
}

}  // namespace

bool retype(Solution& solution, Random& random, double limit) {
    const int32_t slot = solution.where[solution.draw_task(random)].route;
    const int32_t kind = random.below(static_cast<int32_t>(solution.instance().kinds.size()));
    const double before = solution.cost;
    if (slot < 0 || solution.routes[slot].kind == kind) return false;
    return retype(solution, slot, kind, draw_routes(solution, random)) && solution.cost - before < limit;
}

bool retype(Solution& solution, int32_t slot, int32_t kind, const std::vector<int32_t>& others) {
    const Instance& in = solution.instance();
    const int32_t old = solution.routes[slot].kind;
    if (!may_drive(in, in.kinds[kind], solution.routes[slot])) return false;
    if (solution.is_available(kind)) return put_in(solution, take_out(solution, slot), kind);
    for (int32_t other : others) {
        const Route& route = solution.routes[other];
        if (route.is_empty() || route.kind != kind || !may_drive(in, in.kinds[old], route)) continue;
        const Route one = take_out(solution, slot), two = take_out(solution, other);
        return put_in(solution, one, kind) && put_in(solution, two, old);
    }
    return false;
}

}  // namespace pannier
