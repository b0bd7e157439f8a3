#include "recreate.hpp"

#include <algorithm>
#include <limits>

namespace pannier {

namespace {
constexpr int BLINK_ONE_IN = 100;
// Behind so many near tasks, and three times as many, the cheapest offer is weighed: it spares most of the rest a look.
constexpr int32_t EARLY = 8;
}

Recreate::Recreate(const Instance& instance, const Neighbours& neighbours)
    : in_(instance), near_(neighbours), scheduler_(instance), placer_(instance),
      alone_(instance.kinds.size(),
             std::vector<double>(instance.jobs.size(), std::numeric_limits<double>::quiet_NaN())) {
    gap_seen_.resize(in_.tasks.size(), 0);
    for (const Kind& kind : in_.kinds) has_hub_power_ |= kind.max_trips > 1 && kind.battery.at_hub != HubPower::NONE;
}

void Recreate::operator()(Solution& solution, Random& random, std::vector<int32_t>& jobs, double limit,
                          bool completes) {
    sort(random, jobs);
    if (in_.has_company) side_by_side(random, jobs);
    // What is put in saves its prize; beside that nothing becomes cheaper.
    double prizes = 0;
    for (int32_t job : jobs) prizes += in_.jobs[job].is_mandatory ? 0 : in_.jobs[job].prize;
    for (int32_t job : jobs) {
        if (!in_.jobs[job].is_mandatory) prizes -= in_.jobs[job].prize;
        bool is_placed = place(solution, random, job);
        if (!is_placed && completes && in_.jobs[job].is_mandatory) return;
        if (solution.cost - prizes >= limit) return;
    }
}

// The orders of the source: at random, heaviest, farthest, nearest; with windows also tightest, first, last.
void Recreate::sort(Random& random, std::vector<int32_t>& jobs) {
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
    return in_.has_company ? place_in_company(solution, random, job) : place_now(solution, random, job);
}

bool Recreate::place_now(Solution& solution, Random& random, int32_t job) {
    Best best;
    hopeless_.clear();
    if (!in_.jobs[job].is_mandatory) best.cost = in_.jobs[job].prize;
    if (home_ < 0) look_around(solution, random, job, best); else at_home(solution, random, job, best);
    if (best.slot < 0 && best.kind < 0) return false;
    if (apply(solution, job, best)) return true;
    // Whole seconds and joules forbid what was foreseen.
    is_close_ = true;
    bool is_placed = place_now(solution, random, job);
    is_close_ = false;
    return is_placed;
}

// On a new route, beside near tasks, and only then everywhere.
void Recreate::look_around(Solution& solution, Random& random, int32_t job, Best& best) {
    new_route(solution, random, job, best);
    if (in_.jobs[job].tasks.size() == 1) {
        beside(solution, random, in_.jobs[job].tasks[0], best);
    } else {
        several(solution, random, job, best);
    }
    if (best.slot < 0 && best.kind < 0) everywhere(solution, random, job, best);
}

bool Recreate::fits_load(const Route& route, const Kind& kind, const Task& task) const {
    if (kind.max_trips > 1 || !task.is_loaded_at_hub()) return true;
    for (int d = 0; d < in_.dimensions; d++) {
        if (route.load[d] + task.demand[d] > kind.capacity[d]) return false;
    }
    return true;
}

// No route and no gap was seen yet for the job that is put in now.
void Recreate::look_anew(const Solution& solution) {
    look_++;
    seen_.resize(std::max(seen_.size(), solution.routes.size()), 0);
    slots_.clear();
}

namespace {

// A task and a near one: what the gaps beside the latter ask for.
struct Beside {
    const Instance& in;
    const Kind& kind;
    const Row& row;
    const Where& at;
    const Near& leg;
    const Task& what;
    const Hours& hours;
    int32_t service;

