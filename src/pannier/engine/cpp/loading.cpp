// What is aboard along a route: goods of every trip, and energy that hangs on them (Scheduler, part 2).
#include <algorithm>
#include <cmath>

#include "schedule.hpp"

namespace pannier {

bool Scheduler::load_trips(const Kind& kind, std::vector<Stop>& stops) {
    size_t count = stops.size();
    joules_.assign(count, 0);
    openings_.clear();
    distance_ = energy_ = served_ = 0;
    strange_ = 0;
    const Profile& profile = in_.profile_of(kind);
    int64_t all_stops = 0;
    size_t opening = 0;
    openings_.push_back(0);
    for (size_t i = 1; i < count; i++) {
        all_stops += stops[i].is_task() && !profile.is_same_stop(stops[i - 1].place, stops[i].place);
        if (stops[i].type != StopType::RELOAD && stops[i].type != StopType::END) continue;
        if (!load_trip(kind, stops, opening, i)) return false;
        opening = i;
        if (stops[i].type == StopType::RELOAD) openings_.push_back(i);
    }
    bool few_enough = static_cast<int32_t>(openings_.size()) <= kind.max_trips;
    return few_enough && all_stops <= kind.limits.stops && distance_ <= kind.limits.distance;
}

// Goods loaded where the trip opens, goods brought where it closes, and when the last of the former is there.
bool Scheduler::open_and_close(const std::vector<Stop>& stops, size_t from, size_t to, int64_t& release) {
    for (size_t i = from + 1; i < to; i++) {
        if (!stops[i].is_task()) continue;
        const Task& task = in_.tasks[stops[i].item];
        if (task.is_loaded_at_hub()) release = std::max<int64_t>(release, task.release);
        if (task.hub < 0) continue;
        int32_t touched = task.is_pickup ? stops[to].place : stops[from].place;
        if (!task.is_paired && task.hub != touched) return false;
    }
    return true;
}

// What a trip takes from its hub; false when that is more than the vehicle holds.
bool Scheduler::load_at_hub(const Kind& kind, const std::vector<Stop>& stops, size_t from, size_t to, Load& aboard) const {
    if (from == 0) aboard = kind.start_load; else aboard.fill(0);
    for (size_t i = from + 1; i < to; i++) {
        if (!stops[i].is_task() || !in_.tasks[stops[i].item].is_loaded_at_hub()) continue;
        for (int d = 0; d < in_.dimensions; d++) aboard[d] += in_.tasks[stops[i].item].demand[d];
    }
    for (int d = 0; d < in_.dimensions; d++) {
        if (aboard[d] > kind.capacity[d]) return false;
    }
    return true;
}

// Whether a trip's goods may share it; counts its tasks, and what it costs that others should do them.
bool Scheduler::goes_together(const Kind& kind, const std::vector<Stop>& stops, size_t from, size_t to) {
    carried_.clear();
    for (size_t i = from + 1; i < to; i++) {
        if (!stops[i].is_task()) continue;
        served_++;
        if (!kind.task_price.empty()) strange_ += kind.task_price[stops[i].item];
        const int8_t goods = in_.tasks[stops[i].item].goods;
        if (goods < 0) continue;
        uint64_t* own = nullptr;
        for (auto& [job, bits] : carried_) {
            if (job == in_.tasks[stops[i].item].job) own = &bits;
            else if (in_.conflicts[goods] & bits) return false;
        }
        if (own == nullptr) own = &carried_.emplace_back(in_.tasks[stops[i].item].job, 0).second;
        *own |= uint64_t{1} << goods;
    }
    return !kind.is_stack || !in_.has_pickups || lies_on_top(stops, from, to);
}

// Whether nothing is handed over from under what was taken in later: goods of the hub lie lowest.
bool Scheduler::lies_on_top(const std::vector<Stop>& stops, size_t from, size_t to) {
    stack_.clear();
    for (size_t i = from + 1; i < to; i++) {
        if (!stops[i].is_task()) continue;
        const Task& task = in_.tasks[stops[i].item];
        const auto is_own = [&](const auto& one) { return task.is_paired && one.first == task.job; };
        if (task.is_pickup) {
            stack_.emplace_back(task.is_paired ? task.job : -1, 0);
            continue;
        }
        const auto own = std::find_if(stack_.begin(), stack_.end(), is_own);
        const auto lowest = own == stack_.end() ? stack_.begin() : own;
        if (!std::all_of(lowest, stack_.end(), is_own)) return false;
        const Job& job = in_.jobs[task.job];
        if (own != stack_.end() && ++own->second == static_cast<int32_t>(job.tasks.size()) - job.pickups) {
            stack_.erase(std::remove_if(stack_.begin(), stack_.end(), is_own), stack_.end());
        }
    }
    return true;
}

// Hand over or take in; false when the vehicle holds no more. Open are the hand-overs that pairs still lack.
bool Scheduler::handle(const Kind& kind, const Task& task, Load& aboard, int64_t& open_jobs) const {
    const int sign = task.is_pickup ? 1 : -1;
    for (int d = 0; d < in_.dimensions; d++) {
        aboard[d] += sign * task.demand[d];
        if (aboard[d] > kind.capacity[d]) return false;
    }
    if (task.is_paired) {
        const Job& job = in_.jobs[task.job];
        const int32_t dropoffs = static_cast<int32_t>(job.tasks.size()) - job.pickups;
        open_jobs += task.is_pickup ? dropoffs : -job.pickups;
    }
    return true;
}

bool Scheduler::load_trip(const Kind& kind, std::vector<Stop>& stops, size_t from, size_t to) {
    const Profile& profile = in_.profile_of(kind);
    int64_t release = stops[from].type == StopType::START ? kind.shift_open : 0;
    if (!open_and_close(stops, from, to, release)) return false;
    stops[from].open = static_cast<int32_t>(release);
    Load aboard;
    if (!load_at_hub(kind, stops, from, to, aboard)) return false;
    if ((kind.has_wishes || !in_.conflicts.empty()) && !goes_together(kind, stops, from, to)) return false;
    bool has_energy = kind.battery.present || kind.rates.joule > 0;
    int64_t trip_distance = 0, trip_stops = 0, open_jobs = 0;
    stops[from].open_jobs = 0;
    for (size_t i = from + 1; i <= to; i++) {
        Stop& before = stops[i - 1];
        Stop& here = stops[i];
        bool moved = before.place != here.place;
        before.travel = travel_time(in_, kind, before.place, here.place, here.is_task());
        if (before.travel >= FAR) return false;
        before.leg = leg_price(in_, kind, before.place, here.place);
        if (moved) {
            trip_distance += profile.distance(before.place, here.place);
            trip_stops += here.is_task() && !profile.is_same_stop(before.place, here.place);
        }
        if (has_energy && moved) {
            int64_t payload = in_.payload < 0 ? 0 : aboard[in_.payload];
            int64_t weighed = payload * profile.energy_per_kg(before.place, here.place);
            joules_[i] = profile.energy(before.place, here.place) + (weighed + 999) / 1000;
            energy_ += joules_[i];
        }
        if (here.is_task() && !handle(kind, in_.tasks[here.item], aboard, open_jobs)) return false;
        here.open_jobs = static_cast<int16_t>(std::clamp<int64_t>(open_jobs, INT16_MIN, INT16_MAX));
    }
    distance_ += trip_distance;
    const Limits& limits = from == 0 ? kind.first_limits : kind.trip_limits;
    return open_jobs == 0 && trip_distance <= limits.distance && trip_stops <= limits.stops;
}

// Swap or charge where a trip opens if what is left would not carry it: as late as possible, so as few as possible.
bool Scheduler::power_at_hub(const Kind& kind, std::vector<Stop>& stops) {
    const Battery& battery = kind.battery;
    int64_t held = battery.start;
    int32_t swaps = 0;
    for (size_t n = 0; n < openings_.size(); n++) {
        size_t from = openings_[n], to = n + 1 < openings_.size() ? openings_[n + 1] : stops.size() - 1;
        int64_t needed = battery.reserve;
        bool moves = false;
        for (size_t i = from + 1; i <= to; i++) {
            needed += joules_[i];
            moves |= stops[i].place != stops[i - 1].place;
        }
        Stop& opening = stops[from];
        opening.hub_power = false;
        opening.filled = 0;
        opening.service = n == 0 ? kind.first_loading : kind.loading;
        if (held < needed && moves) {
            if (n == 0 || battery.at_hub == HubPower::NONE || needed > battery.capacity) return false;
            opening.hub_power = true;
            if (battery.at_hub == HubPower::SWAP) {
                if (++swaps > battery.spares) return false;
                held = battery.capacity;
                opening.filled = battery.swap_duration;
            } else {
                const Curve& curve = battery.hub_curve;
                held = std::max<int64_t>(held, 0);
                opening.filled = static_cast<int32_t>(
                    curve.seconds_to(held, curve.only_full ? battery.capacity : needed));
                held = curve.charge_after(held, opening.filled);
            }
            opening.service += opening.filled;
        }
        held -= needed - battery.reserve;
    }
    return true;
}

namespace {

// Plug in longer, until the battery holds this much; less than before is never asked.
void plug_until(Stop& stop, const Curve& curve, int64_t arrived, int64_t wanted) {
    int32_t more = static_cast<int32_t>(curve.seconds_to(arrived, wanted)) - stop.filled;
    stop.filled += std::max(0, more);
    stop.service += std::max(0, more);
}

}  // namespace

// Follow the charge in whole joules: doubles are some joules off, which the charger before makes up for. What is
// missing then was never there.
bool Scheduler::charges_last(const Kind& kind, std::vector<Stop>& stops) const {
    const Battery& battery = kind.battery;
    int64_t held = battery.start, arrived = 0, left = 0;
    size_t charger = 0;
    int tries = 3;
    for (size_t i = 1; i < stops.size(); i++) {
        held -= joules_[i];
        if (stops[i].place != stops[i - 1].place && held < battery.reserve) {
            int64_t wanted = left + battery.reserve - held;
            if (charger == 0 || tries-- == 0 || wanted > battery.capacity) return false;
            i = charger;
            plug_until(stops[i], *curve_at(kind, stops[i]), arrived, wanted);
            held = left = curve_at(kind, stops[i])->charge_after(arrived, stops[i].filled);
            continue;
        }
        if (stops[i].type != StopType::STATION && !stops[i].hub_power) continue;
        const Curve* curve = curve_at(kind, stops[i]);
        charger = curve == nullptr ? 0 : i;
        arrived = std::max<int64_t>(held, 0);
        if (curve != nullptr && curve->only_full) plug_until(stops[i], *curve, arrived, battery.capacity);
        held = left = curve == nullptr ? battery.capacity : curve->charge_after(arrived, stops[i].filled);
    }
    // Nobody plugs in for no time.
    for (Stop& stop : stops) stop.hub_power &= stop.filled > 0 || battery.at_hub == HubPower::SWAP;
    return true;
}

void Scheduler::settle(const Kind& kind, Route& route, std::vector<Stop>& stops, double cost, bool is_last) {
    const bool has_stations = !kind.battery.stations.empty();
    if (!is_last && has_stations) schedule(kind, stops);
    if (kind.has_tariffs || kind.has_plugs) time_without_moments(kind, stops);
    label(kind, stops);
    auto is_plugged = [](const Stop& stop) { return stop.type == StopType::STATION && stop.filled > 0; };
    route.plugs_in = has_stations && std::any_of(stops.begin(), stops.end(), is_plugged);
    if (kind.follows_charge) {
        auto end = arriving_.begin() + static_cast<std::ptrdiff_t>(stops.size());
        route.charges.assign(arriving_.begin(), end);
        // How long to plug in is decided anew with every change: the earliest departure is without it.
        for (size_t i = 1; i < stops.size(); i++) {
            double served = route.charges[i].time[0] + (stops[i].type == StopType::STATION ? 0 : stops[i].service);
            stops[i].departure = static_cast<int32_t>(served);
        }
    }
    route.stops.swap(stops);
    if (kind.follows_charge) note_needs(kind, route);
    route.cost = cost;
    note_tasks(kind, route);
    note_aboard(kind, route);
}

void Scheduler::note_tasks(const Kind& kind, Route& route) const {
    route.tasks = route.blind_gaps = 0;
    route.load.fill(0);
    for (size_t i = 0; i < route.stops.size(); i++) {
        const Stop& stop = route.stops[i];
        if (i > 0 && !kind.battery.stations.empty()) route.blind_gaps += !stop.is_task() && !route.stops[i - 1].is_task();
        if (!stop.is_task()) continue;
        const Task& task = in_.tasks[stop.item];
        route.tasks++;
        if (!task.is_loaded_at_hub()) continue;
        for (int d = 0; d < in_.dimensions; d++) route.load[d] += task.demand[d];
    }
}

// What is aboard after each stop.
void Scheduler::note_aboard(const Kind& kind, Route& route) const {
    const int dims = in_.dimensions;
    route.aboard.assign(route.stops.size() * dims, 0);
    Load trip{};
    for (size_t i = 0; i < route.stops.size(); i++) {
        const Stop& stop = route.stops[i];
        if (stop.type == StopType::START || stop.type == StopType::RELOAD) {
            if (i == 0) trip = kind.start_load; else trip.fill(0);
            for (size_t k = i + 1; k < route.stops.size(); k++) {
                if (route.stops[k].type == StopType::RELOAD) break;
                if (!route.stops[k].is_task()) continue;
                const Task& task = in_.tasks[route.stops[k].item];
                if (!task.is_loaded_at_hub()) continue;
                for (int d = 0; d < dims; d++) trip[d] += task.demand[d];
            }
        } else if (stop.is_task()) {
            const Task& task = in_.tasks[stop.item];
            for (int d = 0; d < dims; d++) trip[d] += task.is_pickup ? task.demand[d] : -task.demand[d];
        }
        for (int d = 0; d < dims; d++) route.aboard[i * dims + d] = trip[d];
    }
}

}  // namespace pannier
