// What power costs by time of day, and plugs that are free: when each charge and swap begins (Scheduler, part 6).
#include <algorithm>

#include "schedule.hpp"

namespace pannier {

namespace {

constexpr size_t MOST_OPENINGS = 5;   // reloads of which every subset is tried for power
constexpr size_t MOST_MOMENTS = 4;    // beginnings of slices that one charge may wait for
constexpr int64_t MOST_WAITS = 8;     // for each charge, times their number
constexpr double MOMENT_EPSILON = 1e-6;

bool fills(const Stop& stop) {
    return stop.type == StopType::RELOAD ? stop.hub_power : stop.type == StopType::STATION && stop.filled > 0;
}

Charger charger_of(const Kind& kind, const Stop& stop) {
    const Battery& battery = kind.battery;
    if (stop.type == StopType::STATION) return battery.at_station.empty() ? Charger{} : battery.at_station[stop.item];
    for (const auto& [place, charger] : battery.at_place) {
        if (place == stop.place) return charger;
    }
    return {};
}

// Breaks stand before the way on: it belongs to the stop before them again.
void take_out_rests(std::vector<Stop>& stops) {
    for (size_t i = stops.size(); i-- > 1;) {
        if (stops[i].type != StopType::REST) continue;
        stops[i - 1].travel = stops[i].travel;
        stops[i - 1].leg = stops[i].leg;
        stops.erase(stops.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

// Seconds between the beginning of the stop and that of its charge.
int64_t before_charge(const Stop& stop) { return stop.type == StopType::RELOAD ? stop.service - stop.filled : 0; }

}  // namespace

double Scheduler::time_powered(const Kind& kind, std::vector<Stop>& stops) {
    const double cost = time_plugged(kind, stops);
    return cost < INFEASIBLE && kind.has_tariffs ? choose_moments(kind, stops, cost) : cost;
}

// Time the route with every charge at a moment when a plug is free, and price it with the tariffs of those moments.
double Scheduler::time_plugged(const Kind& kind, std::vector<Stop>& stops) {
    double cost = INFEASIBLE;
    if (!keep_plugs(kind, stops, cost)) return INFEASIBLE;
    if (!kind.has_tariffs) return cost;
    Clock clock;
    if (!time_stops(kind, stops, clock)) return INFEASIBLE;
    return cost + tariff_price(kind, stops, pushed_by(clock));
}

bool Scheduler::keep_plugs(const Kind& kind, std::vector<Stop>& stops, double& cost) {
    const int64_t charges = std::count_if(stops.begin(), stops.end(), fills);
    for (int64_t tries = 0; tries <= MOST_WAITS * charges; tries++) {
        if (!kind.rests.empty()) take_out_rests(stops);
        cost = time_once(kind, stops);
        if (cost == INFEASIBLE) return false;
        if (!kind.has_plugs || charges == 0) return true;
        Clock clock;
        if (!time_stops(kind, stops, clock)) return false;
        bool is_kept = true;
        for (size_t i = 1; i < stops.size() && is_kept; i++) {
            if (fills(stops[i]) && !keep_plug(kind, stops[i], i, is_kept)) return false;
        }
        if (is_kept) return true;
    }
    return false;
}

// The first time when a plug is free for as long as the charge takes becomes the window of the stop; it is not kept yet
// where that changes something. False where there is no such time.
bool Scheduler::keep_plug(const Kind& kind, Stop& stop, size_t position, bool& is_kept) const {
    const Charger charger = charger_of(kind, stop);
    if (charger.plugs < 0 || stop.filled == 0) return true;
    const int64_t lead = before_charge(stop), begin = start_[position] + lead;
    for (const Window& free : in_.plugs[charger.plugs]) {
        if (std::max<int64_t>(begin, free.open) + stop.filled > free.close) continue;
        const int32_t open = static_cast<int32_t>(std::max<int64_t>(stop.open, free.open - lead));
        const int32_t close = static_cast<int32_t>(std::min<int64_t>(FAR, free.close - stop.filled - lead));
        is_kept = start_[position] >= open && stop.close == close;
        stop.open = open;
        stop.close = close;
        return true;
    }
    return false;
}

// One charge after the other begins with a later slice of its tariff where the whole route is cheaper so.
double Scheduler::choose_moments(const Kind& kind, std::vector<Stop>& stops, double cost) {
    for (size_t i = 1; i < stops.size(); i++) {
        if (!fills(stops[i]) || charger_of(kind, stops[i]).tariff < 0) continue;
        const Tariff& tariff = kind.battery.tariffs[charger_of(kind, stops[i]).tariff];
        const int64_t lead = before_charge(stops[i]), begin = stops[i].departure - stops[i].filled;
        const size_t now = tariff.slice_at(begin), last = std::min(tariff.from.size(), now + 1 + MOST_MOMENTS);
        for (size_t slice = now + 1; slice < last && tariff.from[slice] < kind.latest_end; slice++) {
            if (tariff.from[slice] - lead > stops[i].close) break;
            powered_ = stops;
            powered_[i].open = static_cast<int32_t>(tariff.from[slice] - lead);
            const double later = time_plugged(kind, powered_);
            if (later >= cost - MOMENT_EPSILON) continue;
            cost = later;
            stops.swap(powered_);
        }
    }
    return cost;
}

// What the energy of every charge and swap costs above the vehicle's rate, when the start moves by `pushed`.
double Scheduler::tariff_price(const Kind& kind, const std::vector<Stop>& stops, int64_t pushed) const {
    double price = 0;
    int64_t held = kind.battery.start;
    size_t leg = 0;
    for (size_t i = 1; i < stops.size(); i++) {
        if (stops[i].type == StopType::REST) continue;
        held -= joules_[++leg];
        if (!fills(stops[i])) continue;
        const bool is_swap = stops[i].type == StopType::RELOAD && kind.battery.at_hub == HubPower::SWAP;
        held = std::max<int64_t>(held, 0);
        const int64_t begin = start_[i] + std::max<int64_t>(0, pushed - waited_[i]) + before_charge(stops[i]);
        price += taken_price(kind, stops[i], begin, held);
        held = is_swap ? kind.battery.capacity : curve_at(kind, stops[i])->charge_after(held, stops[i].filled);
    }
    return price;
}

double Scheduler::taken_price(const Kind& kind, const Stop& stop, int64_t begin, int64_t held) const {
    const int32_t number = charger_of(kind, stop).tariff;
    if (number < 0) return 0;
    const Tariff& tariff = kind.battery.tariffs[number];
    const bool is_swap = stop.type == StopType::RELOAD && kind.battery.at_hub == HubPower::SWAP;
    size_t slice = tariff.slice_at(begin);
    if (is_swap) return tariff.extra[slice] * static_cast<double>(kind.battery.capacity - held);
    const Curve& curve = *curve_at(kind, stop);
    double price = 0;
    for (int64_t before = held; true; slice++) {
        const bool is_last = slice + 1 == tariff.from.size() || tariff.from[slice + 1] >= begin + stop.filled;
        const int64_t seconds = is_last ? stop.filled : tariff.from[slice + 1] - begin;
        const int64_t after = curve.charge_after(held, seconds);
        price += tariff.extra[slice] * static_cast<double>(after - before);
        before = after;
        if (is_last) return price;
    }
}

// A change may let charges begin at any other moment: the next ones are judged by the times without any chosen.
void Scheduler::time_without_moments(const Kind& kind, std::vector<Stop>& stops) {
    forget_moments(stops);
    size_t opening = 0;
    for (size_t i = 1; i < stops.size(); i++) {
        if (stops[i].type != StopType::RELOAD && stops[i].type != StopType::END) continue;
        int64_t release = 0;
        if (opening > 0 && open_and_close(stops, opening, i, release)) stops[opening].open = static_cast<int32_t>(release);
        opening = i;
    }
    Clock clock;
    time_stops(kind, stops, clock);
}

// With few reloads every choice of those that give power is tried, since an earlier one may be the cheaper.
double Scheduler::choose_openings(const Kind& kind, std::vector<Stop>& stops) {
    double least = INFEASIBLE;
    const size_t reloads = openings_.size() - 1;
    const uint32_t sets = reloads <= MOST_OPENINGS ? 1u << reloads : 0;
    for (uint32_t chosen = 0; chosen <= sets; chosen++) {
        std::vector<Stop> trial = stops;
        // The last try is the usual one: as late as possible.
        if (!(chosen == sets ? power_at_hub(kind, trial) : power_at(kind, trial, chosen))) continue;
        const double cost = time_powered(kind, trial);
        if (cost >= least) continue;
        least = cost;
        chosen_ = std::move(trial);
    }
    if (least < INFEASIBLE) stops.swap(chosen_);
    return least;
}

// Swap or charge where exactly these reloads open a trip, for as far as the next of them; false where that does not do.
bool Scheduler::power_at(const Kind& kind, std::vector<Stop>& stops, uint32_t openings) {
    const Battery& battery = kind.battery;
    int64_t held = battery.start;
    int32_t swaps = 0;
    size_t opening = 0;
    const auto is_chosen = [&](size_t n) { return n > 0 && (openings >> (n - 1) & 1) != 0; };
    for (size_t i = 0; i < stops.size(); i++) {
        if (i > 0) held -= joules_[i];
        if (i > 0 && stops[i].place != stops[i - 1].place && held < battery.reserve) return false;
        if (stops[i].type != StopType::RELOAD && i > 0) continue;
        if (i > 0) opening++;
        stops[i].hub_power = false;
        stops[i].filled = 0;
        stops[i].service = i == 0 ? kind.first_loading : kind.loading;
        if (!is_chosen(opening)) continue;
        int64_t needed = battery.reserve;
        size_t until = opening + 1;
        while (until < openings_.size() && !is_chosen(until)) until++;
        const size_t last = until < openings_.size() ? openings_[until] : stops.size() - 1;
        for (size_t k = i + 1; k <= last; k++) needed += joules_[k];
        held = std::max<int64_t>(held, 0);
        const bool is_swap = battery.at_hub == HubPower::SWAP;
        if (battery.at_hub == HubPower::NONE || needed > battery.capacity || (!is_swap && held >= needed)) return false;
        if (is_swap && ++swaps > battery.spares) return false;
        const Curve& curve = battery.hub_curve;
        stops[i].hub_power = true;
        const int64_t wanted = !is_swap && curve.only_full ? battery.capacity : needed;
        stops[i].filled = is_swap ? battery.swap_duration : static_cast<int32_t>(curve.seconds_to(held, wanted));
        held = is_swap ? battery.capacity : curve.charge_after(held, stops[i].filled);
        stops[i].service += stops[i].filled;
    }
    return true;
}

}  // namespace pannier
