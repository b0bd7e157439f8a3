#include "search.hpp"

#include <algorithm>
#include <cmath>

#include "clock.hpp"

namespace pannier {

namespace {

constexpr double COST_EPSILON = 1e-7;
constexpr size_t ABSENT_TRIED = 12;
constexpr double LEARNING_SHARE = 0.02;  // of the budget, to learn how long an iteration takes

}  // namespace

Search::Search(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed)
    : in_(instance), near_(neighbours), with_(parameters), random_(seed), now_(instance),
      ruin_(neighbours, parameters.ruin), recreate_(instance, neighbours), tails_(neighbours), placer_(instance),
      own_absences_(instance.jobs.size(), 0), absences_(own_absences_.data()) {
    for (const Kind& kind : instance.kinds) {
        has_stations_ |= !kind.battery.stations.empty();
        has_reloads_ |= kind.max_trips > 1;
        is_rough_ |= !kind.is_plain;
    }
}

void Search::load(const std::vector<std::pair<int32_t, std::vector<Stop>>>& routes) {
    now_.begin();
    for (const auto& [kind, given] : routes) {
        std::vector<Stop> stops = given;
        if (!now_.is_available(kind)) continue;
        double price = now_.scheduler.schedule(in_.kinds[kind], stops);
        if (price == INFEASIBLE) continue;
        int32_t slot = now_.open_route(kind);
        now_.settle(slot, stops, price, true);
        if (in_.kinds[kind].is_plain) now_.renew_plain(slot, 1, now_.routes[slot].last() - 1);
        for (const Stop& stop : now_.routes[slot].stops) {
            if (stop.is_task()) now_.unset_absent(in_.tasks[stop.item].job);
        }
    }
}

// Share of the budget that is spent.
double Search::progress(const Budget& budget) {
    if (budget.iterations >= 0) {
        return budget.iterations == 0 ? 1 : static_cast<double>(iterations_) / static_cast<double>(budget.iterations);
    }
    double spent = clock_s(budget.of_processor) - began_;
    return budget.seconds <= 0 ? 1 : spent / budget.seconds;
}

bool Search::goes_on(const Budget& budget, const OnProgress& on_progress) {
    const int64_t between_looks = budget.iterations >= 0 ? 1 : 16;
    return iterations_ % between_looks != 0 || !is_over(budget, on_progress);
}

bool Search::is_over(const Budget& budget, const OnProgress& on_progress) {
    double spent = progress(budget);
    double now = clock_s(false);
    if (now - told_ >= TELL_EVERY_S || spent >= 1) {
        told_ = now;
        int32_t routes = static_cast<int32_t>(best_.routes.size());
        double seconds = clock_s(budget.of_processor) - began_;
        is_stopped_ |= on_progress({best_.cost, seconds, iterations_, static_cast<int32_t>(best_.absent.size()), routes});
    }
    if (stop_ != nullptr) is_stopped_ |= stop_->load(std::memory_order_relaxed);
    cool(from_ + spent * (to_ - from_));
    return is_stopped_ || spent >= 1;
}

void Search::cool(double spent) {
    spent_ = spent;
    if (reduces_fleet_ && spent >= fleet_until_) leave_fleet_phase();
    if (seeks_fewest_ && !reduces_fleet_ && spent >= with_.long_capped) {
        seeks_fewest_ = false;
        recreate_.most_routes = INT32_MAX;
    }
    double share = std::clamp((spent - fleet_until_) / (1 - fleet_until_), 0.0, 1.0);
    if (hot_ <= 0 && spent >= LEARNING_SHARE) {
        hot_ = hot_for(static_cast<double>(iterations_) / spent, now_.driving);
    }
    const double hot = reduces_fleet_ || hot_ <= 0 ? with_.hot : hot_;
    temperature_ = average_ * hot * std::pow(with_.cold / hot, share);
}

void Search::run(const Budget& budget, const OnProgress& on_progress) {
    begin(budget, on_progress, true);
    if (in_.jobs.empty() || in_.kinds.empty()) return;
    while (goes_on(budget, on_progress)) change();
}

// The first plan; where vehicles cost most of it, also the part of the budget that is for fewer routes.
void Search::begin(const Budget& budget, const OnProgress& on_progress, bool is_whole) {
    began_ = clock_s(budget.of_processor);
    first_plan();
    const bool is_empty = in_.jobs.empty() || in_.kinds.empty();
    reduces_fleet_ = !is_empty && wants_fewer_routes();
    seeks_fewest_ = !is_empty && !reduces_fleet_ && is_whole && has_long_routes();
    fleet_until_ = reduces_fleet_ ? with_.fleet_share : seeks_fewest_ ? with_.long_share : 0;
    reduces_fleet_ |= seeks_fewest_;
    // A look at the clock may end it.
    while (reduces_fleet_ && goes_on(budget, on_progress)) if (reduces_fleet_) change();
}

double Search::hot_for(double iterations, int32_t routes) const {
    if (in_.tasks.empty()) return with_.hot;
    const double stops = static_cast<double>(in_.size());
    if (!is_rough_) return std::clamp(stops / (with_.stops_for_one * std::max(1, routes)), with_.hot, with_.long_most);
    return std::clamp(with_.rough_hot * std::pow(iterations / stops, with_.rough_power), with_.hot, with_.rough_most);
}

// One iteration.
void Search::change() {
    iterations_++;
    if (reduces_fleet_ && now_.mandatory_absent == 0) drop_route();
    if (random_.chance(with_.tails_chance)) exchange();
    const bool is_mixed = in_.kinds.size() > 1;
    if (is_mixed && random_.chance(with_.retype_chance)) attempt([&](double limit) { return retype(now_, random_, limit); });
    if (has_reloads_ && random_.chance(with_.reload_chance)) {
        attempt([&](double limit) { return move_reload(now_, random_, limit); });
    }
    if (has_reloads_ && random_.chance(with_.trip_chance)) {
        attempt([&](double limit) { return move_trip(now_, random_, limit); });
    }
    iterate();
}

// A move by itself, accepted by the annealing: it may change the cost by less than the limit.
template <typename Move> void Search::attempt(Move move) {
    now_.begin();
    const double limit = -temperature_ * std::log(random_.positive_share());
    if (move(limit)) save_if_best(); else now_.rollback();
}

void Search::run(Part& part, const Turn& turn, std::vector<double>& absences, const std::atomic<bool>& is_stopped) {
    began_ = clock_s(turn.budget.of_processor);
    random_ = Random(turn.seed);
    average_ = turn.average;
    hot_ = turn.hot;
    absences_ = absences.data();
    from_ = turn.from;
    to_ = turn.to;
    reduces_fleet_ = false;
    fleet_until_ = turn.fleet_until;
    iterations_ = 0;
    is_stopped_ = false;
    recreate_.most_routes = part.most_routes;
    now_.take(part.now, part.limit);
    remember_all();
    OnProgress quiet = [](const Progress&) { return false; };
    stop_ = &is_stopped;
    while (!now_.tasks.empty() && goes_on(turn.budget, quiet)) change();
    part.best = std::move(best_);
    part.now = {std::move(now_.routes), now_.absent, now_.cost, now_.mandatory_absent};
    part.iterations = iterations_;
}

void Search::first_plan() {
    now_.begin();
    jobs_ = now_.absent;
    recreate_(now_, random_, jobs_);
    double fixed = 0;
    for (const Route& route : now_.routes) {
        if (!route.stops.empty()) fixed += in_.kinds[route.kind].rates.fixed;
    }
    size_t planned = in_.jobs.size() - now_.absent.size();
    double prizes = 0;
    for (int32_t job : now_.absent) prizes += in_.jobs[job].is_mandatory ? 0 : in_.jobs[job].prize;
    average_ = std::max(1e-3, (now_.cost - fixed - prizes) / static_cast<double>(std::max<size_t>(1, planned)));
    remember_all();
}

// The plan as it is becomes the best one.
void Search::remember_all() {
    best_ = Snapshot();
    dirty_slots_.clear();
    is_dirty_.assign(now_.routes.size(), 0);
    now_.begin();
    for (int32_t slot = 0; slot < static_cast<int32_t>(now_.routes.size()); slot++) now_.keep(slot);
    save_if_best();
}

void Search::iterate() {
    now_.begin();
    const double old_cost = now_.cost, old_sum = absence_sum();
    const int32_t old_mandatory = now_.mandatory_absent;
    ruin_(now_, random_);
    if (in_.kinds.size() > 1 && random_.chance(with_.ruined_retype_chance) && !retype_ruined()) return now_.rollback();
    collect_jobs();
    const double limit = old_cost - temperature_ * std::log(random_.positive_share());
    const bool is_complete = old_mandatory == 0;
    recreate_(now_, random_, jobs_, is_complete ? limit : INFEASIBLE, is_complete);
    if (!accepts(limit, old_mandatory, old_sum)) return now_.rollback();
    if (has_stations_ && !reduces_fleet_) place_stations();
    save_if_best();
}

// What was taken out now, and some of what waited before.
void Search::collect_jobs() {
    jobs_ = ruin_.removed();
    size_t waiting = now_.absent.size() - jobs_.size();
    // Newly absent jobs stand at the end of the list, unless one of them was put elsewhere meanwhile.
    std::vector<int32_t> others(now_.absent.begin(), now_.absent.begin() + static_cast<std::ptrdiff_t>(waiting));
    while (others.size() > ABSENT_TRIED) {
        others[static_cast<size_t>(random_.below(static_cast<int32_t>(others.size())))] = others.back();
        others.pop_back();
    }
    jobs_.insert(jobs_.end(), others.begin(), others.end());
}

double Search::absence_sum() const {
    double sum = 0;
    if (now_.mandatory_absent > 0) {
        for (int32_t job : now_.absent) sum += in_.jobs[job].is_mandatory ? absences_[job] : 0;
    }
    return sum;
}

// Annealing; while mandatory jobs are absent, absence counters as in the source's fleet minimisation (section 5.4).
bool Search::accepts(double limit, int32_t old_mandatory, double old_sum) {
    if (old_mandatory == 0 && now_.mandatory_absent == 0) return now_.cost < limit;
    double sum = absence_sum();
    for (int32_t job : now_.absent) absences_[job] += in_.jobs[job].is_mandatory;
    if (now_.mandatory_absent == 0) return true;
    if (old_mandatory == 0) return false;
    if (now_.mandatory_absent < old_mandatory || sum < old_sum) return true;
    return now_.mandatory_absent == old_mandatory && sum <= old_sum && now_.cost < limit;
}

// A larger vehicle pays only with what else it then carries, a smaller one only with less.
bool Search::retype_ruined() {
    const std::vector<int32_t>& slots = ruin_.touched();
    if (slots.empty()) return true;
    const int32_t slot = slots[static_cast<size_t>(random_.below(static_cast<int32_t>(slots.size())))];
    const int32_t kind = random_.below(static_cast<int32_t>(in_.kinds.size()));
    const Route& route = now_.routes[slot];
    return route.is_empty() || route.kind == kind || retype(now_, slot, kind, slots);
}

void Search::exchange() {
    now_.begin();
    double limit = -temperature_ * std::log(random_.positive_share());
    if (!tails_(now_, random_, limit, recreate_.most_routes)) return now_.rollback();
    if (has_stations_ && !reduces_fleet_) place_stations();
    save_if_best();
}

void Search::place_stations() {
    const std::vector<int32_t> changed = now_.changed();
    for (int32_t slot : changed) {
        if (!now_.routes[slot].stops.empty() && !now_.kind_of(now_.routes[slot]).battery.stations.empty()) {
            placer_(now_, slot);
        }
    }
}

void Search::note_changes() {
    is_dirty_.resize(std::max(is_dirty_.size(), now_.routes.size()), 0);
    for (int32_t slot : now_.changed()) {
        if (!is_dirty_[slot]) dirty_slots_.push_back(slot);
        is_dirty_[slot] = 1;
    }
}

// Copy only the routes that changed since the last time.
void Search::save_if_best() {
    note_changes();
    bool fewer = now_.mandatory_absent < best_.mandatory_absent;
    bool same = now_.mandatory_absent == best_.mandatory_absent;
    if (!fewer && !(same && now_.cost < best_.cost - COST_EPSILON)) return;
    best_.routes.resize(now_.routes.size());
    for (int32_t slot : dirty_slots_) {
        best_.routes[slot] = now_.routes[slot];
        is_dirty_[slot] = 0;
    }
    dirty_slots_.clear();
    best_.absent = now_.absent;
    best_.cost = now_.cost;
    best_.mandatory_absent = now_.mandatory_absent;
}

void Search::back_to(const Snapshot& plan) {
    now_.begin();
    for (int32_t slot = 0; slot < static_cast<int32_t>(now_.routes.size()); slot++) {
        if (!now_.routes[slot].stops.empty()) now_.vacate(slot);
    }
    for (int32_t job = 0; job < static_cast<int32_t>(in_.jobs.size()); job++) {
        now_.unset_absent(job);
        now_.set_absent(job);
    }
    for (const Route& route : plan.routes) {
        if (route.stops.empty()) continue;
        int32_t slot = now_.open_route(route.kind);
        now_.routes[slot] = route;
        now_.cost += route.cost;
        now_.locate(slot);
        for (const Stop& stop : route.stops) {
            if (stop.is_task()) now_.unset_absent(in_.tasks[stop.item].job);
        }
    }
    // Slots moved: what was saved is copied anew with the next best.
    note_changes();
    for (int32_t slot = 0; slot < static_cast<int32_t>(now_.routes.size()); slot++) {
        if (!is_dirty_[slot]) dirty_slots_.push_back(slot);
        is_dirty_[slot] = 1;
    }
}

// Vehicles that cost more than their driving are saved first.
bool Search::wants_fewer_routes() const {
    double least = INFEASIBLE;
    for (const Kind& kind : in_.kinds) least = std::min(least, kind.rates.fixed);
    return least > 2 * average_ * static_cast<double>(in_.jobs.size()) / std::max(1, now_.driving);
}

// Long routes of a plan that one search has as a whole: what is cut into parts has no time for it, and where orders may
// stay out a route less says little.
bool Search::has_long_routes() const {
    const double stops = static_cast<double>(in_.size());
    auto is_mandatory = [](const Job& job) { return job.is_mandatory; };
    if (is_rough_ || in_.size() < with_.long_tasks || !std::all_of(in_.jobs.begin(), in_.jobs.end(), is_mandatory)) return false;
    return stops > with_.long_route * std::max(1, now_.driving);
}

void Search::drop_route() {
    if (seeks_fewest_) keep_fewest();
    int32_t chosen = -1;
    double least = INFEASIBLE;
    for (int32_t slot = 0; slot < static_cast<int32_t>(now_.routes.size()); slot++) {
        const Route& route = now_.routes[slot];
        if (route.stops.empty()) continue;
        double sum = 1e-3 * route.tasks + 1e-4 * random_.share();
        for (const Stop& stop : route.stops) sum += stop.is_task() ? absences_[in_.tasks[stop.item].job] : 0;
        if (sum < least) {
            least = sum;
            chosen = slot;
        }
    }
    if (now_.driving <= 1 || chosen < 0) {
        reduces_fleet_ = false;
        fleet_until_ = spent_;
        if (seeks_fewest_) cap_routes();
        return;
    }
    now_.begin();
    now_.keep(chosen);
    for (const Stop& stop : now_.routes[chosen].stops) {
        if (!stop.is_task()) continue;
        int32_t job = in_.tasks[stop.item].job;
        if (now_.where[stop.item].route < 0) continue;
        for (int32_t task : in_.jobs[job].tasks) now_.where[task].route = -1;
        now_.set_absent(job);
    }
    now_.vacate(chosen);
    note_changes();
    const double most = seeks_fewest_ ? 2 * with_.long_share : with_.most_fleet_share;
    fleet_until_ = std::max(fleet_until_, std::min(2 * spent_, most));
    recreate_.most_routes = now_.driving;
}

void Search::leave_fleet_phase() {
    reduces_fleet_ = false;
    back_to(fewest_.mandatory_absent == 0 ? fewest_ : best_);
    if (seeks_fewest_) cap_routes(); else recreate_.most_routes = now_.driving;
}

// For a while nearly as few routes: while it is hot, the search would open as many again as it began with.
void Search::cap_routes() {
    recreate_.most_routes = now_.driving + static_cast<int32_t>(with_.long_more * now_.driving);
}

void Search::keep_fewest() {
    fewest_ = {now_.routes, now_.absent, now_.cost, now_.mandatory_absent};
}

}  // namespace pannier
