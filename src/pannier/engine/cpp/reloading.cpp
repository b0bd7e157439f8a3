// Ways to put in a job with a reload: beside it, in place of another one, or for a trip of its own (Recreate, part 4).
#include <algorithm>

#include "recreate.hpp"

namespace pannier {

namespace {
constexpr uint32_t IDLE_LOOKED_AT_ONE_IN = 16;
}

// The task with a reload directly before or after it, where the goods or the battery would not last otherwise.
void Recreate::with_reload(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    Edit edit;
    edit.at = edit.then = before + 1;
    edit.stops = 2;
    Stop own = stop_of_task(in_, kind, task);
    const Stop& s = route.stops[before];
    const Stop& n = route.stops[after];
    if (s.open_jobs > 0) return;
    for (int32_t place : kind.reload_places) {
        double legs = leg_price(in_, kind, s.place, place) + leg_price(in_, kind, place, own.place) +
                      leg_price(in_, kind, own.place, n.place) - route.stops[after - 1].leg;
        if (legs < best.cost && (s.is_task() || s.place != place)) {
            edit.first[0] = stop_of_reload(kind, place);
            edit.first[1] = own;
            try_edit(solution, slot, edit, best);
        }
        legs = leg_price(in_, kind, s.place, own.place) + leg_price(in_, kind, own.place, place) +
               leg_price(in_, kind, place, n.place) - route.stops[after - 1].leg;
        if (legs < best.cost && (n.is_task() || n.place != place)) {
            edit.first[0] = own;
            edit.first[1] = stop_of_reload(kind, place);
            try_edit(solution, slot, edit, best);
        }
    }
}

// The task in place of a reload next to it, or with one at another place: it may have been there for a shorter way only.
void Recreate::instead_of_reload(Solution& solution, int32_t slot, int32_t reload, const Stop& own, Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    const Kind& kind = in_.kinds[solution.routes[slot].kind];
    auto attempt = [&](std::initializer_list<Stop> added) {
        trial_.assign(stops.begin(), stops.begin() + reload);
        trial_.insert(trial_.end(), added);
        trial_.insert(trial_.end(), stops.begin() + reload + 1, stops.end());
        judge(solution, slot, best);
    };
    attempt({own});
    for (int32_t place : kind.reload_places) {
        if (place == stops[reload].place) continue;
        attempt({own, stop_of_reload(kind, place)});
        attempt({stop_of_reload(kind, place), own});
    }
}

// Schedule the trial; when it can be driven and is the best way so far, keep it.
void Recreate::judge(const Solution& solution, int32_t slot, Best& best) {
    const Route& route = solution.routes[slot];
    double price = scheduler_.schedule(in_.kinds[route.kind], trial_);
    if (price == INFEASIBLE || price - route.cost >= best.cost) return;
    best = {price - route.cost, slot, -1, -1};
    chosen_.swap(trial_);
}

// A trip of its own, before the first trip, between two, or after the last.
void Recreate::own_trips(Solution& solution, int32_t slot, int32_t job, Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    const Kind& kind = in_.kinds[solution.routes[slot].kind];
    std::vector<Stop> own;
    for (int32_t task : in_.jobs[job].tasks) own.push_back(stop_of_task(in_, kind, task));
    int32_t trips = 1;
    for (int32_t i = 1; i < solution.routes[slot].last(); i++) {
        if (stops[i].type != StopType::RELOAD) continue;
        trips++;
        bool is_nowhere = best.slot < 0 && best.kind < 0;
        if (is_nowhere && own.size() == 1) instead_of_reload(solution, slot, i, own[0], best);
    }
    if (trips >= kind.max_trips) return;
    // That it may fill what a route waits or rests is seldom so, and dear to look at every time.
    const double idle = look_ % IDLE_LOOKED_AT_ONE_IN == 0 ? idle_seconds(stops) : 0;
    for (size_t i = 1; i < stops.size(); i++) own_trip_at(solution, slot, i, own, idle, best);
}

// What a route waits and rests: so much of its time may be used for more.
double Recreate::idle_seconds(const std::vector<Stop>& stops) const {
    double busy = 0;
    for (const Stop& stop : stops) busy += stop.travel + (stop.type == StopType::REST ? 0 : stop.service);
    return std::max(0.0, stops.back().lead - busy);
}

// A trip of its own before a stop that closes a trip, or behind one that opens it.
void Recreate::own_trip_at(Solution& solution, int32_t slot, size_t at, const std::vector<Stop>& own, double idle,
                           Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    const Kind& kind = in_.kinds[solution.routes[slot].kind];
    const bool closes = stops[at].type == StopType::END || stops[at].type == StopType::RELOAD;
    while (closes && stops[at - 1].type == StopType::REST) at--;
    const Stop& before = stops[at - 1];
    const bool opens = before.type == StopType::START || before.type == StopType::RELOAD;
    if (!opens && !closes) return;
    const Stop& after = stops[static_cast<size_t>(next_place(stops, static_cast<int32_t>(at) - 1))];
    for (int32_t place : kind.reload_places) {
        const Stop reload = stop_of_reload(kind, place);
        for (bool is_behind : {false, true}) {
            // Behind a reload at the same place it is as before it.
            const bool is_known = is_behind && before.type == StopType::RELOAD && before.place == place;
            if (!(is_behind ? opens : closes) || is_known) continue;
            const double least = own_trip_price(kind, before, is_behind, place, own, after) - kind.rates.second * idle;
            if (least >= best.cost) continue;
            trial_.assign(stops.begin(), stops.begin() + static_cast<std::ptrdiff_t>(at));
            if (!is_behind) trial_.push_back(reload);
            trial_.insert(trial_.end(), own.begin(), own.end());
            if (is_behind) trial_.push_back(reload);
            trial_.insert(trial_.end(), stops.begin() + static_cast<std::ptrdiff_t>(at), stops.end());
            judge(solution, slot, best);
        }
    }
}

// What a trip of its own costs between two stops: its way and its time.
double Recreate::own_trip_price(const Kind& kind, const Stop& before, bool is_behind, int32_t place,
                                const std::vector<Stop>& own, const Stop& after) const {
    double price = -leg_price(in_, kind, before.place, after.place), seconds = kind.loading;
    seconds -= travel_time(in_, kind, before.place, after.place, after.is_task());
    int32_t from = before.place;
    auto go = [&](int32_t to, bool parks) {
        price += leg_price(in_, kind, from, to);
        seconds += travel_time(in_, kind, from, to, parks);
        from = to;
    };
    if (!is_behind) go(place, false);
    for (const Stop& stop : own) {
        go(stop.place, true);
        seconds += stop.service;
    }
    if (is_behind) go(place, false);
    go(after.place, after.is_task());
    return price + kind.rates.second * seconds;
}

// A swap or charge before all of a trip, and the task somewhere behind it: neither alone helps where the battery does
// not last. For a route drawn, since it is dear and seldom needed.
void Recreate::with_power_first(Solution& solution, Random& random, int32_t task, Best& best) {
    if (solution.routes.empty()) return;
    const int32_t slot = random.below(static_cast<int32_t>(solution.routes.size()));
    const Route& route = solution.routes[slot];
    if (route.stops.empty()) return;
    const Kind& kind = in_.kinds[route.kind];
    if (kind.max_trips == 1 || kind.battery.at_hub == HubPower::NONE || !kind.allowed[in_.tasks[task].job]) return;
    const std::vector<Stop> stops = route.stops;
    for (size_t opening = 0; opening + 1 < stops.size(); opening++) {
        if (stops[opening].type != StopType::START && stops[opening].type != StopType::RELOAD) continue;
        for (size_t at = opening + 1; at < stops.size(); at++) {
            trial_.assign(stops.begin(), stops.begin() + static_cast<std::ptrdiff_t>(opening) + 1);
            trial_.push_back(stop_of_reload_near(kind, stops[opening].place));
            trial_.insert(trial_.end(), stops.begin() + static_cast<std::ptrdiff_t>(opening) + 1,
                          stops.begin() + static_cast<std::ptrdiff_t>(at));
            trial_.push_back(stop_of_task(in_, kind, task));
            trial_.insert(trial_.end(), stops.begin() + static_cast<std::ptrdiff_t>(at), stops.end());
            judge(solution, slot, best);
        }
    }
}

}  // namespace pannier
