// Ways to put in a job that need more than one stop: a route of its own, a station (Recreate, part 2).
#include <algorithm>
#include <cmath>

#include "recreate.hpp"

namespace pannier {

namespace {
constexpr size_t STATIONS_BESIDE = 4;
constexpr int RESTATIONED = 2;
}  // namespace

double Recreate::alone(int32_t kind, int32_t job) {
    double& known = alone_[kind][job];
    if (std::isnan(known)) {
        known = INFEASIBLE;
        if (in_.kinds[kind].allowed[job]) stops_alone(kind, job, known);
    }
    return known;
}

// The cheapest route with this job only; none where the price is INFEASIBLE.
std::vector<Stop> Recreate::stops_alone(int32_t kind_index, int32_t job_index, double& price) {
    const Kind& kind = in_.kinds[kind_index];
    const Job& job = in_.jobs[job_index];
    const bool is_bundle = job.tasks.size() > 2;
    std::vector<Stop>* known = is_bundle ? &bundles_alone_[{kind_index, job_index}] : nullptr;
    if (known != nullptr && !known->empty()) {
        price = alone_[kind_index][job_index];
        return *known;
    }
    std::vector<Stop> best;
    price = INFEASIBLE;
    for (const std::vector<int32_t>& order : bundle_orders(kind, job)) try_alone(kind, order, best, price);
    if (is_bundle && !best.empty()) price = settle_bundle(kind, job, best, price);
    if (price == INFEASIBLE && !kind.battery.stations.empty()) {
        best = {stop_at_start(kind)};
        for (int32_t task : job.tasks) best.push_back(stop_of_task(in_, kind, task));
        best.push_back(stop_at_end(kind));
        price = placer_.place_anywhere(kind, best, scheduler_);
    }
    if (known != nullptr) *known = best;
    return best;
}

// Tasks in an order on a route of their own; a reload before or after them gives another hub or another battery.
void Recreate::try_alone(const Kind& kind, const std::vector<int32_t>& order, std::vector<Stop>& best, double& price) {
    std::vector<Stop> trial;
    auto attempt = [&](std::initializer_list<Stop> before, std::initializer_list<Stop> after) {
        trial = {stop_at_start(kind)};
        trial.insert(trial.end(), before);
        for (int32_t task : order) trial.push_back(stop_of_task(in_, kind, task));
        trial.insert(trial.end(), after);
        trial.push_back(stop_at_end(kind));
        const double cost = scheduler_.schedule(kind, trial);
        if (cost >= price) return;
        price = cost;
        best.swap(trial);
    };
    attempt({}, {});
    if (kind.max_trips == 1) return;
    for (int32_t place : kind.reload_places) {
        const Stop reload = stop_of_reload(kind, place);
        attempt({reload}, {});
        attempt({}, {reload});
        if (kind.max_trips == 2) continue;
        for (int32_t other : kind.reload_places) attempt({reload}, {stop_of_reload(kind, other)});
    }
}

// The order in which a kind does a bundle with nothing else on the way.
std::vector<int32_t> Recreate::order_alone(int32_t kind, int32_t job) {
    std::vector<int32_t> order;
    if (alone(kind, job) < INFEASIBLE) {
        for (const Stop& stop : bundles_alone_[{kind, job}]) if (stop.is_task()) order.push_back(stop.item);
    }
    return order.empty() ? in_.jobs[job].tasks : order;
}

void Recreate::new_route(Solution& solution, Random& random, int32_t job, Best& best) {
    if (solution.driving >= most_routes || random.below(100) == 0) return;
    for (int32_t kind = 0; kind < static_cast<int32_t>(in_.kinds.size()); kind++) {
        if (!solution.is_available(kind) || (!barred_kinds_.empty() && barred_kinds_[kind])) continue;
        double cost = alone(kind, job);
        if (cost < best.cost) best = {cost, -1, -1, kind};
    }
}

// The task with a station directly before or after it (the cheapest that suffices).
void Recreate::with_station(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const Stop& s = route.stops[before];
    const Stop& n = route.stops[after];
    Stop own = stop_of_task(in_, kind, task);
    Edit edit;
    edit.at = edit.then = before + 1;
    edit.stops = 2;
    double base = -route.stops[after - 1].leg;
    for (int side = 0; side < 2; side++) {
        order_stations_.clear();
        double rest = side == 0 ? leg_price(in_, kind, own.place, n.place) : leg_price(in_, kind, s.place, own.place);
        for (const Station& station : kind.battery.stations) {
            double legs = side == 0 ? leg_price(in_, kind, s.place, station.place) +
                                          leg_price(in_, kind, station.place, own.place)
                                    : leg_price(in_, kind, own.place, station.place) +
                                          leg_price(in_, kind, station.place, n.place);
            if (base + rest + legs < best.cost) order_stations_.emplace_back(base + rest + legs, station.id);
        }
        std::sort(order_stations_.begin(), order_stations_.end());
        for (size_t i = 0; i < order_stations_.size() && i < STATIONS_BESIDE; i++) {
            if (order_stations_[i].first >= best.cost) break;
            Stop there = stop_of_station(in_, kind, order_stations_[i].second);
            edit.first[0] = side == 0 ? there : own;
            edit.first[1] = side == 0 ? own : there;
            edit.extra = order_stations_[i].first;
            if (is_too_far(route, before, after, edit.first)) continue;
            if (try_edit(solution, slot, edit, best)) break;
        }
    }
}

// Where one station more does not help: all stations of a route chosen anew, for a few routes drawn.
void Recreate::with_other_stations(Solution& solution, Random& random, int32_t job, Best& best) {
    for (int i = 0; i < RESTATIONED && !hopeless_.empty(); i++) {
        const size_t drawn = static_cast<size_t>(random.below(static_cast<int32_t>(hopeless_.size())));
        const Offer offer = hopeless_[drawn];
        hopeless_[drawn] = hopeless_.back();
        hopeless_.pop_back();
        const Route& route = solution.routes[offer.slot];
        const Kind& kind = in_.kinds[route.kind];
        trial_ = route.stops;
        trial_.insert(trial_.begin() + offer.before + 1, stop_of_task(in_, kind, in_.jobs[job].tasks[0]));
        const double price = placer_.place(kind, trial_, scheduler_, route.cost + best.cost);
        if (price == INFEASIBLE || price - route.cost >= best.cost) continue;
        best = {price - route.cost, offer.slot, -1, -1};
        chosen_.swap(trial_);
    }
}

// Two stops, one of them a station, between two others: neither time nor the batteries' size may allow them.
bool Recreate::is_too_far(const Route& route, int32_t before, int32_t after, const Stop* added) const {
    const Kind& kind = in_.kinds[route.kind];
    const Profile& profile = in_.profile_of(kind);
    const Stop& s = route.stops[before];
    const Stop& n = route.stops[after];
    const Stop& a = added[0];
    const Stop& b = added[1];
    int32_t clock = std::max(s.departure + travel_time(in_, kind, s.place, a.place, a.is_task()), a.open);
    if (clock > a.close) return true;
    clock += a.is_task() ? a.service : 0;
    clock = std::max(clock + travel_time(in_, kind, a.place, b.place, b.is_task()), b.open);
    if (clock > b.close) return true;
    clock += b.is_task() ? b.service : 0;
    if (clock + travel_time(in_, kind, b.place, n.place, n.is_task()) > n.latest) return true;
    if (!kind.follows_charge) return false;
    const ChargeLabel& held = route.charges[before];
    const double in = profile.energy(s.place, a.place), between = profile.energy(a.place, b.place);
    const double out = profile.energy(b.place, n.place), reserve = static_cast<double>(kind.battery.reserve);
    double most = s.type == StopType::STATION ? static_cast<double>(kind.battery.capacity) : held.charge[held.points - 1];
    double behind = static_cast<double>(kind.battery.capacity) - out;
    if (a.is_task()) most -= between; else behind -= between;
    return most - in < reserve || behind < std::max(reserve, route.needs[after].charge[0]);
}

}  // namespace pannier
