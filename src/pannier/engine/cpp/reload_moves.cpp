#include "reload_moves.hpp"

namespace pannier {

namespace {

constexpr double ONE_MORE_CHANCE = 0.3;

// The stops without breaks and without one of the reloads; with all of them where chance wants one more.
std::vector<Stop> stops_without_one(const Kind& kind, const Route& route, Random& random) {
    std::vector<Stop> stops;
    std::vector<size_t> reloads;
    for (const Stop& stop : route.stops) {
        if (stop.type == StopType::REST) continue;
        if (stop.type == StopType::RELOAD) reloads.push_back(stops.size());
        stops.push_back(stop);
    }
    bool may_be_more = static_cast<int32_t>(reloads.size()) + 1 < kind.max_trips;
    if (reloads.empty() || (may_be_more && random.chance(ONE_MORE_CHANCE))) return stops;
    size_t chosen = reloads[static_cast<size_t>(random.below(static_cast<int32_t>(reloads.size())))];
    stops.erase(stops.begin() + static_cast<std::ptrdiff_t>(chosen));
    return stops;
}

}  // namespace

bool move_reload(Solution& solution, Random& random, double limit) {
    int32_t slot = solution.where[solution.draw_task(random)].route;
    if (slot < 0 || solution.kind_of(solution.routes[slot]).max_trips < 2) return false;
    const Route& route = solution.routes[slot];
    const Kind& kind = solution.kind_of(route);
    const std::vector<Stop> without = stops_without_one(kind, route, random);
    std::vector<Stop> best, trial = without;
    double least = route.cost + limit, price = solution.scheduler.schedule(kind, trial);
    if (price < least) {
        least = price;
        best = trial;
    }
    for (size_t at = 1; at < without.size(); at++) {
        for (int32_t place : kind.reload_places) {
            if (without[at - 1].open_jobs > 0) continue;
            trial = without;
            trial.insert(trial.begin() + static_cast<std::ptrdiff_t>(at), stop_of_reload(kind, place));
            price = solution.scheduler.schedule(kind, trial);
            if (price >= least) continue;
            least = price;
            best.swap(trial);
        }
    }
    if (best.empty()) return false;
    solution.keep(slot);
    solution.settle(slot, best, least);
    return true;
}

}  // namespace pannier
