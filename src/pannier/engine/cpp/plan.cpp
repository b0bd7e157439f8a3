#include "plan.hpp"

#include <algorithm>
#include <tuple>

#include "clock.hpp"
#include "company.hpp"
#include "rounds.hpp"
#include "savings.hpp"

namespace pannier {

void add_task(Instance& instance, Task task, const std::vector<std::pair<int32_t, int32_t>>& windows) {
    task.first_window = static_cast<int32_t>(instance.windows.size());
    task.windows = static_cast<int32_t>(windows.size());
    for (auto [open, close] : windows) instance.windows.push_back({open, close});
    instance.tasks.push_back(task);
}

void add_job(Instance& instance, std::vector<int32_t> tasks, int32_t pickups, double prize, bool is_mandatory) {
    instance.jobs.push_back({std::move(tasks), pickups, prize, is_mandatory, -1, {}});
}

namespace {

constexpr int32_t LARGE = 2000;  // tasks

Stop stop_of(const Instance& in, const Kind& kind, const PlannedStop& planned) {
    switch (planned.type) {
        case StopType::RELOAD: return stop_of_reload(kind, planned.place);
        case StopType::STATION: return stop_of_station(in, kind, planned.item);
        default: return stop_of_task(in, kind, planned.item);
    }
}

// Whether a stop of an earlier plan, maybe of another problem, can be one of this kind today; tasks apart.
bool is_known(const Kind& kind, const PlannedStop& stop) {
    const std::vector<int32_t>& places = kind.reload_places;
    if (stop.type == StopType::RELOAD) return std::find(places.begin(), places.end(), stop.place) != places.end();
    return stop.type == StopType::STATION && kind.battery.present && kind.battery.curve_of[stop.item] >= 0;
}

// Jobs that a planned route serves as a whole, on one trip, in order, and that its kind may serve.
std::vector<uint8_t> whole_jobs(const Instance& in, const PlannedRoute& route) {
    std::vector<int32_t> served(in.jobs.size(), 0), trip_of(in.jobs.size(), -1);
    std::vector<uint8_t> is_whole = in.kinds[route.kind].allowed;
    int32_t trip = 0;
    for (const PlannedStop& stop : route.stops) {
        trip += stop.type == StopType::RELOAD;
        if (stop.type != StopType::TASK) continue;
        const Task& task = in.tasks[stop.item];
        const Job& job = in.jobs[task.job];
        int32_t before = served[task.job]++;
        bool in_order = job.tasks.size() == 1 || task.is_pickup == (before < job.pickups);
        if (!in_order || (before > 0 && trip_of[task.job] != trip)) is_whole[task.job] = false;
        trip_of[task.job] = trip;
    }
    for (size_t job = 0; job < served.size(); job++) is_whole[job] &= served[job] == std::ssize(in.jobs[job].tasks);
    return is_whole;
}

void begin_with(Search& search, const Instance& instance, const std::vector<PlannedRoute>& start) {
    std::vector<std::pair<int32_t, std::vector<Stop>>> routes;
    std::vector<uint8_t> is_taken(instance.jobs.size(), false);
    std::vector<uint8_t> is_let_in;
    Guest guest(instance);
    int32_t number = -1;
    for (const PlannedRoute& route : start) {
        number++;
        const Kind& kind = instance.kinds[route.kind];
        const std::vector<uint8_t> is_whole = whole_jobs(instance, route);
        std::vector<int32_t> served;
        is_let_in.assign(instance.jobs.size(), false);
        std::vector<Stop> stops{stop_at_start(kind)};
        for (const PlannedStop& stop : route.stops) {
            int32_t job = stop.type == StopType::TASK ? instance.tasks[stop.item].job : -1;
            bool is_free = job >= 0 && is_whole[job] && !is_taken[job];
            if (is_free && !is_let_in[job]) is_let_in[job] = guest.enters(job, number);
            is_free = is_free && is_let_in[job];
            if (is_free) served.push_back(job);
            if (is_free || is_known(kind, stop)) stops.push_back(stop_of(instance, kind, stop));
        }
        stops.push_back(stop_at_end(kind));
        for (int32_t job : served) is_taken[job] = true;
        if (!served.empty()) routes.emplace_back(route.kind, std::move(stops));
    }
    search.load(routes);
}

// Savings are worth their while where a budget lets every task be taken out only some dozens of times.
void begin_with_savings(Search& search, const Instance& instance, const Neighbours& neighbours) {
    const Kind& kind = instance.kinds[0];
    std::vector<std::pair<int32_t, std::vector<Stop>>> routes;
    for (const std::vector<int32_t>& tour : savings_tours(instance, neighbours)) {
        std::vector<Stop>& stops = routes.emplace_back(0, std::vector<Stop>{stop_at_start(kind)}).second;
        for (int32_t task : tour) stops.push_back(stop_of_task(instance, kind, task));
        stops.push_back(stop_at_end(kind));
    }
    search.load(routes);
}

// What no vehicle can do even alone is tried no more: the last tries in Python look at it once again.
void give_up_hopeless(Search& search, Instance& instance) {
    const std::vector<int32_t> jobs = search.hopeless();
    search.give_up(jobs, [&] {
        for (int32_t job : jobs) instance.jobs[job].is_mandatory = false;
    });
}

Planned plan_of(const Instance& in, const Snapshot& best, int64_t iterations, int32_t threads) {
    Planned plan;
    Scheduler scheduler(in);
    plan.threads = threads;
    plan.absent = best.absent;
    std::sort(plan.absent.begin(), plan.absent.end());
    plan.cost = best.cost;
    plan.iterations = iterations;
    for (const Route& route : best.routes) {
        if (route.stops.empty()) continue;
        PlannedRoute& planned = plan.routes.emplace_back(PlannedRoute{route.kind, {}});
        const Kind& kind = in.kinds[route.kind];
        std::vector<Stop> stops = route.stops;
        // Routes do not keep when their charges begin.
        const bool is_timed = kind.has_tariffs || kind.has_plugs;
        if (is_timed) scheduler.schedule(kind, stops);
        for (const Stop& stop : stops) {
            PlannedStop& one = planned.stops.emplace_back(PlannedStop{stop.type, stop.item, stop.place, stop.filled, stop.hub_power});
            if (is_timed) std::tie(one.open, one.close) = std::tie(stop.open, stop.close);
        }
    }
    return plan;
}

Solved solved(const Instance& in, const Budget& budget, const Snapshot& best, const Snapshot& now, int64_t iterations, int32_t threads) {
    return {plan_of(in, best, iterations, threads), budget.is_whole() ? Planned() : plan_of(in, now, iterations, threads)};
}

}  // namespace

Solved solve(Instance& instance, const Budget& budget, Parameters parameters, uint64_t seed, int threads,
             const std::vector<PlannedRoute>& start, const OnProgress& on_progress) {
    const double began = clock_s(budget.of_processor);
    instance.prepare();
    Neighbours neighbours(instance, parameters.insertion_neighbours, parameters.ruin_neighbours);
    Search search(instance, neighbours, parameters, seed);
    bool is_large = instance.size() >= LARGE && !instance.has_company && instance.kinds.size() == 1 && instance.kinds[0].is_plain;
    if (start.empty() && is_large) begin_with_savings(search, instance, neighbours);
    else begin_with(search, instance, start);
    search.first_plan();
    // Alone is not all: a battery may first be swapped, or a trip begun elsewhere; so only parts of a city give up.
    if (!budget.is_whole()) give_up_hopeless(search, instance);
    // What it took to get ready is part of the budget.
    Budget left = budget;
    left.seconds -= clock_s(budget.of_processor) - began;
    if (Rounds::pay(instance, parameters, threads)) {
        Rounds rounds(instance, neighbours, parameters, seed, threads);
        rounds.run(search, left, on_progress);
        return solved(instance, budget, rounds.best(), rounds.now(), rounds.iterations(), rounds.threads());
    }
    search.run(left, on_progress);
    return solved(instance, budget, search.best(), search.now(), search.iterations(), 1);
}

}  // namespace pannier
