#include "recreate.hpp"

#include <algorithm>
#include <limits>

namespace pannier {

namespace {
constexpr int BLINK_ONE_IN = 100;
}

Recreate::Recreate(const Instance& instance, const Neighbours& neighbours)
    : in_(instance), near_(neighbours), scheduler_(instance), placer_(instance),
      alone_(instance.kinds.size(),
             std::vector<double>(instance.jobs.size(), std::numeric_limits<double>::quiet_NaN())) {
    is_plain_ = neighbours.is_single_class() &&
                std::all_of(in_.kinds.begin(), in_.kinds.end(), [](const Kind& kind) { return kind.is_plain; });
}

void Recreate::operator()(Solution& solution, Random& random, std::vector<int32_t>& jobs) {
    sort(solution, random, jobs);
    for (int32_t job : jobs) place(solution, random, job);
}

// The orders of the source: at random, heaviest, farthest, nearest; with windows also tightest, first, last.
void Recreate::sort(const Solution&, Random& random, std::vector<int32_t>& jobs) {
    int32_t drawn = random.below(in_.has_windows ? 17 : 11);
    order_.clear();
    const Kind& kind = in_.kinds[0];
    for (int32_t job : jobs) {
        const Task& task = in_.tasks[in_.jobs[job].tasks[0]];
        double key = 0;
        if (drawn < 4) {
            key = random.share();
        } else if (drawn < 8) {
            for (int d = 0; d < in_.dimensions; d++) {
                key -= static_cast<double>(task.demand[d]) / static_cast<double>(std::max<int64_t>(1, kind.capacity[d]));
            }
        } else if (drawn < 11) {
            key = in_.profile_of(kind).distance(kind.start_place, task.place);
            if (drawn < 10) key = -key;
        } else if (drawn < 13) {
            key = static_cast<double>(task.close) - task.open;
        } else {
            key = drawn < 15 ? task.open : -task.close;
        }
        order_.emplace_back(key, job);
    }
    std::sort(order_.begin(), order_.end());
    for (size_t i = 0; i < jobs.size(); i++) jobs[i] = order_[i].second;
}

bool Recreate::place(Solution& solution, Random& random, int32_t job) {
    Best best;
    if (!in_.jobs[job].is_mandatory) best.cost = in_.jobs[job].prize;
    new_route(solution, random, job, best);
    if (is_plain_) {
        beside_plain(solution, random, in_.jobs[job].tasks[0], best);
    } else if (in_.jobs[job].tasks.size() == 1) {
        beside(solution, random, in_.jobs[job].tasks[0], best);
    } else {
        several(solution, random, job, best);
    }
    if (best.slot < 0 && best.kind < 0) everywhere(solution, job, best);
    if (best.slot < 0 && best.kind < 0) return false;
    apply(solution, job, best);
    return true;
}

bool Recreate::fits_load(const Route& route, const Kind& kind, const Task& task) const {
    if (kind.max_trips > 1 || !task.is_loaded_at_hub()) return true;
    for (int d = 0; d < in_.dimensions; d++) {
        if (route.load[d] + task.demand[d] > kind.capacity[d]) return false;
    }
    return true;
}

// The same as beside() where every kind is plain: nothing but what this case needs, since it is most of the time.
void Recreate::beside_plain(Solution& solution, Random& random, int32_t task, Best& best) {
    const Task& what = in_.tasks[task];
    const Row row(in_, in_.kinds[0], what.place);
    const Near* near = near_.near(in_.kinds[0], task);
    const Where* where = solution.where.data();
    const double metre = in_.kinds[0].rates.metre;
    const bool priced_energy = in_.kinds[0].rates.joule > 0, one_kind = in_.kinds.size() == 1;
    const Matrix& distance = in_.profile_of(in_.kinds[0]).distance;
    const int dimensions = in_.dimensions;
    int32_t service = in_.kinds[0].service[task];
    for (const Near* leg = near; leg < near + near_.insertion(); leg++) {
        const Where& at = where[leg->task];
        if (at.route < 0 || (dimensions > 0 && at.room < what.demand[0])) continue;
        if (!one_kind) service = in_.kinds[at.kind].service[task];
        double extra = metre * leg->in_distance + row.price(at.place_after) - at.leg;
        if (extra < best.cost) {
            int32_t start = std::max(at.departure + leg->in_time, what.open);
            if (start <= what.close && start + service + row.time(at.place_after, at.task_after) <= at.latest_after) {
                if (priced_energy) extra += energy_price(in_, in_.kinds[0], in_.tasks[leg->task].place, what.place);
                if (extra < best.cost && may_join(solution, random, at, what)) {
                    best = {extra, at.route, at.position + 1, -1};
                }
            }
        }
        extra = metre * distance(at.place_before, what.place) + metre * leg->out_distance - at.leg_before;
        if (extra < best.cost) {
            int32_t start = at.departure_before + travel_time(in_, in_.kinds[0], at.place_before, what.place, true);
            start = std::max(start, what.open);
            if (start <= what.close && start + service + leg->out_time <= at.latest) {
                if (priced_energy) {
                    extra += energy_price(in_, in_.kinds[0], at.place_before, what.place) +
                             energy_price(in_, in_.kinds[0], what.place, in_.tasks[leg->task].place);
                }
                if (extra < best.cost && may_join(solution, random, at, what)) {
                    best = {extra, at.route, at.position, -1};
                }
            }
        }
    }
}

// What is asked last since it seldom says no: access, the other dimensions, and the blink.
bool Recreate::may_join(const Solution& solution, Random& random, const Where& at, const Task& what) const {
    const Kind& kind = in_.kinds[at.kind];
    return kind.allowed[what.job] && (in_.dimensions < 2 || fits_load(solution.routes[at.route], kind, what)) &&
           random.below(BLINK_ONE_IN) != 0;
}

void Recreate::beside(Solution& solution, Random& random, int32_t task, Best& best) {
    const bool one_class = near_.is_single_class();
    const Near* near = near_.near(in_.kinds[0], task);
    const Task& what = in_.tasks[task];
    look_++;
    slots_.clear();
    seen_.resize(std::max(seen_.size(), solution.routes.size()), 0);
    for (int32_t i = 0; i < near_.insertion(); i++) {
        const Where& at = solution.where[near[i].task];
        if (at.route < 0) continue;
        const Route& route = solution.routes[at.route];
        const Kind& kind = in_.kinds[route.kind];
        if (!kind.allowed[what.job] || !fits_load(route, kind, what)) continue;
        const Near& leg = one_class ? near[i] : near_.near(kind, task)[i];
        if (kind.max_trips > 1 && seen_[at.route] != look_) {
            seen_[at.route] = look_;
            slots_.push_back(at.route);
        }
        if (random.below(BLINK_ONE_IN) != 0) {
            between(solution, at.route, at.position, -1, task, &leg, nullptr, best);
        }
        if (random.below(BLINK_ONE_IN) != 0) {
            between(solution, at.route, -1, at.position, task, nullptr, &leg, best);
        }
    }
    // Last, since by now most of them cost too much to be scheduled.
    for (int32_t slot : slots_) own_trips(solution, slot, what.job, best);
}

// Judge a task between two stops that follow each other; one of them is given, with its leg if that is known.
void Recreate::between(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task,
                       const Near* in, const Near* out, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const Stop* stops = route.stops.data();
    // Breaks are not places: look past them.
    if (before < 0) for (before = after - 1; stops[before].type == StopType::REST;) before--;
    if (after < 0) for (after = before + 1; stops[after].type == StopType::REST;) after++;
    const Stop& s = stops[before];
    const Stop& n = stops[after];
    const Task& what = in_.tasks[task];
    double extra = leg_price(in_, kind, s.place, what.place) + leg_price(in_, kind, what.place, n.place);
    extra -= stops[after - 1].leg;
    if (extra >= best.cost) return;
    int32_t in_time = in ? in->in_time : travel_time(in_, kind, s.place, what.place, true);
    int32_t start = s.departure + in_time;
    if (start > what.close) return;
    start = std::max(start, what.open);
    int32_t out_time = out ? out->out_time : travel_time(in_, kind, what.place, n.place, n.is_task());
    if (start + kind.service[task] + out_time > n.latest) return;
    if (kind.is_plain) {
        best.cost = extra;
        best.slot = slot;
        best.position = after;
        best.kind = -1;
        return;
    }
    Edit edit;
    edit.at = edit.then = before + 1;
    edit.first[0] = stop_of_task(in_, kind, task);
    if (kind.has_hours && extra + estimate(kind, route, before, after, edit.first[0]) >= best.cost) return;
    if (try_edit(solution, slot, edit, best)) return;
    if (kind.max_trips > 1) with_reload(solution, slot, before, after, task, best);
    if (!kind.battery.stations.empty()) with_station(solution, slot, before, after, task, best);
}

// What more time costs when a stop comes in: concatenation of three time segments (Vidal et al. 2013).
double Recreate::estimate(const Kind& kind, const Route& route, int32_t before, int32_t after, const Stop& stop) const {
    const Stop& s = route.stops[before];
    const Stop& n = route.stops[after];
    int64_t rests = 0;
    for (int32_t i = before + 1; i < after; i++) rests += route.stops[i].service;
    int64_t earliest = static_cast<int64_t>(s.departure) - s.lead;
    int64_t shift = static_cast<int64_t>(s.lead) + travel_time(in_, kind, s.place, stop.place, true);
    int64_t wait = std::max<int64_t>(0, stop.open - shift - s.lead_latest);
    earliest = std::max<int64_t>(stop.open - shift, earliest) - wait;
    int64_t latest = std::max(earliest, std::min<int64_t>(stop.close - shift, s.lead_latest));
    shift += stop.service + wait + rests + travel_time(in_, kind, stop.place, n.place, n.is_task());
    wait = std::max<int64_t>(0, n.tail_earliest - shift - latest);
    int64_t duration = shift + n.tail + wait;
    double extra = kind.rates.second * static_cast<double>(duration - route.stops.back().lead);
    if (kind.rates.overtime_second > 0) {
        int64_t end = std::max<int64_t>(n.tail_earliest - shift, earliest) - wait + duration;
        int64_t was = std::max(route.stops.back().departure, kind.shift_close);
        extra += kind.rates.overtime_second * static_cast<double>(std::max<int64_t>(0, end - was));
    }
    return extra;
}

// Schedule a route with more stops; when it can be driven and is the best so far, keep it.
bool Recreate::try_edit(Solution& solution, int32_t slot, const Edit& edit, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    if (kind.is_electric && !scheduler_.lasts(kind, route, edit.at - 1, edit.first, edit.stops, route, edit.at)) {
        return false;
    }
    trial_.clear();
    for (int32_t i = 0; i <= route.last(); i++) {
        if (i == edit.at) trial_.insert(trial_.end(), edit.first, edit.first + edit.stops);
        if (i == edit.then && edit.thens) trial_.insert(trial_.end(), edit.second, edit.second + edit.thens);
        trial_.push_back(route.stops[i]);
    }
    double price = scheduler_.schedule(kind, trial_);
    if (price == INFEASIBLE) return false;
    if (price - route.cost < best.cost) {
        best = {price - route.cost, slot, -1, -1};
        chosen_.swap(trial_);
    }
    return true;
}

void Recreate::everywhere(Solution& solution, int32_t job, Best& best) {
    for (int32_t slot = 0; slot < static_cast<int32_t>(solution.routes.size()); slot++) {
        const Route& route = solution.routes[slot];
        if (route.stops.empty() || !in_.kinds[route.kind].allowed[job]) continue;
        const Kind& kind = in_.kinds[route.kind];
        const std::vector<int32_t>& tasks = in_.jobs[job].tasks;
        if (kind.max_trips > 1) own_trips(solution, slot, job, best);
        if (tasks.size() == 2) {
            Random steady(1);
            pair_in_route(solution, steady, slot, job, best);
        } else if (tasks.size() > 2) {
            bundle_in_route(solution, slot, job, best);
        } else if (fits_load(route, kind, in_.tasks[tasks[0]])) {
            for (int32_t i = 0; i < route.last(); i++) {
                if (route.stops[i].type == StopType::REST) continue;
                between(solution, slot, i, -1, tasks[0], nullptr, nullptr, best);
            }
        }
    }
}

void Recreate::apply(Solution& solution, int32_t job, Best& best) {
    const std::vector<int32_t>& tasks = in_.jobs[job].tasks;
    if (best.kind >= 0) {
        int32_t slot = solution.open_route(best.kind);
        if (in_.kinds[best.kind].is_plain) {
            solution.insert_plain(slot, 1, tasks[0]);
        } else {
            double price = 0;
            std::vector<Stop> stops = stops_alone(best.kind, job, price);
            solution.settle(slot, stops, price);
        }
    } else {
        solution.keep(best.slot);
        if (solution.kind_of(solution.routes[best.slot]).is_plain) {
            solution.insert_plain(best.slot, best.position, tasks[0]);
        } else {
            solution.settle(best.slot, chosen_, best.cost + solution.routes[best.slot].cost);
        }
    }
    solution.unset_absent(job);
}

}  // namespace pannier
