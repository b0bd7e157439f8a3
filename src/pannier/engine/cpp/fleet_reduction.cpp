#include "fleet_reduction.hpp"

#include <algorithm>

namespace pannier {

FleetReduction::FleetReduction(const Instance& instance, const Parameters& parameters)
    : in_(instance), with_(parameters), own_absences_(instance.jobs.size(), 0), absences_(own_absences_.data()) {}

void FleetReduction::begin(const Solution& first, const Annealing& annealing, bool is_whole) {
    if (in_.jobs.empty() || in_.kinds.empty()) return;
    const bool pays_at_once = pays(first, annealing.average);
    is_of_long_ = !pays_at_once && is_whole && has_long_routes(first, annealing);
    is_on_ = pays_at_once || is_of_long_;
    until_ = pays_at_once ? with_.fleet_share : is_of_long_ ? with_.long_share : 0;
}

void FleetReduction::skip(double until, int32_t most_routes, std::vector<double>& absences) {
    is_on_ = is_of_long_ = false;
    until_ = until;
    most_routes_ = most_routes;
    absences_ = absences.data();
}

// Vehicles that cost more than their driving are saved first.
bool FleetReduction::pays(const Solution& first, double average) const {
    double least = INFEASIBLE;
    for (const Kind& kind : in_.kinds) least = std::min(least, kind.rates.fixed);
    return least > 2 * average * static_cast<double>(in_.jobs.size()) / std::max(1, first.driving);
}

// Where orders may stay out a route less says little.
bool FleetReduction::has_long_routes(const Solution& first, const Annealing& annealing) const {
    auto is_mandatory = [](const Job& job) { return job.is_mandatory; };
    if (!annealing.is_plain() || in_.size() < with_.long_tasks) return false;
    if (!std::all_of(in_.jobs.begin(), in_.jobs.end(), is_mandatory)) return false;
    return in_.size() > with_.long_route * std::max(1, first.driving);
}

int32_t FleetReduction::choose(const Solution& now, Random& random) const {
    int32_t chosen = -1;
    double least = INFEASIBLE;
    for (int32_t slot = 0; slot < static_cast<int32_t>(now.routes.size()); slot++) {
        const Route& route = now.routes[slot];
        if (route.stops.empty()) continue;
        double sum = 1e-3 * route.tasks + 1e-4 * random.share();
        for (const Stop& stop : route.stops) sum += stop.is_task() ? absences_[in_.tasks[stop.item].job] : 0;
        if (sum < least) {
            least = sum;
            chosen = slot;
        }
    }
    return chosen;
}

void FleetReduction::drop_route(Solution& now, Random& random, double spent) {
    if (is_of_long_) fewest_ = {now.routes, now.absent, now.cost, now.mandatory_absent};
    const int32_t chosen = choose(now, random);
    if (now.driving <= 1 || chosen < 0) {
        is_on_ = false;
        until_ = spent;
        if (is_of_long_) cap(now.driving);
        return;
    }
    now.begin();
    now.keep(chosen);
    for (const Stop& stop : now.routes[chosen].stops) {
        if (!stop.is_task()) continue;
        int32_t job = in_.tasks[stop.item].job;
        if (now.where[stop.item].route < 0) continue;
        for (int32_t task : in_.jobs[job].tasks) now.where[task].route = -1;
        now.set_absent(job);
    }
    now.vacate(chosen);
    const double most = is_of_long_ ? 2 * with_.long_share : with_.most_fleet_share;
    until_ = std::max(until_, std::min(2 * spent, most));
    most_routes_ = now.driving;
}

const Snapshot& FleetReduction::end(const Snapshot& best) {
    is_on_ = false;
    const Snapshot& plan = fewest_.mandatory_absent == 0 ? fewest_ : best;
    auto drives = [](const Route& route) { return !route.stops.empty(); };
    cap(static_cast<int32_t>(std::count_if(plan.routes.begin(), plan.routes.end(), drives)));
    return plan;
}

// In long routes nearly as few, for a while: the search would open as many again as it began with, while it is hot.
void FleetReduction::cap(int32_t routes) {
    most_routes_ = routes + (is_of_long_ ? static_cast<int32_t>(with_.long_more * routes) : 0);
}

void FleetReduction::lift_cap(double spent) {
    if (!is_of_long_ || is_on_ || spent < with_.long_capped) return;
    is_of_long_ = false;
    most_routes_ = INT32_MAX;
}

double FleetReduction::sum_of(const Solution& now) const {
    double sum = 0;
    if (now.mandatory_absent > 0) {
        for (int32_t job : now.absent) sum += in_.jobs[job].is_mandatory ? absences_[job] : 0;
    }
    return sum;
}

bool FleetReduction::accepts(const Solution& now, int32_t old_mandatory, double old_sum, bool is_cheap) {
    const double sum = sum_of(now);
    for (int32_t job : now.absent) absences_[job] += in_.jobs[job].is_mandatory;
    if (now.mandatory_absent == 0) return true;
    if (old_mandatory == 0) return false;
    if (now.mandatory_absent < old_mandatory || sum < old_sum) return true;
    return now.mandatory_absent == old_mandatory && sum <= old_sum && is_cheap;
}

}  // namespace pannier
