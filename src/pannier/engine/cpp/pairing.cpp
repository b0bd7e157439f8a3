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
            if (in_.kinds[solution.routes[slot].kind].allowed[job] && !is_barred(slot)) slots_.push_back(slot);
        }
    }
    for (int32_t slot : slots_) {
        if (in_.jobs[job].tasks.size() == 2) pair_in_route(solution, random, slot, job, best);
        else bundle_in_route(solution, slot, job, best);
    }
    weigh_offers(solution, job, best);
    own_trips(solution, slots_, job, best);
}

// Pickup and drop-off in all positions of one route that price, time and room may allow; the best are scheduled.
void Recreate::pair_in_route(Solution& solution, Random& random, int32_t slot, int32_t job, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const std::vector<Stop>& stops = route.stops;
    from_ = stop_of_task(in_, kind, in_.jobs[job].tasks[0]);
    to_ = stop_of_task(in_, kind, in_.jobs[job].tasks[1]);
    note_gaps(kind, stops);
    if (first_gap_ >= end_gap_) return;
    const Row row(in_, kind, from_.place);
    const int32_t end = std::min(first_too_late(stops, from_), end_gap_);
    for (int32_t i = first_in_time(stops, from_); i < end; i++) {
        const Stop& here = stops[i];
        if (here.type == StopType::REST) continue;
        const int32_t n = next_place(stops, i);
        const double in = row.price_from(in_, kind, here.place) - stops[n - 1].leg;
        const double pickup = in + row.price(stops[n].place);
        const double least = pickup + cheapest_gap(n);
        const double beside = i < first_gap_ ? INFEASIBLE : in + row.price(to_.place) + gaps_[i].out_price;
        if (std::min(least, beside) >= best.cost) continue;
        const int32_t start = here.departure + row.time_from(in_, kind, here.place, true);
        if (start > from_.close) break;
        if (!has_room(route, i, from_.item)) continue;
        const int32_t leaves = std::max(start, from_.open) + from_.service;
        if (beside < best.cost && random.below(PAIR_BLINK_ONE_IN) != 0 &&
            drops_in_time(leaves + row.time(to_.place, true), gaps_[i], stops)) {
            offer_pair(solution, job, {beside, beside, slot, i, i}, best);
        }
        const int32_t clock = leaves + row.time(stops[n].place, stops[n].is_task());
        if (clock <= stops[n].latest) drop_off_later(solution, random, {pickup, pickup, slot, i, n}, clock, job, best);
    }
}

// Whether the drop-off, when the vehicle is there at a moment, can be done and the next stop is in time.
bool Recreate::drops_in_time(int32_t reached, const Gap& gap, const std::vector<Stop>& stops) const {
    if (reached > to_.close) return false;
    return std::max(reached, to_.open) + to_.service + gap.out_time <= stops[gap.next].latest;
}

// The least that the drop-off takes in a gap from this one on.
double Recreate::cheapest_gap(int32_t position) const {
    return position < end_gap_ ? gaps_[std::max(position, first_gap_)].cheapest : INFEASIBLE;
}

// The drop-off behind one of the stops that follow the pickup; the vehicle reaches the first of them at `clock`.
void Recreate::drop_off_later(Solution& solution, Random& random, const Offer& pickup, int32_t clock, int32_t job,
                              Best& best) {
    const Route& route = solution.routes[pickup.slot];
    const std::vector<Stop>& stops = route.stops;
    for (int32_t k = pickup.after; pickup.extra + cheapest_gap(k) < best.cost;) {
        if (stops[k].type == StopType::RELOAD || !has_room(route, k, from_.item)) return;
        clock = std::max(clock, stops[k].open) + stops[k].service;
        if (k >= first_gap_) {
            const Gap& gap = gaps_[k];
            if (clock + gap.in_time > to_.close) return;
            const double more = pickup.extra + gap.price;
            if (more < best.cost && random.below(PAIR_BLINK_ONE_IN) != 0 &&
                drops_in_time(clock + gap.in_time, gap, stops)) {
                offer_pair(solution, job, {more, more, pickup.slot, pickup.before, k}, best);
            }
        }
        const int32_t m = next_place(stops, k);
        clock += stops[m - 1].travel;
        for (int32_t r = k + 1; r < m; r++) clock += stops[r].service;
        if (clock > stops[m].latest) return;
        k = m;
    }
}

// The first stop that is left after a task's last beginning: nothing behind it leaves in time.
int32_t Recreate::first_too_late(const std::vector<Stop>& stops, const Stop& task) const {
    auto in_time = [&](const Stop& stop) { return stop.departure <= task.close; };
    return static_cast<int32_t>(std::partition_point(stops.begin(), stops.end(), in_time) - stops.begin());
}

// The first stop behind which a task can be done, and then the next stop in time.
int32_t Recreate::first_in_time(const std::vector<Stop>& stops, const Stop& task) const {
    const int32_t ready = task.open + task.service;
    auto is_too_early = [&](const Stop& stop) { return stop.latest < ready; };
    const auto next = std::partition_point(stops.begin() + 1, stops.end(), is_too_early);
    if (next == stops.end()) return static_cast<int32_t>(stops.size());
    return previous_place(stops, static_cast<int32_t>(next - stops.begin()));
}

// What the drop-off takes in each gap that its window allows, wherever the pickup stands, and the least from there on.
void Recreate::note_gaps(const Kind& kind, const std::vector<Stop>& stops) {
    const int32_t count = static_cast<int32_t>(stops.size());
    if (gaps_.size() < stops.size()) gaps_.resize(stops.size());
    const Row row(in_, kind, to_.place);
    first_gap_ = first_in_time(stops, to_);
    end_gap_ = std::min(first_too_late(stops, to_), count - 1);
    double cheapest = INFEASIBLE;
    int32_t next = end_gap_ >= count - 1 ? count - 1 : next_place(stops, end_gap_ - 1);
    for (int32_t i = end_gap_ - 1; i >= first_gap_; i--) {
        Gap& gap = gaps_[i];
        gap.cheapest = cheapest;
        if (stops[i].type == StopType::REST) continue;
        gap.next = next;
        gap.out_price = row.price(stops[next].place);
        gap.out_time = row.time(stops[next].place, stops[next].is_task());
        gap.in_time = row.time_from(in_, kind, stops[i].place, true);
        gap.price = row.price_from(in_, kind, stops[i].place) + gap.out_price - stops[next - 1].leg;
        gap.cheapest = cheapest = std::min(cheapest, gap.price);
        next = i;
    }
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
