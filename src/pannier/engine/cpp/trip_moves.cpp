#include "trip_moves.hpp"

#include "company.hpp"

namespace pannier {

namespace {

// From one loading to the next: where it is loaded, and its stops but the breaks.
struct Trip {
    int32_t place = 0;
    std::vector<Stop> stops;
};
using Trips = std::vector<Trip>;

Trips trips_of(const Route& route) {
    Trips trips{{route.stops.front().place, {}}};
    for (const Stop& stop : route.stops) {
        if (stop.type == StopType::RELOAD) trips.push_back({stop.place, {}});
        if (stop.is_task() || stop.type == StopType::STATION) trips.back().stops.push_back(stop);
    }
    return trips;
}

// The trip as another kind drives it; its stations go, since that kind may know others.
Trip trip_for(const Instance& in, const Kind& kind, const Trip& trip) {
    Trip own{trip.place, {}};
    for (const Stop& stop : trip.stops) {
        if (stop.is_task()) own.stops.push_back(stop_of_task(in, kind, stop.item));
    }
    return own;
}

// The day of a vehicle as the trips go; what was loaded at the start can be loaded at a hub of the kind's.
std::vector<Stop> day_of(const Kind& kind, const Trips& trips) {
    std::vector<Stop> stops{stop_at_start(kind)};
    for (size_t i = 0; i < trips.size(); i++) {
        if (i > 0) stops.push_back(stop_of_reload_near(kind, trips[i].place));
        stops.insert(stops.end(), trips[i].stops.begin(), trips[i].stops.end());
    }
    stops.push_back(stop_at_end(kind));
    return stops;
}

// Of two routes, the best way to give a trip of the first one to the second one, or to exchange it.
class Exchange {
  public:
    Exchange(Solution& solution, int32_t from, int32_t to, double limit)
        : solution_(solution), slots_{from, to}, least_(cost(0) + cost(1) + limit) {}

    bool operator()(Random& random) {
        const Trips from = trips_of(route(0)), to = trips_of(route(1));
        const size_t chosen = static_cast<size_t>(random.below(static_cast<int32_t>(from.size())));
        if (from[chosen].stops.empty() || !may_carry(in_, kind(1), from[chosen].stops)) return false;
        const Trip given = as(1, from[chosen]);
        Trips without = from;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(chosen));
        for (size_t at = 0; at <= to.size(); at++) give(without, to, given, at);
        for (size_t at = 0; at < to.size(); at++) {
            if (!may_carry(in_, kind(0), to[at].stops)) continue;
            Trips first = from, second = to;
            first[chosen] = as(0, to[at]);
            second[at] = given;
            judge(first, second);
        }
        return settle();
    }

  private:
    const Route& route(int i) const { return solution_.routes[slots_[i]]; }
    const Kind& kind(int i) const { return solution_.kind_of(route(i)); }
    double cost(int i) const { return route(i).cost; }
    Trip as(int i, const Trip& trip) const {
        return route(0).kind == route(1).kind ? trip : trip_for(in_, kind(i), trip);
    }

    void give(const Trips& without, const Trips& to, const Trip& given, size_t at) {
        if (static_cast<int32_t>(to.size()) >= kind(1).max_trips) return;
        Trips more = to;
        more.insert(more.begin() + static_cast<std::ptrdiff_t>(at), given);
        judge(without, more);
    }

    std::vector<Stop> day(int i, const Trips& trips) const {
        return trips.empty() ? std::vector<Stop>() : day_of(kind(i), trips);
    }

    void judge(const Trips& first, const Trips& second) {
        if (in_.has_company && !keeps_company(in_, day(0, first), day(1, second))) return;
        double price = 0;
        const Trips* trips[2] = {&first, &second};
        for (int i = 0; i < 2 && price < least_; i++) {
            trial_[i].clear();
            if (trips[i]->empty()) continue;
            trial_[i] = day_of(kind(i), *trips[i]);
            price += solution_.scheduler.schedule(kind(i), trial_[i]);
        }
        if (price >= least_) return;
        least_ = price;
        for (int i = 0; i < 2; i++) best_[i] = trial_[i];
        is_found_ = true;
    }

    bool settle() {
        if (!is_found_) return false;
        for (int i = 0; i < 2; i++) {
            solution_.keep(slots_[i]);
            if (best_[i].empty()) { solution_.vacate(slots_[i]); continue; }
            const double price = solution_.scheduler.schedule(kind(i), best_[i]);
            solution_.settle(slots_[i], best_[i], price, i == 1);
        }
        return true;
    }

    Solution& solution_;
    const Instance& in_ = solution_.instance();
    const int32_t slots_[2];
    double least_;
    bool is_found_ = false;
    std::vector<Stop> trial_[2], best_[2];
};

}  // namespace

bool move_trip(Solution& solution, Random& random, double limit) {
    const int32_t from = solution.where[solution.draw_task(random)].route;
    const int32_t to = solution.where[solution.draw_task(random)].route;
    if (from < 0 || to < 0 || from == to) return false;
    for (int32_t slot : {from, to}) if (solution.kind_of(solution.routes[slot]).max_trips < 2) return false;
    return Exchange(solution, from, to, limit)(random);
}

}  // namespace pannier
