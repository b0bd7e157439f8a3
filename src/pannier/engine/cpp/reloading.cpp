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
    const Stop own = stop_of_task(in_, kind, task);
    const Stop& s = route.stops[before];
    const Stop& n = route.stops[after];
    if (s.open_jobs > 0) return;
    for (int32_t place : kind.reload_places) {
        const Stop reload = stop_of_reload(kind, place);
        for (bool is_behind : {false, true}) {
            // No two reloads at one place follow each other.
            const Stop& beside = is_behind ? n : s;
            if (!beside.is_task() && beside.place == place) continue;
            edit.first[0] = is_behind ? own : reload;
            edit.first[1] = is_behind ? reload : own;
            if (least_of(kind, route, before, after, edit.first, 2) < best.cost) try_edit(solution, slot, edit, best);
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

// A trip of its own in one of these routes: before the first trip, between two, or after the last.
void Recreate::own_trips(Solution& solution, const std::vector<int32_t>& slots, int32_t job, Best& best) {
    int32_t known = -1;
    double least = 0;
    for (int32_t slot : slots) {
        const int32_t number = solution.routes[slot].kind;
        const Kind& kind = in_.kinds[number];
        if (kind.max_trips == 1) continue;
        if (number != known) {
            known = number;
            own_.clear();
            for (int32_t task : in_.jobs[job].tasks) own_.push_back(stop_of_task(in_, kind, task));
            // Between trips of one hub the way there and back is all, wherever it is put in.
            least = kind.is_of_one_hub ? round_price(kind) : -INFEASIBLE;
        }
        const bool is_nowhere = best.slot < 0 && best.kind < 0;
        if (is_nowhere || least < best.cost || looks_at_idle()) own_trips_in(solution, slot, best);
    }
}

// That it may fill what a route waits or rests is seldom so, and dear to look at every time.
bool Recreate::looks_at_idle() const { return look_ % IDLE_LOOKED_AT_ONE_IN == 0; }

void Recreate::own_trips_in(Solution& solution, int32_t slot, Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    const Kind& kind = in_.kinds[solution.routes[slot].kind];
    int32_t trips = 1;
    for (int32_t i = 1; i < solution.routes[slot].last(); i++) {
        if (stops[i].type != StopType::RELOAD) continue;
        trips++;
        bool is_nowhere = best.slot < 0 && best.kind < 0;
        if (is_nowhere && own_.size() == 1) instead_of_reload(solution, slot, i, own_[0], best);
    }
    if (trips >= kind.max_trips) return;
    for (size_t i = 1; i < stops.size(); i++) own_trip_at(solution, slot, i, best);
}

// A trip of its own before a stop that closes a trip, or behind one that opens it.
void Recreate::own_trip_at(Solution& solution, int32_t slot, size_t at, Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    const Kind& kind = in_.kinds[solution.routes[slot].kind];
    const bool closes = stops[at].type == StopType::END || stops[at].type == StopType::RELOAD;
    while (closes && stops[at - 1].type == StopType::REST) at--;
    const Stop& before = stops[at - 1];
    const bool opens = before.type == StopType::START || before.type == StopType::RELOAD;
    if (!opens && !closes) return;
    const int32_t from = static_cast<int32_t>(at) - 1, to = next_place(stops, from);
    for (int32_t place : kind.reload_places) {
        const Stop reload = stop_of_reload(kind, place);
        for (bool is_behind : {false, true}) {
            // Behind a reload at the same place it is as before it.
            const bool is_known = is_behind && before.type == StopType::RELOAD && before.place == place;
            if (!(is_behind ? opens : closes) || is_known) continue;
            trip_.clear();
            if (!is_behind) trip_.push_back(reload);
            trip_.insert(trip_.end(), own_.begin(), own_.end());
            if (is_behind) trip_.push_back(reload);
            const Route& route = solution.routes[slot];
            if (least_of(kind, route, from, to, trip_.data(), trip_.size()) >= best.cost) continue;
            trial_.assign(stops.begin(), stops.begin() + static_cast<std::ptrdiff_t>(at));
            trial_.insert(trial_.end(), trip_.begin(), trip_.end());
            trial_.insert(trial_.end(), stops.begin() + static_cast<std::ptrdiff_t>(at), stops.end());
            judge(solution, slot, best);
        }
    }
}

// What a trip of its own costs from a hub and back to it: its way and its time.
double Recreate::round_price(const Kind& kind) const {
    double price = 0, seconds = kind.loading;
    int32_t from = kind.start_place;
    for (const Stop& stop : own_) {
        price += leg_price(in_, kind, from, stop.place);
        seconds += travel_time(in_, kind, from, stop.place, true) + stop.service;
        from = stop.place;
    }
    price += leg_price(in_, kind, from, kind.end_place);
    seconds += travel_time(in_, kind, from, kind.end_place, false);
    return price + kind.rates.second * seconds;
}

// A swap or charge before all of a trip, and the task somewhere behind it: neither alone helps where the battery does
// not last.
void Recreate::with_power_first(Solution& solution, int32_t slot, int32_t task, Best& best) {
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
