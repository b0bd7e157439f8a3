#include "stations.hpp"

#include <algorithm>

namespace pannier {

namespace {

constexpr size_t STATIONS_ON_LEG = 6;
constexpr double PRICE_EPSILON = 1e-6;
constexpr double LONG_LEG = 0.7;  // share of the battery
constexpr size_t LABELS_SCHEDULED = 4;

double joules(const Profile& profile, int32_t from, int32_t to, int64_t payload) {
    if (from == to) return 0;
    int64_t weighed = payload * profile.energy_per_kg(from, to);
    return static_cast<double>(profile.energy(from, to) + (weighed + 999) / 1000);
}

}  // namespace

void StationPlacer::add(std::vector<Label>& labels, const Label& label) const {
    for (const Label& other : labels) {
        if (other.price <= label.price + PRICE_EPSILON && other.charge.covers(label.charge)) return;
    }
    auto is_worse = [&](const Label& other) {
        return label.price <= other.price + PRICE_EPSILON && label.charge.covers(other.charge);
    };
    labels.erase(std::remove_if(labels.begin(), labels.end(), is_worse), labels.end());
    labels.push_back(label);
}

// A leg between places; the target is one of the stops, or a station, where anybody may come at any time.
bool StationPlacer::drive_leg(const Kind& kind, ChargeLabel& charge, int64_t payload, int32_t from, int32_t to, const Stop* target) const {
    static const Stop anytime;
    const double least = from == to ? -INFEASIBLE : static_cast<double>(kind.battery.reserve);
    const int32_t seconds = travel_time(in_, kind, from, to, target != nullptr && target->is_task());
    const Stop& there = target == nullptr ? anytime : *target;
    return drive(charge, seconds, joules(in_.profile_of(kind), from, to, payload), least, there.open, there.close);
}

// To a station, and to the moment when a plug is free there.
bool StationPlacer::reach(const Kind& kind, ChargeLabel& charge, int64_t payload, int32_t from, const Station& station) const {
    if (!drive_leg(kind, charge, payload, from, station.place, nullptr)) return false;
    if (!kind.has_plugs) return true;
    const int32_t plugs = kind.battery.at_station.empty() ? -1 : kind.battery.at_station[station.id].plugs;
    if (plugs < 0) return true;
    const auto is_open = [&](const Window& free) { return free.close > charge.time[0]; };
    const auto free = std::find_if(in_.plugs[plugs].begin(), in_.plugs[plugs].end(), is_open);
    return free != in_.plugs[plugs].end() && drive(charge, 0, 0, -INFEASIBLE, free->open, FAR);
}

// What a station costs above the vehicle's rate, if it gives all that is needed behind it at the price of the arrival.
double StationPlacer::extra_of(const Kind& kind, const Station& station, double arrived, double needed, double& held) const {
    const double taken = std::clamp(needed - held, 0.0, std::max(0.0, static_cast<double>(kind.battery.capacity) - held));
    held += taken;
    const int32_t number = kind.battery.at_station.empty() ? -1 : kind.battery.at_station[station.id].tariff;
    if (number < 0) return 0;
    const Tariff& tariff = kind.battery.tariffs[number];
    return taken * tariff.extra[tariff.slice_at(static_cast<int64_t>(arrived))];
}

// The nearest stations of a leg by the way that they cost.
void StationPlacer::note_detours(const Kind& kind, const Stop& from, const Stop& to) {
    const Battery& battery = kind.battery;
    detours_.clear();
    for (size_t s = 0; s < battery.stations.size(); s++) {
        int32_t place = battery.stations[s].place;
        detours_.emplace_back(leg_price(in_, kind, from.place, place) + leg_price(in_, kind, place, to.place), s);
    }
    const size_t tried = tries_all_ ? detours_.size() : std::min(STATIONS_ON_LEG, detours_.size());
    std::partial_sort(detours_.begin(), detours_.begin() + static_cast<std::ptrdiff_t>(tried), detours_.end());
    detours_.resize(tried);
}

// Labels of what is behind the next leg, as far as they may end at less than `most` where that leg ends.
void StationPlacer::extend(const Kind& kind, size_t position, int64_t payload, double most) {
    const Stop& from = order_[position - 1];
    const Stop& to = order_[position];
    const Battery& battery = kind.battery;
    note_detours(kind, from, to);
    // Two stations one after the other only where one hardly suffices.
    const double straight = leg_price(in_, kind, from.place, to.place);
    const double usable = static_cast<double>(battery.capacity - battery.reserve);
    const double direct_joules = joules(in_.profile_of(kind), from.place, to.place, payload);
    const bool is_long = tries_all_ || direct_joules > LONG_LEG * usable;
    for (size_t n = 0; n < labels_[position - 1].size(); n++) {
        const Label& label = labels_[position - 1][n];
        if (label.price + straight >= most) continue;
        ChargeLabel leaving = label.charge;
        for (int i = 0; i < leaving.points; i++) leaving.time[i] += from.service;
        ChargeLabel direct = leaving;
        if (drive_leg(kind, direct, payload, from.place, to.place, &to)) {
            add(labels_[position], {label.price + straight, direct, static_cast<int32_t>(n), -1, -1, label.held - direct_joules});
        }
        for (size_t i = 0; i < detours_.size() && label.price + detours_[i].first < most; i++) {
            const Station& station = battery.stations[static_cast<size_t>(detours_[i].second)];
            ChargeLabel charge = leaving;
            if (!reach(kind, charge, payload, from.place, station)) continue;
            double extra = 0, held = 0;
            if (kind.has_tariffs) {
                const double last = joules(in_.profile_of(kind), station.place, to.place, payload);
                held = label.held - joules(in_.profile_of(kind), from.place, station.place, payload);
                extra = extra_of(kind, station, charge.time[0], last + behind_[position], held);
                held -= last;
            }
            plug_in(charge, battery.curves[station.curve]);
            const double price = label.price + leg_price(in_, kind, from.place, station.place) + extra;
            const Label there{price, charge, static_cast<int32_t>(n), station.id, -1, held};
            if (is_long) by_second_station(kind, position, payload, there, station);
            if (!drive_leg(kind, charge, payload, station.place, to.place, &to)) continue;
            const double whole = label.price + detours_[i].first + extra;
            add(labels_[position], {whole, charge, static_cast<int32_t>(n), station.id, -1, held});
        }
    }
}

// From one station on to another one, and from there to where the leg ends.
void StationPlacer::by_second_station(const Kind& kind, size_t position, int64_t payload, const Label& first, const Station& at) {
    const Stop& to = order_[position];
    for (const Station& second : kind.battery.stations) {
        ChargeLabel charge = first.charge;
        if (second.id == at.id || !reach(kind, charge, payload, at.place, second)) continue;
        plug_in(charge, kind.battery.curves[second.curve]);
        if (!drive_leg(kind, charge, payload, second.place, to.place, &to)) continue;
        const double price = first.price + leg_price(in_, kind, at.place, second.place) + leg_price(in_, kind, second.place, to.place);
        add(labels_[position], {price, charge, first.parent, at.id, second.id, first.held});
    }
}

double StationPlacer::place_anywhere(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler) {
    tries_all_ = true;
    const double price = place(kind, stops, scheduler);
    tries_all_ = false;
    return price;
}

bool StationPlacer::operator()(Solution& solution, int32_t slot) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    auto is_station = [](const Stop& stop) { return stop.type == StopType::STATION; };
    if (kind.max_trips > 1 || std::none_of(route.stops.begin(), route.stops.end(), is_station)) return false;
    stops_ = route.stops;
    double price = place(kind, stops_, solution.scheduler, route.cost - PRICE_EPSILON);
    if (price >= route.cost - PRICE_EPSILON) return false;
    solution.settle(slot, stops_, price, true);
    return true;
}

