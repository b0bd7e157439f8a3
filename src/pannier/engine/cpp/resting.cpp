// Breaks: where along a fixed order of stops each one that is due costs least (Scheduler, part 3).
//
// A dynamic program over the stops and the set of breaks taken, earliest departure first; a break happens where
// the vehicle then is, so it moves nothing but the clock.
#include <algorithm>
#include <bit>

#include "schedule.hpp"

namespace pannier {

namespace {

Stop stop_of_rest(const Kind& kind, int32_t rest, int32_t place) {
    Stop stop;
    stop.type = StopType::REST;
    stop.item = rest;
    stop.place = place;
    stop.open = kind.rests[rest].open;
    stop.close = kind.rests[rest].latest_start();
    stop.service = kind.rests[rest].duration;
    return stop;
}

}  // namespace

// A break is due unless the window leaves room for it before the route begins or after it ends, or there is too little
// work or driving for it; breaks taken are no work.
bool Scheduler::rests_due(const Kind& kind, const Clock& clock, uint32_t taken) const {
    int64_t start = start_of(clock), end = clock.departure, worked = end - start;
    for (size_t r = 0; r < kind.rests.size(); r++) {
        if (taken >> r & 1) worked -= kind.rests[r].duration;
    }
    for (size_t r = 0; r < kind.rests.size(); r++) {
        const Rest& rest = kind.rests[r];
        if ((rest.of_driving ? driven_ : worked) <= rest.after) continue;
        bool outside = end <= rest.latest_start() || start >= rest.open + rest.duration;
        if (!(taken >> r & 1) && !outside) return true;
    }
    return false;
}

// Earlier is better, and among equals what lets the whole route begin later.
bool Scheduler::is_better(const Clock& one, const Clock& other) {
    return one.departure < other.departure || (one.departure == other.departure && one.push > other.push);
}

// Breaks lie best where the route begins as early as it can or, if time costs, as late as it would without them. The
// price of the whole route, timed; INFEASIBLE where breaks that are due fit nowhere.
double Scheduler::rest(const Kind& kind, std::vector<Stop>& stops) {
    Clock clock;
    if (!time_stops(kind, stops, clock)) return INFEASIBLE;
    driven_ = driving_along(kind, stops);
    if (!rests_due(kind, clock, 0)) return times_fit(kind, stops, clock) ? price_of(kind, stops, clock) : INFEASIBLE;
    const int64_t earliest = first_start_, later = start_of(clock);
    double least = INFEASIBLE;
    bool is_least = later == earliest || !kind.has_hours;
    for (int64_t begin : {earliest, later}) {
        if (least < INFEASIBLE && is_least) break;
        trial_ = stops;
        const bool is_one = kind.rests.size() == 1 && !kind.is_sliced;
        bool rested = (is_one ? rest_once(kind, trial_, begin) : rest_from(kind, trial_, begin)) && time_stops(kind, trial_, clock) && times_fit(kind, trial_, clock);
        const double cost = rested ? price_of(kind, trial_, clock) : INFEASIBLE;
        if (cost >= least) continue;
        least = cost;
        rested_.swap(trial_);
        // Nobody waits, and the end is the earliest there is: a later beginning could only spare another break.
        is_least |= clock.waited <= clock.push && kind.rests.size() == 1;
    }
    if (least == INFEASIBLE) return INFEASIBLE;
    stops.swap(rested_);
    return least;
}

// The only break there is, where the route is over soonest; up to it the times are as without, and those are known where
// the route begins as it was timed last.
bool Scheduler::rest_once(const Kind& kind, std::vector<Stop>& stops, int64_t begin) {
    const Stop pause = stop_of_rest(kind, 0, -1);
    Clock ahead, rested;
    if (begin != first_start_ && !time_stops_from(kind, stops, begin, ahead)) return false;
    size_t taken = 0;
    int64_t arrival;
    for (size_t i = 1; i < stops.size(); i++) {
        const int64_t left = stops[i - 1].departure;
        // Where the next stop is done before the break can begin, it is better taken there.
        if (left <= pause.close && stops[i].departure > pause.open) {
            Clock after{left, waited_[i - 1], push_[i - 1]};
            const bool fits = step(kind, pause, 0, after, &arrival);
            if (fits && (taken == 0 || is_better(after, rested))) {
                rested = after;
                taken = i;
            }
        }
        if (taken > 0 && !step(kind, stops[i], stops[i - 1].travel, rested, &arrival)) taken = 0;
    }
    if (taken == 0 || rests_due(kind, rested, 1)) return false;
    put_rest(kind, stops, 0, taken);
    return true;
}

bool Scheduler::rest_from(const Kind& kind, std::vector<Stop>& stops, int64_t begin) {
    const uint32_t sets = 1u << kind.rests.size();
    std::array<Stop, MAX_BREAKS> pauses;
    for (size_t r = 0; r < kind.rests.size(); r++) pauses[r] = stop_of_rest(kind, static_cast<int32_t>(r), -1);
    std::array<Clock, 1u << MAX_BREAKS> now;
    std::array<bool, 1u << MAX_BREAKS> open{};
    came_from_.assign(stops.size() * sets, 0);
    now[0] = {begin, 0, FAR};
    first_start_ = begin;
    int64_t arrival;
    open[0] = step(kind, stops[0], 0, now[0], &arrival);
    for (size_t i = 1; i < stops.size(); i++) {
        uint8_t* from = &came_from_[i * sets];
        for (uint32_t taken = 0; taken < sets; taken++) from[taken] = static_cast<uint8_t>(taken);
        for (uint32_t taken = 0; taken < sets; taken++) {
            if (!open[taken]) continue;
            Clock behind = now[taken];
            const bool goes_on = step(kind, stops[i], way(kind, stops[i - 1], stops[i], behind.departure), behind, &arrival);
            for (size_t r = 0; r < kind.rests.size(); r++) {
                uint32_t more = taken | 1u << r;
                // Where the next stop is done before the break can begin, it is better taken there.
                if (more == taken || (goes_on && behind.departure <= pauses[r].open)) continue;
                Clock after = now[taken];
                if (!step(kind, pauses[r], 0, after, &arrival)) continue;
                if (open[more] && !is_better(after, now[more])) continue;
                now[more] = after;
                open[more] = true;
                from[more] = static_cast<uint8_t>(taken);
            }
            now[taken] = behind;
            open[taken] = goes_on;
        }
    }
    const uint32_t best = cheapest_set(kind, now.data(), open.data());
    if (best == sets) return false;
    put_rests(kind, stops, best);
    return true;
}

// The set of breaks taken that costs least at the end, of those that leave none out that is due; else one more than all.
uint32_t Scheduler::cheapest_set(const Kind& kind, const Clock* ends, const bool* is_open) const {
    const uint32_t sets = 1u << kind.rests.size();
    uint32_t best = sets;
    double least = INFEASIBLE;
    for (uint32_t taken = 0; taken < sets; taken++) {
        if (!is_open[taken] || rests_due(kind, ends[taken], taken)) continue;
        const double cost = price(kind, ends[taken]);
        if (cost >= least) continue;
        least = cost;
        best = taken;
    }
    return best;
}

// Put in the breaks of the set taken at the end, from the last one back to the first.
void Scheduler::put_rests(const Kind& kind, std::vector<Stop>& stops, uint32_t best) const {
    const uint32_t sets = 1u << kind.rests.size();
    for (size_t i = stops.size() - 1; i > 0; i--) {
        // The last one in time goes in first, so that all end up before stop i in the order they are taken.
        for (uint32_t before = came_from_[i * sets + best]; before != best; before = came_from_[i * sets + best]) {
            int32_t taken = std::countr_zero(best & ~before);
            best = before;
            put_rest(kind, stops, taken, i);
        }
    }
}

// A break before a stop, at the place of the one before.
void Scheduler::put_rest(const Kind& kind, std::vector<Stop>& stops, int32_t rest, size_t before) const {
    Stop& last = stops[before - 1];
    Stop pause = stop_of_rest(kind, rest, last.place);
    pause.travel = last.travel;
    pause.leg = last.leg;
    pause.open_jobs = last.open_jobs;
    last.travel = 0;
    last.leg = 0;
    stops.insert(stops.begin() + static_cast<std::ptrdiff_t>(before), pause);
}

}  // namespace pannier
