// Jobs whose vehicle others have a say in: those of a group go where the first of them went, and some routes hold what a
// job must not go with (Recreate, part 7).
#include <algorithm>

#include "company.hpp"
#include "recreate.hpp"

namespace pannier {

// All of a group one after the other, so that nothing takes the room of those that must follow the first.
void Recreate::side_by_side(Random& random, std::vector<int32_t>& jobs) {
    waiting_.assign(in_.jobs.size(), false);
    for (int32_t job : jobs) waiting_[job] = true;
    std::vector<int32_t> sorted;
    auto take = [&](int32_t job) {
        if (waiting_[job]) sorted.push_back(job);
        waiting_[job] = false;
    };
    for (int32_t job : jobs) {
        if (!waiting_[job]) continue;
        take(job);
        if (in_.jobs[job].group < 0) continue;
        const std::vector<int32_t>& mates = in_.groups[in_.jobs[job].group];
        const int32_t count = static_cast<int32_t>(mates.size()), first = random.below(count);
        for (int32_t i = 0; i < count; i++) take(mates[static_cast<size_t>((first + i) % count)]);
    }
    jobs.swap(sorted);
}

bool Recreate::place_in_company(Solution& solution, Random& random, int32_t job) {
    home_ = home_of(solution, job);
    barred_.clear();
    barred_kinds_.clear();
    note_barred(solution, job, barred_);
    const std::vector<int32_t> forbidden = barred_;
    const bool is_first = home_ < 0 && in_.jobs[job].group >= 0;
    bool is_placed = false;
    // The first of a group goes where all others that wait could follow it, if anywhere.
    if (is_first) {
        bar_crowded(solution, job);
        is_placed = place_now(solution, random, job);
        barred_ = forbidden;
        barred_kinds_.clear();
    }
    is_placed = is_placed || place_now(solution, random, job);
    home_ = -1;
    barred_.clear();
    return is_placed;
}

// Bar kinds that may not do all of a group that waits, or are too small for it, and routes without room for it.
void Recreate::bar_crowded(const Solution& solution, int32_t job) {
    Load load{};
    barred_kinds_.assign(in_.kinds.size(), false);
    for (int32_t mate : in_.groups[in_.jobs[job].group]) {
        for (size_t kind = 0; kind < in_.kinds.size(); kind++) {
            if (!in_.kinds[kind].allowed[mate]) barred_kinds_[kind] = true;
        }
        for (int32_t task : in_.jobs[mate].tasks) {
            if (!in_.tasks[task].is_loaded_at_hub()) continue;
            for (int d = 0; d < in_.dimensions; d++) load[d] += in_.tasks[task].demand[d];
        }
    }
    auto is_crowded = [&](const Kind& kind, const Load& aboard) {
        for (int d = 0; d < in_.dimensions; d++) if (aboard[d] + load[d] > kind.capacity[d]) return true;
        return false;
    };
    for (size_t i = 0; i < in_.kinds.size(); i++) {
        const Kind& kind = in_.kinds[i];
        if (kind.max_trips == 1 && is_crowded(kind, Load{})) barred_kinds_[i] = true;
    }
    for (size_t slot = 0; slot < solution.routes.size(); slot++) {
        const Route& route = solution.routes[slot];
        if (route.stops.empty()) continue;
        const Kind& kind = in_.kinds[route.kind];
        const bool is_full = kind.max_trips == 1 && is_crowded(kind, route.load);
        if (barred_kinds_[route.kind] || is_full) barred_.push_back(static_cast<int32_t>(slot));
    }
}

// Every place in the one route where the others of its group are.
void Recreate::at_home(Solution& solution, Random& random, int32_t job, Best& best) {
    if (is_barred(home_) || !solution.kind_of(solution.routes[home_]).allowed[job]) return;
    look_anew(solution);
    in_route(solution, home_, job, best);
    weigh_offers(solution, job, best);
    if (best.slot < 0) with_other_stations(solution, random, job, best);
    const bool is_single = in_.jobs[job].tasks.size() == 1;
    if (best.slot < 0 && is_single && has_hub_power_) with_power_first(solution, home_, in_.jobs[job].tasks[0], best);
}

}  // namespace pannier
