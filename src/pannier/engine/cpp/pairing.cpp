// Jobs of several tasks that one vehicle does in order, and pairs among them (Recreate, part 5).
#include <algorithm>

#include "recreate.hpp"

namespace pannier {

namespace {
constexpr int PAIR_BLINK_ONE_IN = 100;  // one position in so many is overlooked
}

// Routes in which something lies near one of the job's tasks.
void Recreate::several(Solution& solution, Random& random, int32_t job, Best& best) {
    look_anew(solution);
    for (int32_t task : in_.jobs[job].tasks) {
        const Near* near = near_.near(in_.kinds[0], task);
        for (int32_t i = 0; i < near_.insertion(); i++) {
            int32_t slot = solution.where[near[i].task].route;
            if (slot < 0 || seen_[slot] == look_) continue;
            seen_[slot] = look_;
            if (in_.kinds[solution.routes[slot].kind].allowed[job]) slots_.push_back(slot);
        }
    }
    for (int32_t slot : slots_) {
        if (in_.jobs[job].tasks.size() == 2) pair_in_route(solution, random, slot, job, best);
        else bundle_in_route(solution, slot, job, best);
    }
    weigh_offers(solution, job, best);
    own_trips(solution, slots_, job, best);
}

// Pickup and drop-off in all positions of one route that time and room may allow; the best are scheduled.
void Recreate::pair_in_route(Solution& solution, Random& random, int32_t slot, int32_t job, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const std::vector<Stop>& stops = route.stops;
    from_ = stop_of_task(in_, kind, in_.jobs[job].tasks[0]);
    to_ = stop_of_task(in_, kind, in_.jobs[job].tasks[1]);
    const Stop &from = from_, &to = to_;
    if (gaps_.size() < stops.size()) gaps_.resize(stops.size());
    for (size_t i = 0; i < stops.size(); i++) gaps_[i].next = -1;
    for (int32_t i = 0; i < route.last(); i++) {
        const Stop& here = stops[i];
        if (here.departure > from.close) break;
        if (here.type == StopType::REST) continue;
        const int32_t n = next_place(stops, i);
        if (from.open + from.service > stops[n].latest || !has_room(route, i, from.item)) continue;
        const int32_t start = here.departure + travel_time(in_, kind, here.place, from.place, true);
        if (start > from.close) break;
        const double in = leg_price(in_, kind, here.place, from.place) - stops[n - 1].leg;
        if (in >= best.cost) continue;
        const int32_t leaves = std::max(start, from.open) + from.service;
        const int32_t there = std::max(leaves + travel_time(in_, kind, from.place, to.place, true), to.open);
        const Gap& next = gap_at(kind, stops, i);
        const double extra = in + leg_price(in_, kind, from.place, to.place) + next.out_price;
        if (extra < best.cost && there <= to.close && there + to.service + next.out_time <= stops[n].latest &&
            random.below(PAIR_BLINK_ONE_IN) != 0) {
            offer_pair(solution, job, {extra, extra, slot, i, i}, best);
        }
        const int32_t clock = leaves + travel_time(in_, kind, from.place, stops[n].place, stops[n].is_task());
        const double apart = in + leg_price(in_, kind, from.place, stops[n].place);
        if (clock <= stops[n].latest) drop_off_later(solution, random, {apart, apart, slot, i, n}, clock, job, best);
    }
}

// The drop-off behind one of the stops that follow the pickup; the vehicle reaches the first of them at `clock`.
void Recreate::drop_off_later(Solution& solution, Random& random, const Offer& pickup, int32_t clock, int32_t job,
                              Best& best) {
    const Route& route = solution.routes[pickup.slot];
    const Kind& kind = in_.kinds[route.kind];
    const std::vector<Stop>& stops = route.stops;
    const Stop& to = to_;
    for (int32_t k = pickup.after; k < route.last();) {
        if (stops[k].type == StopType::RELOAD || !has_room(route, k, from_.item)) return;
        clock = std::max(clock, stops[k].open) + stops[k].service;
        const Gap& gap = gap_at(kind, stops, k);
        const int32_t reached = clock + gap.in_time;
        if (reached > to.close) return;
        const int32_t m = gap.next;
        const double more = pickup.extra + gap.in_price + gap.out_price - stops[m - 1].leg;
        if (more < best.cost && std::max(reached, to.open) + to.service + gap.out_time <= stops[m].latest &&
            random.below(PAIR_BLINK_ONE_IN) != 0) {
            offer_pair(solution, job, {more, more, pickup.slot, pickup.before, k}, best);
        }
        clock += stops[m - 1].travel;
        for (int32_t r = k + 1; r < m; r++) clock += stops[r].service;
        if (clock > stops[m].latest) return;
        k = m;
    }
}

// What the drop-off in the gap behind a stop takes: the same wherever the pickup stands, so it is looked up once.
const Recreate::Gap& Recreate::gap_at(const Kind& kind, const std::vector<Stop>& stops, int32_t position) {
    Gap& gap = gaps_[static_cast<size_t>(position)];
    if (gap.next >= 0) return gap;
    const Stop& here = stops[position];
    gap.next = next_place(stops, position);
    const Stop& next = stops[gap.next];
    gap.in_price = leg_price(in_, kind, here.place, to_.place);
    gap.out_price = leg_price(in_, kind, to_.place, next.place);
    gap.in_time = travel_time(in_, kind, here.place, to_.place, true);
    gap.out_time = travel_time(in_, kind, to_.place, next.place, next.is_task());
    return gap;
}

// Whether what the task moves fits beside what is on board behind a stop.
bool Recreate::has_room(const Route& route, int32_t position, int32_t task) const {
    const Kind& kind = in_.kinds[route.kind];
    for (int d = 0; d < in_.dimensions; d++) {
        if (route.aboard[position * in_.dimensions + d] + in_.tasks[task].demand[d] > kind.capacity[d]) return false;
    }
    return true;
}

// Where the price is known it is the best at once; elsewhere the cheapest ones are scheduled later.
void Recreate::offer_pair(Solution& solution, int32_t job, const Offer& offer, Best& best) {
    if (in_.kinds[solution.routes[offer.slot].kind].is_summed) weigh(solution, offer, job, best);
    else offers_.push_back(offer);
}

}  // namespace pannier
