// Charging on the way: how long to plug in at each station of a fixed order of stops (Scheduler, part 4).
#include <algorithm>
#include <cmath>

#include "need.hpp"
#include "schedule.hpp"

namespace pannier {

// Where the hub swaps, it does so from that trip on which lets the route end first; the fewer the better.
bool Scheduler::charge_anywhere(const Kind& kind, std::vector<Stop>& stops) {
    if (kind.battery.at_hub != HubPower::SWAP) return charge_on_way(kind, stops, 0);
    double soonest = INFEASIBLE;
    size_t chosen = 0;
    for (size_t trips = openings_.size() + 1; trips-- > 1;) {
        if (!charge_on_way(kind, stops, trips) || arriving_.back().time[0] >= soonest) continue;
        soonest = arriving_.back().time[0];
        chosen = trips;
    }
    return chosen > 0 && charge_on_way(kind, stops, chosen);
}

bool Scheduler::charge_on_way(const Kind& kind, std::vector<Stop>& stops, size_t trips_before_swaps) {
    const Battery& battery = kind.battery;
    arriving_.resize(stops.size());
    ChargeLabel label;
    arriving_[0].set(stops[0].open, static_cast<double>(battery.start));
    label.set(stops[0].open + kind.first_loading, static_cast<double>(battery.start));
    int32_t swaps = 0;
    size_t trips = 0;
    for (size_t i = 1; i < stops.size(); i++) {
        Stop& stop = stops[i];
        trips += stop.type == StopType::RELOAD;
        bool moved = stop.place != stops[i - 1].place;
        double reserve = moved ? static_cast<double>(battery.reserve) : -INFEASIBLE;
        double joules = static_cast<double>(joules_[i]);
        if (!drive(label, stops[i - 1].travel, joules, reserve, stop.open, stop.close)) return false;
        arriving_[i] = label;
        bool swaps_here = stop.type == StopType::RELOAD && battery.at_hub == HubPower::SWAP;
        stop.hub_power = stop.type == StopType::RELOAD && battery.at_hub != HubPower::NONE;
        stop.filled = 0;
        if (stop.type == StopType::RELOAD) stop.service = kind.loading;
        int32_t service = stop.service;
        if (stop.type == StopType::STATION || stop.hub_power) service = stop.type == StopType::STATION ? 0 : kind.loading;
        for (int k = 0; k < label.points; k++) label.time[k] += service;
        if (swaps_here && swaps < battery.spares && trips >= trips_before_swaps) {
            swaps++;
            label.set(label.time[0] + battery.swap_duration, static_cast<double>(battery.capacity));
            stop.filled = battery.swap_duration;
        } else if (swaps_here) {
            stop.hub_power = false;
        } else if (const Curve* curve = stop.is_task() ? nullptr : curve_at(kind, stop)) {
            plug_in(label, *curve, lost_);
        }
    }
    return trace_charges(kind, stops);
}

bool Scheduler::lasts(const Kind& kind, const Route& route, int32_t position, const Stop* added, int32_t count,
                      const Route& rest, int32_t from) const {
    const Profile& profile = in_.profile_of(kind);
    const double reserve = static_cast<double>(kind.battery.reserve);
    ChargeLabel label = route.charges[position];
    const Stop* before = &route.stops[position];
    auto follow = [&](const Stop& next) {
        bool moved = before->place != next.place;
        double seconds = travel_time(in_, kind, before->place, next.place, next.is_task());
        if (before->type == StopType::STATION) plug_in(label, *curve_at(kind, *before));
        else seconds += before->service;
        double joules = moved ? profile.energy(before->place, next.place) : 0;
        before = &next;
        return drive(label, seconds, joules, moved ? reserve : -INFEASIBLE, next.open, next.close);
    };
    for (int32_t i = 0; i < count; i++) {
        if (!follow(added[i])) return false;
    }
    return follow(rest.stops[from]) && meets(label, rest.needs[from]);
}

// From the end back: what the way behind each stop needs when its service begins.
void Scheduler::note_needs(const Kind& kind, Route& route) const {
    const Profile& profile = in_.profile_of(kind);
    const std::vector<Stop>& stops = route.stops;
    route.needs.resize(stops.size());
    ChargeLabel need;
    need.set(stops.back().close, -INFEASIBLE);
    route.needs.back() = need;
    for (size_t i = stops.size() - 1; i-- > 0;) {
        const Stop& here = stops[i];
        const Stop& next = stops[i + 1];
        const bool moved = here.place != next.place, is_station = here.type == StopType::STATION;
        const double joules = moved ? profile.energy(here.place, next.place) : 0;
        const double least = moved ? static_cast<double>(kind.battery.reserve) : -INFEASIBLE;
        step_back(need, here.travel + (is_station ? 0 : here.service), joules, least);
        if (is_station) unplug(need, *curve_at(kind, here));
        keep_within(need, here.open, here.close);
        route.needs[i] = need;
    }
}

// Walk back from the earliest end: at each station the seconds that the way behind it needs.
bool Scheduler::trace_charges(const Kind& kind, std::vector<Stop>& stops) {
    size_t last = stops.size() - 1;
    const double reserve = static_cast<double>(kind.battery.reserve);
    // More than the reserve need not be left, though waiting may have given it.
    double start = arriving_[last].time[0], held = std::min(arriving_[last].charge[0], reserve);
    for (size_t i = last; i > 1; i--) {
        Stop& before = stops[i - 1];
        const ChargeLabel& label = arriving_[i - 1];
        double leave = start - stops[i - 1].travel;
        held += static_cast<double>(joules_[i]);
        const Curve* curve = before.type == StopType::STATION || before.type == StopType::RELOAD
                                 ? curve_at(kind, before)
                                 : nullptr;
        if (before.type == StopType::RELOAD && before.hub_power && kind.battery.at_hub == HubPower::SWAP) {
            before.service = kind.loading + before.filled;
            start = std::min(leave - before.service, static_cast<double>(before.close));
            held = std::min(label.charge[0], reserve);
            start = std::max(start, label.time[0]);
        } else if (curve != nullptr) {
            int32_t fixed = before.type == StopType::RELOAD ? kind.loading : 0;
            ChargeLabel shifted = label;
            for (int k = 0; k < shifted.points; k++) shifted.time[k] += fixed;
            Plugged plugged{leave, 0};
            if (curve->only_full || leave < shifted.time[0] || shifted.at(leave) < held) {
                plugged = plug_for(shifted, *curve, leave, std::min(held + lost_, curve->full()));
            }
            if (!(plugged.seconds < FAR)) return false;
            before.filled = static_cast<int32_t>(std::ceil(plugged.seconds - 1e-6));
            before.service = fixed + before.filled;
            start = plugged.arrival - fixed;
            held = plugged.seconds > 0 ? label.at(start) : std::min(held, label.at(start));
        } else {
            start = std::min(leave - before.service, static_cast<double>(before.close));
        }
    }
    return true;
}

}  // namespace pannier
