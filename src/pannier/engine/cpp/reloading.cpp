// Ways to put in a job with a reload: beside it, in place of another one, or for a trip of its own (Recreate, part 4).
#include "recreate.hpp"

namespace pannier {

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
    for (size_t i = 1; i < stops.size(); i++) {
        bool opens = stops[i - 1].type == StopType::START;
        if (!opens && stops[i].type != StopType::END && stops[i].type != StopType::RELOAD) continue;
        size_t at = i;
        while (stops[at - 1].type == StopType::REST) at--;
        for (int32_t place : kind.reload_places) {
            if (own_trip_price(kind, own, place) >= best.cost) continue;
            trial_.assign(stops.begin(), stops.begin() + static_cast<std::ptrdiff_t>(at));
            if (!opens) trial_.push_back(stop_of_reload(kind, place));
            trial_.insert(trial_.end(), own.begin(), own.end());
            if (opens) trial_.push_back(stop_of_reload(kind, place));
            trial_.insert(trial_.end(), stops.begin() + static_cast<std::ptrdiff_t>(at), stops.end());
            judge(solution, slot, best);
        }
    }
}

// What the tasks cost on a trip from a place and back.
double Recreate::own_trip_price(const Kind& kind, const std::vector<Stop>& own, int32_t place) const {
    double price = leg_price(in_, kind, own.back().place, place);
    double seconds = kind.loading + travel_time(in_, kind, own.back().place, place, false);
    int32_t from = place;
    for (const Stop& stop : own) {
        price += leg_price(in_, kind, from, stop.place);
        seconds += travel_time(in_, kind, from, stop.place, true) + stop.service;
        from = stop.place;
    }
    return price + kind.rates.second * seconds;
}

}  // namespace pannier
