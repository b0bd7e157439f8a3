// What a change costs and whether it can be driven, the cheapest offers first (Recreate, part 3).
#include <algorithm>

#include "recreate.hpp"

namespace pannier {

namespace {

// Where the trip of a stop opens.
int32_t opening_of(const Route& route, int32_t position) {
    auto opens = [](const Stop& stop) { return stop.type == StopType::START || stop.type == StopType::RELOAD; };
    while (!opens(route.stops[position])) position--;
    return position;
}

}  // namespace

void Recreate::weigh_cheapest(Solution& solution, int32_t job, Best& best) {
    auto is_cheaper = [](const Offer& a, const Offer& b) { return a.least < b.least; };
    std::iter_swap(std::min_element(offers_.begin(), offers_.end(), is_cheaper), offers_.end() - 1);
    if (offers_.back().least < best.cost && !weigh(solution, offers_.back(), job, best)) refused_.push_back(offers_.back());
    offers_.pop_back();
}

// Cheapest first, until no other can be cheaper than what was found; then those that need a stop more.
void Recreate::weigh_offers(Solution& solution, int32_t job, Best& best) {
    auto is_dearer = [](const Offer& a, const Offer& b) { return a.least > b.least; };
    std::make_heap(offers_.begin(), offers_.end(), is_dearer);
    while (!offers_.empty() && offers_.front().least < best.cost) {
        std::pop_heap(offers_.begin(), offers_.end(), is_dearer);
        if (!weigh(solution, offers_.back(), job, best)) refused_.push_back(offers_.back());
        offers_.pop_back();
    }
    offers_.clear();
    for (const Offer& offer : refused_) {
        if (offer.least < best.cost) weigh_with_more(solution, offer, job, best);
    }
    refused_.clear();
}

// Whether a task's price and times are known within its trip: what is there when the trip is loaded delays nothing.
bool Recreate::is_told(const Solution& solution, const Offer& offer, int32_t task) const {
    const Route& route = solution.routes[offer.slot];
    const Stop& load = route.stops[opening_of(route, offer.before)];
    return in_.tasks[task].release <= load.departure - load.service;
}

bool Recreate::weigh(Solution& solution, const Offer& offer, int32_t job, Best& best) {
    const Kind& kind = in_.kinds[solution.routes[offer.slot].kind];
    const std::vector<int32_t>& tasks = in_.jobs[job].tasks;
    Edit edit;
    edit.at = edit.then = offer.before + 1;
    edit.extra = offer.extra;
    edit.first[0] = stop_of_task(in_, kind, tasks[0]);
    if (tasks.size() == 2) {
        edit.then = offer.after + 1;
        edit.thens = 1;
        edit.second[0] = stop_of_task(in_, kind, tasks[1]);
    } else if (kind.max_trips > 1 && in_.tasks[tasks[0]].is_loaded_at_hub()) {
        const Route& route = solution.routes[offer.slot];
        const int32_t opening = opening_of(route, offer.before);
        if (!fits_trip(route, opening, tasks[0])) return false;
    }
    edit.is_told = offer.is_told;
    return try_edit(solution, offer.slot, edit, best);
}

// Whether goods of one more task can be loaded where a trip opens.
bool Recreate::fits_trip(const Route& route, int32_t opening, int32_t task) const {
    const int32_t hub = in_.tasks[task].hub;
    return (hub < 0 || hub == route.stops[opening].place) && has_room(route, opening, task);
}

// The task with a reload or a station beside it.
void Recreate::weigh_with_more(Solution& solution, const Offer& offer, int32_t job, Best& best) {
    const Kind& kind = in_.kinds[solution.routes[offer.slot].kind];
    const std::vector<int32_t>& tasks = in_.jobs[job].tasks;
    if (tasks.size() > 1) return;
    if (kind.max_trips > 1) with_reload(solution, offer.slot, offer.before, offer.after, tasks[0], best);
    if (kind.battery.stations.empty()) return;
    const double before = best.cost;
    with_station(solution, offer.slot, offer.before, offer.after, tasks[0], best);
    if (best.cost >= before && kind.follows_charge) hopeless_.push_back(offer);
}

// Where a route plugs in and nobody is waited for, more energy takes as long as the fastest station needs for it.
double Recreate::plugged_price(const Kind& kind, const Route& route, int32_t before, int32_t after, int32_t place) const {
    if (!kind.follows_charge || !route.plugs_in) return 0;
    const Profile& profile = in_.profile_of(kind);
    const int32_t from = route.stops[before].place, to = route.stops[after].place;
    const double more = static_cast<double>(profile.energy(from, place) + profile.energy(place, to) - profile.energy(from, to));
    return kind.rates.second * std::max(0.0, more) / kind.battery.fastest;
}

// The whole route when a stop comes in: two joins of segments.
Segment Recreate::whole_with(const Kind& kind, const Route& route, int32_t before, int32_t after, const Stop& stop) const {
    const Stop& s = route.stops[before];
    const Segment way = join(segment_up_to(s), travel_time(in_, kind, s.place, stop.place, true), segment_of(stop));
    return whole_behind(kind, route, before, after, way, stop.place);
}

// The whole route when this is the way up to a place, and goes on to the stop `after`.
Segment Recreate::whole_behind(const Kind& kind, const Route& route, int32_t before, int32_t after, const Segment& way,
                               int32_t place) const {
    const Stop& n = route.stops[after];
    int64_t rests = 0;
    for (int32_t i = before + 1; i < after; i++) rests += route.stops[i].service;
    return join(way, rests + travel_time(in_, kind, place, n.place, n.is_task()), segment_from(n));
}

// What it costs to have one task more, and this one.
double Recreate::task_price(const Kind& kind, const Route& route, int32_t task) const {
    const double strange = kind.task_price.empty() ? 0 : kind.task_price[task];
    return strange + kind.rates.squared_task * (2 * route.tasks + 1);
}

// What it costs that the route lasts longer than now, or that it ends later.
double Recreate::time_price(const Kind& kind, const Route& route, const Segment& whole) const {
    const Stop& last = route.stops.back();
    const double before = last.lead, after = static_cast<double>(whole.duration);
    double extra = kind.rates.second * (after - before) + kind.rates.squared_second * (after * after - before * before);
    if (kind.rates.overtime_second > 0) {
        const int64_t was = std::max(last.departure, kind.shift_close);
        extra += kind.rates.overtime_second * static_cast<double>(std::max<int64_t>(0, whole.end() - was));
    }
    return extra;
}

// The least that several more stops cost, their legs and their time; INFEASIBLE where one of them or the next is late.
// Where goods come late a trip that is cut may begin before those of its rest are there, so only the legs are told.
double Recreate::least_of(const Kind& kind, const Route& route, int32_t before, int32_t after, const Stop* added,
                          size_t count) const {
    const Stop& n = route.stops[after];
    Segment way = segment_up_to(route.stops[before]);
    int32_t from = route.stops[before].place;
    double price = -route.stops[after - 1].leg;
    for (const Stop* stop = added; stop != added + count; stop++) {
        price += leg_price(in_, kind, from, stop->place);
        way = join(way, travel_time(in_, kind, from, stop->place, stop->is_task()), segment_of(*stop));
        if (!in_.has_late_goods && way.end() - stop->service > stop->close) return INFEASIBLE;
        from = stop->place;
    }
    price += leg_price(in_, kind, from, n.place);
    if (in_.has_late_goods) return price;
    if (way.end() + travel_time(in_, kind, from, n.place, n.is_task()) > n.latest) return INFEASIBLE;
    return kind.has_hours ? price + time_price(kind, route, whole_behind(kind, route, before, after, way, from)) : price;
}

// Schedule a route with more stops; when it can be driven and is the best so far, keep it.
bool Recreate::try_edit(Solution& solution, int32_t slot, const Edit& edit, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    if (kind.follows_charge && edit.thens == 0 &&
        !scheduler_.lasts(kind, route, edit.at - 1, edit.first, edit.stops, route, edit.at)) {
        return false;
    }
    if ((kind.is_electric || kind.is_summed || edit.is_told) && !is_close_) {
        best = {edit.extra, slot, -1, -1};
        edit_ = edit;
        chosen_.clear();
        return true;
    }
    edit_stops(route, edit, trial_);
    double price = scheduler_.schedule(kind, trial_);
    if (price == INFEASIBLE) return false;
    if (price - route.cost < best.cost) {
        best = {price - route.cost, slot, -1, -1};
        chosen_.swap(trial_);
    }
    return true;
}

void Recreate::edit_stops(const Route& route, const Edit& edit, std::vector<Stop>& stops) const {
    stops.clear();
    for (int32_t i = 0; i <= route.last(); i++) {
        if (i == edit.at) stops.insert(stops.end(), edit.first, edit.first + edit.stops);
        if (i == edit.then && edit.thens) stops.insert(stops.end(), edit.second, edit.second + edit.thens);
        stops.push_back(route.stops[i]);
    }
}

}  // namespace pannier
