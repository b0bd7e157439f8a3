// Bundles: jobs of more than one pickup or drop-off, and the order in which a vehicle does them (Recreate, part 6).
#include <algorithm>
#include <cmath>
#include <numeric>

#include "recreate.hpp"

namespace pannier {

namespace {
constexpr int MOST_ORDERS = 24;  // of a bundle with nothing else on the way are all tried; of larger ones a few

int orders_of(const Job& job) {
    int count = 1;
    for (int n = 2; n <= job.pickups && count <= MOST_ORDERS; n++) count *= n;
    for (int n = 2; n <= std::ssize(job.tasks) - job.pickups && count <= MOST_ORDERS; n++) count *= n;
    return count;
}
}  // namespace

// The orders worth a try with nothing else on the way: all of a small bundle; of a larger one as it was told, by
// the ends of the windows, and always the nearest next.
std::vector<std::vector<int32_t>> Recreate::bundle_orders(const Kind& kind, const Job& job) const {
    std::vector<int32_t> order = job.tasks;
    std::vector<std::vector<int32_t>> orders{order};
    const auto half = order.begin() + job.pickups;
    if (order.size() < 3) return orders;
    if (orders_of(job) <= MOST_ORDERS) {
        std::sort(order.begin(), half);
        std::sort(half, order.end());
        orders.clear();
        do {
            do orders.push_back(order); while (std::next_permutation(half, order.end()));
        } while (std::next_permutation(order.begin(), half));
        return orders;
    }
    auto closes_first = [&](int32_t a, int32_t b) { return in_.tasks[a].close < in_.tasks[b].close; };
    std::stable_sort(order.begin(), half, closes_first);
    std::stable_sort(half, order.end(), closes_first);
    orders.push_back(order);
    int32_t from = kind.start_place;
    for (auto next = order.begin(); next != order.end(); ++next) {
        auto nearest = std::min_element(next, next < half ? half : order.end(), [&](int32_t a, int32_t b) {
            return leg_price(in_, kind, from, in_.tasks[a].place) < leg_price(in_, kind, from, in_.tasks[b].place);
        });
        std::iter_swap(next, nearest);
        from = in_.tasks[*next].place;
    }
    orders.push_back(order);
    return orders;
}

// All tasks one after the other in every gap, in the order that suits the kind best; then single tasks move.
void Recreate::bundle_in_route(Solution& solution, int32_t slot, int32_t job_index, Best& best) {
    const Route& route = solution.routes[slot];
    const Kind& kind = in_.kinds[route.kind];
    const Job& job = in_.jobs[job_index];
    const std::vector<int32_t> order = order_alone(route.kind, job_index);
    std::vector<Stop> chosen;
    double least = route.cost + best.cost;
    for (int32_t i = 0; i < route.last(); i++) {
        if (route.stops[i].type == StopType::REST) continue;
        trial_.assign(route.stops.begin(), route.stops.begin() + i + 1);
        for (int32_t task : order) trial_.push_back(stop_of_task(in_, kind, task));
        trial_.insert(trial_.end(), route.stops.begin() + i + 1, route.stops.end());
        double price = scheduler_.schedule(kind, trial_);
        price = improve_bundle(kind, job, trial_, price);
        if (price >= least) continue;
        least = price;
        chosen.swap(trial_);
    }
    if (chosen.empty()) return;
    least = settle_bundle(kind, job, chosen, least);
    best = {least - route.cost, slot, -1, -1};
    chosen_.swap(chosen);
}

// Move single tasks of a bundle to better places until none helps.
double Recreate::settle_bundle(const Kind& kind, const Job& job, std::vector<Stop>& stops, double price) {
    while (true) {
        const double better = improve_bundle(kind, job, stops, price);
        if (!(better < price)) return price;
        price = better;
    }
}

// Move each task of a bundle once to the best place behind those it must follow.
double Recreate::improve_bundle(const Kind& kind, const Job& job, std::vector<Stop>& stops, double price) {
    std::vector<Stop> trial;
    for (size_t n = 0; n < job.tasks.size(); n++) {
        int32_t task = job.tasks[n];
        bool is_pickup = static_cast<int32_t>(n) < job.pickups;
        auto is_own = [&](const Stop& stop) { return stop.task() == task; };
        auto is_other = [&](const Stop& stop) {
            return stop.is_task() && in_.tasks[stop.item].job == in_.tasks[task].job &&
                   in_.tasks[stop.item].is_pickup != is_pickup;
        };
        std::vector<Stop> without = stops;
        without.erase(std::find_if(without.begin(), without.end(), is_own));
        for (size_t at = 1; at < without.size(); at++) {
            auto cut = without.begin() + static_cast<std::ptrdiff_t>(at);
            bool in_order = is_pickup ? std::none_of(without.begin(), cut, is_other)
                                      : std::none_of(cut, without.end(), is_other);
            if (!in_order) continue;
            trial = without;
            trial.insert(trial.begin() + static_cast<std::ptrdiff_t>(at), stop_of_task(in_, kind, task));
            double cost = scheduler_.schedule(kind, trial);
            if (cost < price) {
                price = cost;
                stops = trial;
            }
        }
    }
    return price;
}

}  // namespace pannier