double StationPlacer::place(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler, double most) {
    order_.clear();
    int64_t payload = in_.payload < 0 ? 0 : kind.start_load[in_.payload];
    for (const Stop& stop : stops) {
        if (stop.type == StopType::STATION || stop.type == StopType::REST) continue;
        order_.push_back(stop);
        if (in_.payload < 0 || !stop.is_task() || !in_.tasks[stop.item].is_loaded_at_hub()) continue;
        payload += in_.tasks[stop.item].demand[in_.payload];
    }
    // What is sure to come: the straight ways, and the time that they and the services take.
    double ahead = kind.rates.fixed + kind.rates.second * kind.first_loading;
    for (size_t i = 1; i < order_.size(); i++) {
        ahead += leg_price(in_, kind, order_[i - 1].place, order_[i].place);
        const Stop& to = order_[i];
        int64_t seconds = travel_time(in_, kind, order_[i - 1].place, to.place, to.is_task());
        ahead += kind.rates.second * static_cast<double>(seconds + (to.is_task() ? to.service : 0));
    }
    labels_.resize(std::max(labels_.size(), order_.size()));
    for (size_t i = 0; i < order_.size(); i++) labels_[i].clear();
    Label begin{0, {}, -1};
    begin.charge.set(std::max(kind.shift_open, order_[0].open), static_cast<double>(kind.battery.start));
    begin.held = static_cast<double>(kind.battery.start);
    if (kind.has_tariffs) note_behind(kind, payload);
    labels_[0].push_back(begin);
    for (size_t i = 1; i < order_.size(); i++) {
        ahead -= leg_price(in_, kind, order_[i - 1].place, order_[i].place);
        extend(kind, i, payload, most - ahead);
        if (labels_[i].empty()) return INFEASIBLE;
        if (in_.payload < 0 || !order_[i].is_task()) continue;
        const Task& task = in_.tasks[order_[i].item];
        payload += task.is_pickup ? task.demand[in_.payload] : -task.demand[in_.payload];
    }
    return schedule_cheapest(kind, stops, scheduler);
}

