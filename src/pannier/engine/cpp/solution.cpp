#include "solution.hpp"

#include <algorithm>

namespace pannier {

namespace {
// Where several legs do not exist, a route that is refused in the end outgrows 32 bits.
constexpr int64_t NEVER = 1 << 30;
}  // namespace

Solution::Solution(const Instance& instance)
    : where(instance.tasks.size()), used(instance.kinds.size(), 0), scheduler(instance), in_(instance),
      absent_at_(instance.jobs.size(), -1) {
    for (const Kind& kind : instance.kinds) limit.push_back(kind.count);
    for (int32_t task = 0; task < instance.size(); task++) tasks.push_back(task);
    for (size_t job = 0; job < instance.jobs.size(); job++) set_absent(static_cast<int32_t>(job));
}

void Solution::take(const Snapshot& given, const std::vector<int32_t>& vehicles) {
    for (int32_t task : tasks) where[task].route = -1;
    for (int32_t job : absent) absent_at_[job] = -1;
    tasks.clear();
    absent.clear();
    free_.clear();
    absent_changes_.clear();
    free_changes_.clear();
    kept_slots_.clear();
    limit = vehicles;
    used.assign(used.size(), 0);
    routes = given.routes;
    kept_at_.assign(routes.size(), 0);
    mandatory_absent = driving = 0;
    cost = 0;
    for (int32_t slot = 0; slot < static_cast<int32_t>(routes.size()); slot++) {
        const Route& route = routes[slot];
        used[route.kind]++;
        driving++;
        cost += route.cost;
        locate(slot);
        for (const Stop& stop : route.stops) if (stop.is_task()) tasks.push_back(stop.item);
    }
    for (int32_t job : given.absent) {
        set_absent(job);
        tasks.insert(tasks.end(), in_.jobs[job].tasks.begin(), in_.jobs[job].tasks.end());
    }
}

void Solution::begin() {
    now_++;
    kept_slots_.clear();
    absent_changes_.clear();
    free_changes_.clear();
    before_.used = used;
    before_.mandatory_absent = mandatory_absent;
    before_.driving = driving;
    before_.cost = cost;
}

void Solution::keep(int32_t slot) {
    if (kept_at_[slot] == now_) return;
    kept_at_[slot] = now_;
    if (kept_routes_.size() <= kept_slots_.size()) kept_routes_.emplace_back();
    kept_routes_[kept_slots_.size()] = routes[slot];
    kept_slots_.push_back(slot);
}

// Take the tasks of a route off the map before its stops are replaced.
void Solution::forget(int32_t slot) {
    for (const Stop& stop : routes[slot].stops) {
        if (stop.is_task() && where[stop.item].route == slot) where[stop.item].route = -1;
    }
}

void Solution::rollback() {
    for (int32_t slot : kept_slots_) forget(slot);
    for (size_t i = 0; i < kept_slots_.size(); i++) std::swap(routes[kept_slots_[i]], kept_routes_[i]);
    for (int32_t slot : kept_slots_) locate(slot);
    take_back();
    used = before_.used;
    mandatory_absent = before_.mandatory_absent;
    driving = before_.driving;
    cost = before_.cost;
}

// The lists of absent jobs and free slots as they were; slots that were made meanwhile are free then.
void Solution::take_back() {
    for (size_t i = absent_changes_.size(); i-- > 0;) {
        const auto [job, at] = absent_changes_[i];
        if (at == ADDED) {
            absent.pop_back();
            absent_at_[job] = -1;
            continue;
        }
        absent.push_back(absent.size() == static_cast<size_t>(at) ? job : absent[at]);
        absent_at_[absent.back()] = static_cast<int32_t>(absent.size()) - 1;
        absent[at] = job;
        absent_at_[job] = at;
    }
    absent_changes_.clear();
    for (size_t i = free_changes_.size(); i-- > 0;) {
        if (free_changes_[i].at == ADDED) free_.pop_back();
        else if (free_changes_[i].at != GROWN) free_.push_back(free_changes_[i].item);
    }
    for (const Change& change : free_changes_) if (change.at == GROWN) free_.push_back(change.item);
    free_changes_.clear();
}

int32_t Solution::open_route(int32_t kind) {
    int32_t slot;
    if (free_.empty()) {
        slot = static_cast<int32_t>(routes.size());
        routes.emplace_back();
        kept_at_.push_back(0);
        free_changes_.push_back({slot, GROWN});
    } else {
        slot = free_.back();
        free_.pop_back();
        free_changes_.push_back({slot, static_cast<int32_t>(free_.size())});
    }
    keep(slot);
    Route& route = routes[slot];
    route.kind = kind;
    route.tasks = 0;
    route.load.fill(0);
    route.stops = {stop_at_start(in_.kinds[kind]), stop_at_end(in_.kinds[kind])};
    route.aboard.assign(2 * in_.dimensions, 0);
    route.cost = 0;
    used[kind]++;
    driving++;
    return slot;
}

void Solution::vacate(int32_t slot) {
    Route& route = routes[slot];
    cost -= route.cost;
    used[route.kind]--;
    driving--;
    forget(slot);
    route = Route();
    free_.push_back(slot);
    free_changes_.push_back({slot, ADDED});
}

namespace {

// Seconds of the shortest schedule in which nobody drives, serves or rests.
int32_t idle_of(const Route& route) {
    int64_t busy = 0;
    for (const Stop& stop : route.stops) busy += stop.service + stop.travel;
    return static_cast<int32_t>(std::max<int64_t>(0, route.stops.back().lead - busy + route.stops.back().travel));
}

}  // namespace

void Solution::locate(int32_t slot) {
    const Route& route = routes[slot];
    if (route.stops.empty()) return;
    const Stop* stops = route.stops.data();
    // With several trips only the scheduler knows what is aboard when.
    bool one_trip = in_.dimensions > 0 && kind_of(route).max_trips == 1 && !in_.has_pairs;
    int64_t left = one_trip ? kind_of(route).capacity[0] - route.load[0] : INT32_MAX;
    const bool offers_more = kind_of(route).max_trips > 1 || route.blind_gaps > 0;
    const int32_t room = static_cast<int32_t>(std::clamp<int64_t>(left, INT32_MIN, INT32_MAX));
    const int32_t idle = kind_of(route).has_hours ? idle_of(route) : 0;
    for (int32_t i = 1; i < route.last(); i++) {
        if (!stops[i].is_task()) continue;
        // Breaks are not places: what counts is what lies beyond them.
        int32_t before = i - 1, after = i + 1;
        while (stops[before].type == StopType::REST) before--;
        while (stops[after].type == StopType::REST) after++;
        Where& here = where[stops[i].item];
        here.route = slot;
        here.position = i;
        here.kind = route.kind;
        here.room = room;
        here.place_before = stops[before].place;
        here.departure_before = stops[before].departure;
        here.leg_before = stops[i - 1].leg;
        here.latest = stops[i].latest;
        here.departure = stops[i].departure;
        here.leg = stops[after - 1].leg;
        here.place_after = stops[after].place;
        here.latest_after = stops[after].latest;
        here.free_before = idle + stops[i - 1].travel;
        here.free_after = idle + stops[after - 1].travel;
        here.task_after = stops[after].is_task();
        here.offers_more = offers_more;
    }
}

bool Solution::renew_plain(int32_t slot, int32_t from, int32_t to) {
    Route& route = routes[slot];
    const Kind& kind = kind_of(route);
    Stop* stops = route.stops.data();
    const int32_t last = route.last(), dims = in_.dimensions;
    cost -= route.cost;
    for (int32_t i = from; i <= to + 1; i++) {
        stops[i - 1].travel = travel_time(in_, kind, stops[i - 1].place, stops[i].place, stops[i].is_task());
        stops[i - 1].leg = leg_price(in_, kind, stops[i - 1].place, stops[i].place);
    }
    bool in_time = true;
    stops[0].departure = stops[0].open + stops[0].service;
    for (int32_t i = from; i <= last; i++) {
        int64_t start = std::max<int64_t>(int64_t{stops[i - 1].departure} + stops[i - 1].travel, stops[i].open);
        in_time &= start <= stops[i].close;
        stops[i].departure = static_cast<int32_t>(std::min(start + stops[i].service, NEVER));
    }
    stops[last].latest = stops[last].close;
    for (int32_t i = std::min(to, last - 1); i >= 0; i--) {
        int64_t latest = int64_t{stops[i + 1].latest} - stops[i].travel - stops[i].service;
        stops[i].latest = static_cast<int32_t>(std::clamp<int64_t>(latest, -NEVER, stops[i].close));
    }
    double price = kind.rates.fixed;
    for (int32_t i = 0; i < last; i++) price += stops[i].leg;
    route.cost = price;
    route.tasks = last - 1;
    route.aboard.resize((last + 1) * dims);
    for (int d = 0; d < dims; d++) {
        int64_t held = 0;
        for (int32_t i = last; i >= 0; i--) {
            route.aboard[i * dims + d] = static_cast<int32_t>(std::min<int64_t>(held, INT32_MAX));
            if (stops[i].is_task()) held += in_.tasks[stops[i].item].demand[d];
        }
        route.load[d] = held;
    }
    cost += price;
    locate(slot);
    return in_time;
}

void Solution::insert_plain(int32_t slot, int32_t position, int32_t task) {
    Route& route = routes[slot];
    const Kind& kind = kind_of(route);
    route.stops.insert(route.stops.begin() + position, stop_of_task(in_, kind, task));
    renew_plain(slot, position, position);
}

void Solution::settle(int32_t slot, std::vector<Stop>& stops, double price, bool is_last) {
    Route& route = routes[slot];
    forget(slot);
    cost += price - route.cost;
    scheduler.settle(kind_of(route), route, stops, price, is_last);
    locate(slot);
}

void Solution::set_absent(int32_t job) {
    absent_at_[job] = static_cast<int32_t>(absent.size());
    absent.push_back(job);
    absent_changes_.push_back({job, ADDED});
    if (in_.jobs[job].is_mandatory) mandatory_absent++;
    else cost += in_.jobs[job].prize;
}

void Solution::unset_absent(int32_t job) {
    int32_t at = absent_at_[job];
    if (at < 0) return;
    absent[at] = absent.back();
    absent_at_[absent[at]] = at;
    absent.pop_back();
    absent_at_[job] = -1;
    absent_changes_.push_back({job, at});
    if (in_.jobs[job].is_mandatory) mandatory_absent--;
    else cost -= in_.jobs[job].prize;
}

}  // namespace pannier
