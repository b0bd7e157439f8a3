#include "plan.hpp"

#include <algorithm>

namespace pannier {

void add_task(Instance& instance, Task task, const std::vector<std::pair<int32_t, int32_t>>& windows) {
    task.first_window = static_cast<int32_t>(instance.windows.size());
    task.windows = static_cast<int32_t>(windows.size());
    for (auto [open, close] : windows) instance.windows.push_back({open, close});
    instance.tasks.push_back(task);
}

void add_job(Instance& instance, std::vector<int32_t> tasks, int32_t pickups, double prize, bool is_mandatory) {
    instance.jobs.push_back({std::move(tasks), pickups, prize, is_mandatory});
}

namespace {

Stop stop_of(const Instance& in, const Kind& kind, const PlannedStop& planned) {
    switch (planned.type) {
        case StopType::START: return stop_at_start(kind);
        case StopType::RELOAD: return stop_of_reload(kind, planned.place);
        case StopType::STATION: return stop_of_station(in, kind, planned.item);
        case StopType::END: return stop_at_end(kind);
        default: return stop_of_task(in, kind, planned.item);
    }
}

void begin_with(Search& search, const Instance& instance, const std::vector<PlannedRoute>& start) {
    std::vector<std::pair<int32_t, std::vector<Stop>>> routes;
    for (const PlannedRoute& route : start) {
        std::vector<Stop> stops;
        for (const PlannedStop& stop : route.stops) stops.push_back(stop_of(instance, instance.kinds[route.kind], stop));
        routes.emplace_back(route.kind, std::move(stops));
    }
    search.load(routes);
}

Planned plan_of(const Best& best, int64_t iterations) {
    Planned plan;
    plan.absent = best.absent;
    std::sort(plan.absent.begin(), plan.absent.end());
    plan.cost = best.cost;
    plan.iterations = iterations;
    for (const Route& route : best.routes) {
        if (route.stops.empty()) continue;
        PlannedRoute& planned = plan.routes.emplace_back(PlannedRoute{route.kind, {}});
        for (const Stop& stop : route.stops) {
            planned.stops.push_back({stop.type, stop.item, stop.place, stop.filled, stop.hub_power});
        }
    }
    return plan;
}

}  // namespace

Planned solve(Instance& instance, const Budget& budget, Parameters parameters, uint64_t seed, int,
              const std::vector<PlannedRoute>& start, const OnProgress& on_progress) {
    instance.prepare();
    Neighbours neighbours(instance, parameters.insertion_neighbours, parameters.ruin_neighbours);
    Search search(instance, neighbours, parameters, seed);
    begin_with(search, instance, start);
    search.run(budget, on_progress);
    return plan_of(search.best(), search.iterations());
}

}  // namespace pannier