    // What so many seconds more cost at least: who waits may do it meanwhile.
    double price_of(int32_t seconds, int32_t free) const {
        return kind.has_hours ? kind.rates.second * std::max(0, seconds - free) : 0;
    }
};

// The legs' price behind the near task; INFEASIBLE where it is too late, or time and legs cost no less than `most`.
// No way is shorter than nothing: most gaps are refused without a look at the matrix, which is what takes time.
double price_behind(const Beside& one, double most) {
    const Where& at = one.at;
    const double in_price = one.kind.rates.metre * one.leg.in_distance - at.leg;
    const int32_t least = one.leg.in_time + one.service;
    if (in_price + one.price_of(least, at.free_after) >= most) return INFEASIBLE;
    const double extra = in_price + one.row.price(at.place_after);
    if (extra >= most) return INFEASIBLE;
    const int32_t on = one.row.time(at.place_after, at.task_after);
    if (extra + one.price_of(least + on, at.free_after) >= most) return INFEASIBLE;
    const int32_t start = std::max(at.departure + one.leg.in_time, one.hours.open);
    return start <= one.hours.close && start + one.service + on <= at.latest_after ? extra : INFEASIBLE;
}

// The same before the near task.
double price_before(const Beside& one, double most) {
    const Where& at = one.at;
    const int32_t least = one.service + one.leg.out_time;
    const double out_price = one.kind.rates.metre * one.leg.out_distance - at.leg_before;
    if (out_price + one.price_of(least, at.free_before) >= most) return INFEASIBLE;
    const double to = one.row.distance_from(one.in.profile_of(one.kind), at.place_before, one.what.place);
    const double extra = one.kind.rates.metre * (to + one.leg.out_distance) - at.leg_before;
    if (extra >= most) return INFEASIBLE;
    const int32_t there = travel_time(one.in, one.kind, at.place_before, one.what.place, true);
    if (extra + one.price_of(there + least, at.free_before) >= most) return INFEASIBLE;
    const int32_t start = std::max(at.departure_before + there, one.hours.open);
    return start <= one.hours.close && start + least <= at.latest ? extra : INFEASIBLE;
}

}  // namespace

// Gaps beside near tasks. Most are refused by what the near task itself knows of its neighbours (Where); what is
// left is the answer where the kind is plain, and is judged closely where it is not.
void Recreate::beside(Solution& solution, Random& random, int32_t task, Best& best) {
    const Task& what = in_.tasks[task];
    const bool one_class = near_.is_single_class(), has_first = in_.dimensions > 0 && !what.is_pickup;
    const Near* first = near_.near(in_.kinds[0], task);
    Row row(in_, in_.kinds[0], what.place);
    const Kind* kind = &in_.kinds[0];
    Hours hours = in_.hours_of(*kind, task);
    look_anew(solution);
    for (int32_t i = 0; i < near_.insertion(); i++) {
        if ((i == EARLY || i == 3 * EARLY) && !offers_.empty()) weigh_cheapest(solution, what.job, best);
        const Where& at = solution.where[first[i].task];
        if (at.route < 0 || (has_first && at.room < what.demand[0])) continue;
        if (kind != &in_.kinds[at.kind]) {
            kind = &in_.kinds[at.kind];
            row = Row(in_, *kind, what.place);
            hours = in_.hours_of(*kind, task);
        }
        const Near* leg = one_class ? &first[i] : &near_.near(*kind, task)[i];
        if (at.offers_more && seen_[at.route] != look_) note_route(solution, at.route, task, best);
        double extra = price_behind({in_, *kind, row, at, *leg, what, hours, kind->service[task]}, best.cost);
        if (extra < best.cost) in_gap(solution, random, at, at.position, true, task, extra, best);
        extra = price_before({in_, *kind, row, at, *leg, what, hours, kind->service[task]}, best.cost);
        if (extra < best.cost) in_gap(solution, random, at, at.position, false, task, extra, best);
    }
    weigh_near(solution, what.job, best);
}

// Trips of its own last, since by now most of them cost too much to be scheduled.
void Recreate::weigh_near(Solution& solution, int32_t job, Best& best) {
    weigh_offers(solution, job, best);
    own_trips(solution, slots_, job, best);
}

// A gap behind or before a stop that price and time allow.
void Recreate::in_gap(Solution& solution, Random& random, const Where& at, int32_t position, bool behind, int32_t task,
                      double extra, Best& best) {
    const Kind& kind = in_.kinds[at.kind];
    const Task& what = in_.tasks[task];
    const Route& route = solution.routes[at.route];
    if (!kind.allowed[what.job] || (in_.dimensions > 1 && !fits_load(route, kind, what))) return;
    if (is_barred(at.route)) return;
    if (kind.is_plain) {
        if (kind.rates.joule > 0) {
            const Stop& left = route.stops[behind ? position : position - 1];
            const Stop& right = route.stops[behind ? position + 1 : position];
            extra = leg_price(in_, kind, left.place, what.place) + leg_price(in_, kind, what.place, right.place) - left.leg;
        }
        if (extra < best.cost && random.below(BLINK_ONE_IN) != 0) {
            best = {extra, at.route, behind ? position + 1 : position, -1};
        }
        return;
    }
    if (!is_new_gap(route, behind ? position : position - 1) || random.below(BLINK_ONE_IN) == 0) return;
    if (kind.rates.joule > 0) {
        between(solution, at.route, behind ? position : -1, behind ? -1 : position, task, best);
        return;
    }
    const int32_t before = behind ? position : previous_place(route.stops, position);
    make_offer(solution, at.route, before, behind ? next_place(route.stops, position) : position, task, extra, best);
}

// What a route may offer besides gaps next to tasks.
void Recreate::note_route(Solution& solution, int32_t slot, int32_t task, Best& best) {
    seen_[slot] = look_;
    const Route& route = solution.routes[slot];
    const Kind& kind = solution.kind_of(route);
    if (!kind.allowed[in_.tasks[task].job] || is_barred(slot)) return;
    if (kind.max_trips > 1) slots_.push_back(slot);
    if (route.blind_gaps > 0) between_stations(solution, slot, task, best);
}

// Gaps with no task on either side.
void Recreate::between_stations(Solution& solution, int32_t slot, int32_t task, Best& best) {
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    for (int32_t i = 0; i + 1 < static_cast<int32_t>(stops.size()); i++) {
        if (stops[i].is_task() || stops[i + 1].is_task() || stops[i].type == StopType::REST) continue;
        between(solution, slot, i, -1, task, best);
    }
}

// Whether the gap behind a stop is looked at for the first time: the tasks on both its sides may be near.
bool Recreate::is_new_gap(const Route& route, int32_t position) {
    const int32_t left = route.stops[position].task();
    if (left < 0) return true;
    bool is_new = gap_seen_[left] != look_;
    gap_seen_[left] = look_;
    return is_new;
}

// Judge a task between two stops that follow each other; one of them is given, -1 stands for the other.
void Recreate::between(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const Stop* stops = route.stops.data();
    if (before < 0) before = previous_place(route.stops, after);
    if (after < 0) after = next_place(route.stops, before);
    const Stop& s = stops[before];
    const Stop& n = stops[after];
    const Task& what = in_.tasks[task];
    double extra = leg_price(in_, kind, s.place, what.place) + leg_price(in_, kind, what.place, n.place);
    extra -= stops[after - 1].leg;
    if (extra >= best.cost) return;
    int32_t in_time = travel_time(in_, kind, s.place, what.place, true);
    const Hours hours = in_.hours_of(kind, task);
    int32_t start = s.departure + in_time;
    if (start > hours.close) return;
    start = std::max(start, hours.open);
    int32_t out_time = travel_time(in_, kind, what.place, n.place, n.is_task());
    if (start + kind.service[task] + out_time > n.latest) return;
    if (kind.is_plain) best = {extra, slot, after, -1};
    else make_offer(solution, slot, before, after, task, extra, best);
}

// Weigh a task in a gap that the legs' price and its neighbours' times allow, now or with all others.
void Recreate::make_offer(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, double extra,
                          Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const Task& what = in_.tasks[task];
    double least = extra + task_price(kind, route, task);
    bool is_short = false;
    if (kind.has_hours || kind.is_lasting) {
        const Segment whole = whole_with(kind, route, before, after, stop_of_task(in_, kind, task));
        if (kind.is_lasting && whole.duration > kind.limits.duration) return;
        // A start is not put off as far as it could be.
        is_short = whole.duration + kind.keep_slack <= kind.limits.duration;
        least += time_price(kind, route, whole);
        if (in_.nobody_waits) least += plugged_price(kind, route, before, after, what.place);
    }
    if (least >= best.cost) return;
    Offer offer{least, extra, slot, before, after};
    offer.is_told = kind.is_tripwise ? is_told(solution, offer, task) : kind.is_lasting && is_short;
    if (kind.is_electric) {
        if (!weigh(solution, offer, what.job, best)) weigh_with_more(solution, offer, what.job, best);
    } else if (offer.is_told) {
        if (!weigh(solution, offer, what.job, best)) refused_.push_back(offer);
    } else {
        offers_.push_back(offer);
    }
}

void Recreate::everywhere(Solution& solution, Random& random, int32_t job, Best& best) {
    for (int32_t slot = 0; slot < static_cast<int32_t>(solution.routes.size()); slot++) {
        const Route& route = solution.routes[slot];
        if (route.stops.empty() || !in_.kinds[route.kind].allowed[job] || is_barred(slot)) continue;
        in_route(solution, slot, job, best);
    }
    weigh_offers(solution, job, best);
    if (best.slot < 0) with_other_stations(solution, random, job, best);
    const bool is_single = in_.jobs[job].tasks.size() == 1;
    if (best.slot >= 0 || !is_single || !has_hub_power_ || solution.routes.empty()) return;
    // For a route drawn, since it is dear and seldom needed.
    const int32_t drawn = random.below(static_cast<int32_t>(solution.routes.size()));
    if (!is_barred(drawn)) with_power_first(solution, drawn, in_.jobs[job].tasks[0], best);
}

// Every place for a job in one route.
void Recreate::in_route(Solution& solution, int32_t slot, int32_t job, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const std::vector<int32_t>& tasks = in_.jobs[job].tasks;
    if (kind.max_trips > 1) own_trips(solution, {slot}, job, best);
    if (tasks.size() == 2) {
        Random steady(1);
        pair_in_route(solution, steady, slot, job, best);
    } else if (tasks.size() > 2) {
        bundle_in_route(solution, slot, job, best);
    } else if (fits_load(route, kind, in_.tasks[tasks[0]])) {
        for (int32_t i = 0; i < route.last(); i++) {
            if (route.stops[i].type == StopType::REST) continue;
            between(solution, slot, i, -1, tasks[0], best);
        }
    }
}

bool Recreate::apply(Solution& solution, int32_t job, Best& best) {
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
        const Route& route = solution.routes[best.slot];
        if (chosen_.empty() && !solution.kind_of(route).is_plain) {
            edit_stops(route, edit_, chosen_);
            double price = solution.scheduler.schedule(solution.kind_of(route), chosen_);
            if (price == INFEASIBLE) return false;
            solution.keep(best.slot);
            solution.settle(best.slot, chosen_, price, true);
            solution.unset_absent(job);
            return true;
        }
        solution.keep(best.slot);
        if (solution.kind_of(solution.routes[best.slot]).is_plain) {
            solution.insert_plain(best.slot, best.position, tasks[0]);
        } else {
            solution.settle(best.slot, chosen_, best.cost + solution.routes[best.slot].cost);
        }
    }
    solution.unset_absent(job);
    return true;
}

}  // namespace pannier
