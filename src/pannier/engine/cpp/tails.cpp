#include "tails.hpp"

#include <algorithm>

#include "company.hpp"

namespace pannier {

namespace {

int32_t place_before(const std::vector<Stop>& stops, int32_t i) {
    do i--; while (stops[i].type == StopType::REST);
    return i;
}

}  // namespace

bool Tails::operator()(Solution& solution, Random& random, double limit, int32_t most_routes) {
    int32_t task = solution.draw_task(random);
    const Where at = solution.where[task];
    if (at.route < 0 || solution.routes[at.route].stops[at.position].open_jobs > 0) return false;
    Cut cut = best_cut(solution, task, limit, most_routes);
    if (cut.position < 0) return false;
    double before = solution.cost;
    return exchange(solution, at.route, at.position, cut) && solution.cost - before < limit;
}

// Loads on both sides of the cuts, for kinds with one trip and goods from the hub; others are scheduled to know.
bool Tails::fits(const Solution& solution, int32_t slot, int32_t i, int32_t other, int32_t j) const {
    const Instance& in = solution.instance();
    const Route& a = solution.routes[slot];
    const Route& b = solution.routes[other];
    const Kind& kind = in.kinds[a.kind];
    if (kind.max_trips > 1) return true;
    for (int d = 0; d < in.dimensions; d++) {
        int32_t a_tail = a.aboard[i * in.dimensions + d], b_tail = b.aboard[j * in.dimensions + d];
        if (in.has_pairs) { a_tail = b_tail = 0; continue; }
        if (a.load[d] - a_tail + b_tail > kind.capacity[d]) return false;
        if (b.load[d] - b_tail + a_tail > in.kinds[b.kind].capacity[d]) return false;
    }
    return true;
}

Tails::Cut Tails::best_cut(const Solution& solution, int32_t task, double limit, int32_t most_routes) const {
    const Instance& in = solution.instance();
    const Where at = solution.where[task];
    const Route& own = solution.routes[at.route];
    const Kind& kind = in.kinds[own.kind];
    const Stop& u = own.stops[at.position];
    const int32_t after = next_place(own.stops, at.position);
    const Stop& n = own.stops[after];
    const double leg = own.stops[after - 1].leg;
    const Near* near = near_.near(kind, task);
    Cut best{limit};
    for (int32_t k = 0; k < near_.insertion(); k++) {
        const Where& there = solution.where[near[k].task];
        if (there.route < 0 || there.route == at.route || there.kind != own.kind) continue;
        double change = kind.rates.metre * near[k].out_distance - leg - there.leg_before;
        if (change >= best.change) continue;
        change += leg_price(in, kind, there.place_before, n.place);
        if (kind.rates.joule > 0) change += energy_price(in, kind, u.place, in.tasks[near[k].task].place);
        if (change >= best.change || u.departure + near[k].out_time > there.latest) continue;
        const std::vector<Stop>& other = solution.routes[there.route].stops;
        const int32_t before = place_before(other, there.position);
        const Stop& p = other[before];
        if (p.open_jobs > 0) continue;
        if (p.departure + travel_time(in, kind, p.place, n.place, n.is_task()) > n.latest) continue;
        if (!fits(solution, at.route, at.position, there.route, before)) continue;
        if (kind.is_electric) {
            const Route& there_route = solution.routes[there.route];
            if (!solution.scheduler.lasts(kind, own, at.position, nullptr, 0, there_route, there.position)) continue;
            if (!solution.scheduler.lasts(kind, there_route, before, nullptr, 0, own, after)) continue;
        }
        best = {change, there.route, there.position};
    }
    if (n.is_task() && solution.is_available(own.kind) && solution.driving < most_routes) {
        double change = leg_price(in, kind, u.place, kind.end_place) + leg_price(in, kind, kind.start_place, n.place) -
                        leg + kind.rates.fixed;
        if (change < best.change) best = {change, -1, 1};
    }
    return best;
}

bool Tails::exchange(Solution& solution, int32_t slot, int32_t position, const Cut& cut) {
    int32_t other = cut.slot < 0 ? solution.open_route(solution.routes[slot].kind) : cut.slot;
    solution.keep(slot);
    solution.keep(other);
    const std::vector<Stop>& a = solution.routes[slot].stops;
    const std::vector<Stop>& b = solution.routes[other].stops;
    first_.assign(a.begin(), a.begin() + position + 1);
    first_.insert(first_.end(), b.begin() + cut.position, b.end());
    second_.assign(b.begin(), b.begin() + cut.position);
    second_.insert(second_.end(), a.begin() + position + 1, a.end());
    if (solution.instance().has_company && !keeps_company(solution.instance(), first_, second_)) return false;
    return finish(solution, slot, first_) && finish(solution, other, second_);
}

bool Tails::finish(Solution& solution, int32_t slot, std::vector<Stop>& stops) {
    Route& route = solution.routes[slot];
    const Kind& kind = solution.kind_of(route);
    bool has_task = std::any_of(stops.begin(), stops.end(), [](const Stop& stop) { return stop.is_task(); });
    if (!has_task) {
        // Its tasks stand in the other route by now or will in a moment: only this route goes.
        solution.vacate(slot);
        return true;
    }
    if (kind.is_plain) {
        route.stops.swap(stops);
        return solution.renew_plain(slot, 1, route.last() - 1);
    }
    double price = solution.scheduler.schedule(kind, stops);
    if (price == INFEASIBLE) return false;
    solution.settle(slot, stops, price, true);
    return true;
}

}  // namespace pannier