// What the way behind each stop takes, the reserve included; with tariffs that is what a station sells.
void StationPlacer::note_behind(const Kind& kind, int64_t payload) {
    behind_.assign(order_.size(), static_cast<double>(kind.battery.reserve));
    for (size_t i = order_.size() - 1; i-- > 0;) {
        behind_[i] = behind_[i + 1] + joules(in_.profile_of(kind), order_[i].place, order_[i + 1].place, payload);
    }
}

// The cheapest label is the cheapest route, but where tariffs or taken plugs let only the whole route tell.
double StationPlacer::schedule_cheapest(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler) {
    auto& ends = labels_[order_.size() - 1];
    auto price_of = [&](const Label& label) { return label.price + kind.rates.second * label.charge.time[0]; };
    auto cheaper = [&](const Label& a, const Label& b) { return price_of(a) < price_of(b); };
    if (!kind.has_tariffs && !kind.has_plugs) {
        read_back(kind, static_cast<size_t>(std::min_element(ends.begin(), ends.end(), cheaper) - ends.begin()), stops);
        return scheduler.schedule(kind, stops);
    }
    std::stable_sort(ends.begin(), ends.end(), cheaper);
    double least = INFEASIBLE;
    for (size_t rank = 0; rank < std::min(LABELS_SCHEDULED, ends.size()); rank++) {
        read_back(kind, rank, stops);
        const double price = scheduler.schedule(kind, stops);
        if (price >= least) continue;
        least = price;
        best_ = stops;
    }
    if (least < INFEASIBLE) stops = best_;
    return least;
}

// The stops of a label at the end.
void StationPlacer::read_back(const Kind& kind, size_t chosen, std::vector<Stop>& stops) const {
    size_t last = order_.size() - 1;
    int32_t at = static_cast<int32_t>(chosen);
    stops.clear();
    for (size_t i = last + 1; i-- > 0;) {
        stops.push_back(order_[i]);
        const Label& label = labels_[i][static_cast<size_t>(at)];
        if (label.second >= 0) stops.push_back(stop_of_station(in_, kind, label.second));
        if (label.station >= 0) stops.push_back(stop_of_station(in_, kind, label.station));
        at = label.parent;
    }
    std::reverse(stops.begin(), stops.end());
}

}  // namespace pannier
