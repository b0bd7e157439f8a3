#include "search.hpp"

#include <algorithm>

#include "clock.hpp"

namespace pannier {

namespace {

constexpr size_t ABSENT_TRIED = 12;
constexpr double LEARNING_SHARE = 0.02;  // of the budget, to learn how long an iteration takes

}  // namespace

Search::Search(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed)
    : in_(instance), near_(neighbours), with_(parameters), random_(seed), now_(instance),
      ruin_(neighbours, parameters.ruin), recreate_(instance, neighbours), tails_(neighbours), placer_(instance),
      annealing_(instance, with_), fleet_(instance, with_) {
    for (const Kind& kind : instance.kinds) {
        has_stations_ |= !kind.battery.stations.empty();
        has_reloads_ |= kind.max_trips > 1;
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
        const Snapshot& best = best_.plan();
        int32_t routes = static_cast<int32_t>(best.routes.size());
        double seconds = clock_s(budget.of_processor) - began_;
        is_stopped_ |= on_progress({best.cost, seconds, iterations_, static_cast<int32_t>(best.absent.size()), routes});
    }
    if (stop_ != nullptr) is_stopped_ |= stop_->load(std::memory_order_relaxed);
    cool(from_ + spent * (to_ - from_));
    return is_stopped_ || spent >= 1;
}

void Search::cool(double spent) {
    spent_ = spent;
    if (fleet_.is_over(spent)) best_.back_to(fleet_.end(best_.plan()), now_);
    fleet_.lift_cap(spent);
    recreate_.most_routes = fleet_.most_routes();
    const double share = std::clamp((spent - fleet_.until()) / (1 - fleet_.until()), 0.0, 1.0);
    const double own = (spent - from_) / (to_ - from_);
    if (annealing_.hot <= 0 && own >= LEARNING_SHARE) {
        annealing_.hot = annealing_.hot_for(static_cast<double>(iterations_) / (own * (to_ - from_)), now_.driving);
    }
    annealing_.cool(share, !fleet_.is_on());
}

void Search::run(const Budget& budget, const OnProgress& on_progress) {
    begin(budget, on_progress, true);
    if (in_.jobs.empty() || in_.kinds.empty()) return;
    while (goes_on(budget, on_progress)) change();
}

// Where vehicles cost most of the first plan, the part of the budget that is for fewer routes.
void Search::begin(const Budget& budget, const OnProgress& on_progress, bool is_whole) {
    began_ = clock_s(budget.of_processor);
    from_ = budget.from;
    to_ = budget.to;
    if (budget.average > 0) annealing_.average = budget.average;
    if (budget.is_whole()) fleet_.begin(now_, annealing_, is_whole);
    // A look at the clock may end it.
    while (fleet_.is_on() && goes_on(budget, on_progress)) if (fleet_.is_on()) change();
}

// One iteration.
void Search::change() {
    iterations_++;
    if (fleet_.is_on() && now_.mandatory_absent == 0) drop_route();
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

void Search::drop_route() {
    fleet_.drop_route(now_, random_, spent_);
    best_.note(now_);
    recreate_.most_routes = fleet_.most_routes();
}

// A move by itself, accepted by the annealing: it may change the cost by less than the limit.
template <typename Move> void Search::attempt(Move move) {
    now_.begin();
    if (move(annealing_.allowance(random_))) best_.save_if_better(now_); else now_.rollback();
}

void Search::run(Part& part, const Turn& turn, std::vector<double>& absences, const std::atomic<bool>& is_stopped) {
    began_ = clock_s(turn.budget.of_processor);
    random_ = Random(turn.seed);
    annealing_.average = turn.average;
    annealing_.hot = turn.hot;
    fleet_.skip(turn.fleet_until, part.most_routes, absences);
    from_ = turn.from;
    to_ = turn.to;
    iterations_ = 0;
    is_stopped_ = false;
    recreate_.most_routes = fleet_.most_routes();
    now_.take(part.now, part.limit);
    best_.begin(now_);
    OnProgress quiet = [](const Progress&) { return false; };
    stop_ = &is_stopped;
    while (!now_.tasks.empty() && goes_on(turn.budget, quiet)) change();
    part.best = best_.take();
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
    annealing_.average = std::max(1e-3, (now_.cost - fixed - prizes) / static_cast<double>(std::max<size_t>(1, planned)));
    best_.begin(now_);
}

std::vector<int32_t> Search::hopeless() {
    std::vector<int32_t> found;
    for (int32_t job : now_.absent) {
        bool is_done = !in_.jobs[job].is_mandatory;
        for (int32_t kind = 0; kind < static_cast<int32_t>(in_.kinds.size()) && !is_done; kind++) {
            is_done = recreate_.alone(kind, job) < INFEASIBLE;
        }
        if (!is_done) found.push_back(job);
    }
    return found;
}

void Search::give_up(const std::vector<int32_t>& jobs, const std::function<void()>& change) {
    if (jobs.empty()) return;
    now_.begin();
    for (int32_t job : jobs) now_.unset_absent(job);
    change();
    for (int32_t job : jobs) now_.set_absent(job);
    best_.begin(now_);
}

void Search::iterate() {
    now_.begin();
    const double old_cost = now_.cost, old_sum = fleet_.sum_of(now_);
    const int32_t old_mandatory = now_.mandatory_absent;
    ruin_(now_, random_);
    if (in_.kinds.size() > 1 && random_.chance(with_.ruined_retype_chance) && !retype_ruined()) return now_.rollback();
    collect_jobs();
    const double limit = old_cost + annealing_.allowance(random_);
    const bool is_complete = old_mandatory == 0;
    recreate_(now_, random_, jobs_, is_complete ? limit : INFEASIBLE, is_complete);
    if (!accepts(limit, old_mandatory, old_sum)) return now_.rollback();
    if (has_stations_ && !fleet_.is_on()) place_stations();
    best_.save_if_better(now_);
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

// Annealing, unless mandatory jobs are absent.
bool Search::accepts(double limit, int32_t old_mandatory, double old_sum) {
    if (old_mandatory == 0 && now_.mandatory_absent == 0) return now_.cost < limit;
    return fleet_.accepts(now_, old_mandatory, old_sum, now_.cost < limit);
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
    if (!tails_(now_, random_, annealing_.allowance(random_), fleet_.most_routes())) return now_.rollback();
    if (has_stations_ && !fleet_.is_on()) place_stations();
    best_.save_if_better(now_);
}

void Search::place_stations() {
    const std::vector<int32_t> changed = now_.changed();
    for (int32_t slot : changed) {
        if (!now_.routes[slot].stops.empty() && !now_.kind_of(now_.routes[slot]).battery.stations.empty()) {
            placer_(now_, slot);
        }
    }
}

}  // namespace pannier
