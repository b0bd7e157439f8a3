// Where how long a way takes hangs on when it is begun: the way at its hour, and the latest beginning of a route that
// ends when it does (Scheduler, part 6; core.schedule.late_start).
#include <algorithm>

#include "schedule.hpp"

namespace pannier {

// Seconds to the next stop, parking there included, when the vehicle leaves at a moment.
int64_t Scheduler::way(const Kind& kind, const Stop& from, const Stop& to, int64_t departure) const {
    if (!kind.is_sliced || from.travel == 0 || in_.profile_of(kind).is_same_stop(from.place, to.place)) return from.travel;
    const int64_t parking = to.is_task() ? kind.parking : 0;
    const Traffic& traffic = in_.profile_of(kind).traffic;
    return traffic.seconds(from.place, to.place, from.travel - parking, departure) + parking;
}

int64_t Scheduler::latest_begin(const Kind& kind, const std::vector<Stop>& stops) const {
    const Profile& profile = in_.profile_of(kind);
    int64_t moment = start_.back();
    for (size_t i = stops.size() - 1; i > 0; i--) {
        const Stop& before = stops[i - 1];
        const bool moves = !profile.is_same_stop(before.place, stops[i].place) && before.travel > 0;
        const int64_t parking = moves && stops[i].is_task() ? kind.parking : 0, base = before.travel - parking;
        int64_t left = moment - parking - base;
        if (moves) left = profile.traffic.latest_departure(before.place, stops[i].place, base, moment - parking);
        moment = std::max(start_[i - 1], std::min(free_[i - 1], left - before.service));
    }
    return moment;
}

// Fresh goods may be under way for longer when the vehicle leaves into the rush; then it leaves as early as it may.
bool Scheduler::stays_fresh(const std::vector<Stop>& stops) const {
    if (!in_.has_fresh_goods) return true;
    for (size_t i = 0; i < stops.size(); i++) {
        if (came_at_[i] < 0) continue;
        const Stop& came = stops[came_at_[i]];
        const int64_t loaded = start_[came_at_[i]] + came.service - (came.type == StopType::RELOAD ? came.filled : 0);
        if (start_[i] - loaded > in_.tasks[stops[i].item].max_aboard) return false;
    }
    return true;
}

// The times with the route begun as late as costs nothing; departures of the stops stay the earliest there are.
bool Scheduler::begin_later(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock) {
    const int64_t latest = latest_begin(kind, stops);
    Clock moved{latest, 0, FAR};
    for (size_t i = 0; i < stops.size(); i++) {
        const int64_t travel = i > 0 ? way(kind, stops[i - 1], stops[i], moved.departure) : 0;
        if (!step(kind, stops[i], travel, moved, &arrival_[i], not_before_.empty() ? 0 : not_before_[i])) return false;
        start_[i] = moved.departure - stops[i].service;
    }
    clock.begin = latest;
    if (!stays_fresh(stops)) {
        if (!run_clock(kind, stops, begin, clock)) return false;
        clock.begin = begin;
    }
    driven_ = driving_along(kind, stops);
    return true;
}

// Seconds of driving as it was timed last; what it takes to park is none.
int64_t Scheduler::driving_along(const Kind& kind, const std::vector<Stop>& stops) const {
    int64_t driven = 0;
    for (size_t i = 1; i < stops.size(); i++) {
        const bool parks = stops[i].is_task() && !in_.profile_of(kind).is_same_stop(stops[i - 1].place, stops[i].place);
        driven += arrival_[i] - start_[i - 1] - stops[i - 1].service - (parks ? kind.parking : 0);
    }
    return driven;
}

}  // namespace pannier
