#include "best_plan.hpp"

namespace pannier {

namespace {
constexpr double COST_EPSILON = 1e-7;
}  // namespace

void BestPlan::begin(Solution& now) {
    plan_ = Snapshot();
    dirty_slots_.clear();
    is_dirty_.assign(now.routes.size(), 0);
    now.begin();
    for (int32_t slot = 0; slot < static_cast<int32_t>(now.routes.size()); slot++) now.keep(slot);
    save_if_better(now);
}

void BestPlan::note(const Solution& now) {
    is_dirty_.resize(std::max(is_dirty_.size(), now.routes.size()), 0);
    for (int32_t slot : now.changed()) {
        if (!is_dirty_[slot]) dirty_slots_.push_back(slot);
        is_dirty_[slot] = 1;
    }
}

void BestPlan::save_if_better(const Solution& now) {
    note(now);
    const bool fewer = now.mandatory_absent < plan_.mandatory_absent;
    const bool same = now.mandatory_absent == plan_.mandatory_absent;
    if (!fewer && !(same && now.cost < plan_.cost - COST_EPSILON)) return;
    plan_.routes.resize(now.routes.size());
    for (int32_t slot : dirty_slots_) {
        plan_.routes[slot] = now.routes[slot];
        is_dirty_[slot] = 0;
    }
    dirty_slots_.clear();
    plan_.absent = now.absent;
    plan_.cost = now.cost;
    plan_.mandatory_absent = now.mandatory_absent;
}

void BestPlan::back_to(const Snapshot& plan, Solution& now) {
    now.begin();
    for (int32_t slot = 0; slot < static_cast<int32_t>(now.routes.size()); slot++) {
        if (!now.routes[slot].stops.empty()) now.vacate(slot);
    }
    const std::vector<Job>& jobs = now.instance().jobs;
    for (int32_t job = 0; job < static_cast<int32_t>(jobs.size()); job++) {
        now.unset_absent(job);
        now.set_absent(job);
    }
    for (const Route& route : plan.routes) {
        if (route.stops.empty()) continue;
        int32_t slot = now.open_route(route.kind);
        now.routes[slot] = route;
        now.cost += route.cost;
        now.locate(slot);
        for (const Stop& stop : route.stops) {
            if (stop.is_task()) now.unset_absent(now.instance().tasks[stop.item].job);
        }
    }
    // Slots moved: what was saved is copied anew with the next best.
    note(now);
    for (int32_t slot = 0; slot < static_cast<int32_t>(now.routes.size()); slot++) {
        if (!is_dirty_[slot]) dirty_slots_.push_back(slot);
        is_dirty_[slot] = 1;
    }
}

}  // namespace pannier
