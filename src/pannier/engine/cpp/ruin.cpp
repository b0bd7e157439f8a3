#include "ruin.hpp"

#include <algorithm>
#include <cmath>

namespace pannier {

namespace {
constexpr int DRAWN_ROUTES = 3;  // routes of which the one that costs most a task goes
}

void Ruin::operator()(Solution& solution, Random& random) {
    removed_.clear();
    ruined_.clear();
    touched_.clear();
    if (solution.driving == 0) return;
    if (solution.instance().kinds.size() > 1 && random.chance(with_.whole_chance) && take_dear(solution, random)) {
        for (int32_t slot : touched_) mend(solution, slot);
        return;
    }
    double average = static_cast<double>(solution.tasks.size()) / solution.driving;
    double longest = std::min(with_.longest_string, average);
    double most_strings = 4 * with_.average_removed / (1 + longest) - 1;
    int32_t strings = static_cast<int32_t>(std::floor(random.share() * most_strings + 1));
    const int32_t* around = near_.around(solution.draw_task(random));
    for (int32_t i = 0; i < near_.ruin() && static_cast<int32_t>(ruined_.size()) < strings; i++) {
        int32_t slot = solution.where[around[i]].route;
        if (slot < 0 || std::find(ruined_.begin(), ruined_.end(), slot) != ruined_.end()) continue;
        ruined_.push_back(slot);
        take_string(solution, random, around[i], longest);
    }
    if (solution.instance().has_company) take_company(solution, random);
    for (int32_t slot : touched_) mend(solution, slot);
}

// A whole route, of a few the one that costs most a task: a vehicle too many, or a dear one, goes by strings only when all
// its neighbours have room at the same time.
bool Ruin::take_dear(Solution& solution, Random& random) {
    int32_t dearest = -1;
    double most = 0;
    for (int i = 0; i < DRAWN_ROUTES; i++) {
        const int32_t slot = random.below(static_cast<int32_t>(solution.routes.size()));
        if (solution.routes[slot].is_empty() || solution.routes[slot].tasks > with_.whole_most) continue;
        const double price = solution.routes[slot].cost / solution.routes[slot].tasks;
        if (price <= most) continue;
        most = price;
        dearest = slot;
    }
    if (dearest < 0) return false;
    ruined_.push_back(dearest);
    order_.clear();
    for (const Stop& stop : solution.routes[dearest].stops) {
        if (stop.is_task()) order_.push_back(stop.item);
    }
    for (int32_t task : order_) take_job(solution, solution.instance().tasks[task].job);
    return true;
}

// The others of a group: what is left of it would call back those that went.
void Ruin::take_company(Solution& solution, Random& random) {
    const Instance& in = solution.instance();
    take_in_the_way(solution, random);
    const size_t count = removed_.size();
    for (size_t i = 0; i < count; i++) {
        const int32_t group = in.jobs[removed_[i]].group;
        if (group < 0 || !random.chance(with_.group_chance)) continue;
        for (int32_t mate : in.groups[group]) take_job(solution, mate);
    }
}

// Of one job that waits: those of its group, and one that it must stay apart from.
void Ruin::take_in_the_way(Solution& solution, Random& random) {
    const Instance& in = solution.instance();
    if (solution.absent.empty() || !random.chance(with_.group_chance)) return;
    const size_t drawn = static_cast<size_t>(random.below(static_cast<int32_t>(solution.absent.size())));
    const Job& job = in.jobs[solution.absent[drawn]];
    if (job.group >= 0) for (int32_t mate : in.groups[job.group]) take_job(solution, mate);
    if (job.apart.empty()) return;
    const std::vector<int32_t>& set = in.apart[job.apart[static_cast<size_t>(random.below(static_cast<int32_t>(job.apart.size())))]];
    take_job(solution, set[static_cast<size_t>(random.below(static_cast<int32_t>(set.size())))]);
}

void Ruin::take_string(Solution& solution, Random& random, int32_t task, double longest) {
    const int32_t slot = solution.where[task].route;
    const std::vector<Stop>& stops = solution.routes[slot].stops;
    order_.clear();
    int32_t at = 0;
    for (const Stop& stop : stops) {
        if (!stop.is_task()) continue;
        if (stop.item == task) at = static_cast<int32_t>(order_.size());
        order_.push_back(stop.item);
    }
    int32_t length = static_cast<int32_t>(order_.size());
    int32_t taken = static_cast<int32_t>(std::floor(random.share() * std::min<double>(length, longest) + 1));
    taken = std::min(taken, length);
    int32_t kept = 0, skip = 0;
    if (taken > 1 && taken < length && random.chance(with_.split_chance)) {
        kept = 1;
        while (taken + kept < length && random.chance(with_.split_growth)) kept++;
        skip = random.below(taken + 1);
    }
    int32_t low = std::max(0, at - (taken + kept) + 1), high = std::min(at, length - (taken + kept));
    int32_t first = low + random.below(high - low + 1);
    for (int32_t i = 0; i < taken + kept; i++) {
        if (kept > 0 && i >= skip && i < skip + kept) continue;
        take_job(solution, solution.instance().tasks[order_[first + i]].job);
    }
}

// All tasks of the job leave their stops; stops without a task are cleared in mend().
void Ruin::take_job(Solution& solution, int32_t job) {
    const Instance& in = solution.instance();
    int32_t slot = solution.where[in.jobs[job].tasks[0]].route;
    if (slot < 0) return;
    solution.keep(slot);
    if (std::find(touched_.begin(), touched_.end(), slot) == touched_.end()) touched_.push_back(slot);
    for (int32_t task : in.jobs[job].tasks) solution.where[task].route = -1;
    solution.set_absent(job);
    removed_.push_back(job);
}

void Ruin::mend(Solution& solution, int32_t slot) {
    Route& route = solution.routes[slot];
    const Kind& kind = solution.kind_of(route);
    std::vector<Stop>& stops = route.stops;
    int32_t first = 0, kept = 0, left = 0, end = 1;
    for (int32_t i = 0; i < static_cast<int32_t>(stops.size()); i++) {
        if (stops[i].is_task() && solution.where[stops[i].item].route < 0) {
            if (first == 0) first = kept;
            end = kept;
            continue;
        }
        left += stops[i].is_task();
        stops[kept++] = stops[i];
    }
    stops.resize(kept);
    if (left == 0) return solution.vacate(slot);
    // A detour less can make a route late only where the times between places break the triangle.
    if (kind.is_plain) {
        if (!solution.renew_plain(slot, first, end - 1)) empty(solution, slot);
        return;
    }
    drop_idle_stops(solution, slot);
}

namespace {

// Whether what is loaded for the trips before and behind a reload could be loaded for one trip.
bool fits_one_trip(const Instance& in, const Kind& kind, const std::vector<Stop>& stops, int32_t reload) {
    Load load{};
    auto add = [&](const Stop& stop) {
        if (!stop.is_task() || !in.tasks[stop.item].is_loaded_at_hub()) return;
        for (int d = 0; d < in.dimensions; d++) load[d] += in.tasks[stop.item].demand[d];
    };
    for (int32_t i = reload - 1; i > 0 && stops[i].type != StopType::RELOAD; i--) add(stops[i]);
    for (int32_t i = reload + 1; stops[i].type != StopType::RELOAD && stops[i].type != StopType::END; i++) add(stops[i]);
    for (int d = 0; d < in.dimensions; d++) {
        if (load[d] > kind.capacity[d]) return false;
    }
    return true;
}

}  // namespace

// Reloads and stations that nothing needs any longer go; what they cost shows when they are left out.
void Ruin::drop_idle_stops(Solution& solution, int32_t slot) {
    const Route& route = solution.routes[slot];
    const Kind& kind = solution.kind_of(route);
    stops_ = route.stops;
    double price = solution.scheduler.schedule(kind, stops_);
    // Settled at once where that tells what can be left out.
    const bool follows = kind.follows_charge && price != INFEASIBLE;
    if (follows) solution.settle(slot, stops_, price, true);
    const std::vector<Stop>& stops = follows ? route.stops : stops_;
    for (int32_t i = static_cast<int32_t>(stops.size()) - 2; i > 0; i--) {
        StopType type = stops[i].type;
        if (type != StopType::RELOAD && type != StopType::STATION) continue;
        if (type == StopType::RELOAD && !fits_one_trip(solution.instance(), kind, stops, i)) continue;
        if (follows && !solution.scheduler.lasts(kind, route, i - 1, nullptr, 0, route, i + 1)) continue;
        without_ = stops;
        without_.erase(without_.begin() + i);
        double cheaper = solution.scheduler.schedule(kind, without_);
        if (cheaper > price || cheaper == INFEASIBLE) continue;
        price = cheaper;
        if (follows) solution.settle(slot, without_, price, true);
        else stops_.swap(without_);
        i = std::min(i, static_cast<int32_t>(stops.size()) - 1);
    }
    if (price == INFEASIBLE) return empty(solution, slot);
    if (!follows) solution.settle(slot, stops_, price);
}

void Ruin::empty(Solution& solution, int32_t slot) {
    const Instance& in = solution.instance();
    for (const Stop& stop : solution.routes[slot].stops) {
        if (!stop.is_task() || solution.where[stop.item].route < 0) continue;
        int32_t job = in.tasks[stop.item].job;
        for (int32_t task : in.jobs[job].tasks) solution.where[task].route = -1;
        solution.set_absent(job);
        removed_.push_back(job);
    }
    solution.vacate(slot);
}

}  // namespace pannier
