// Rules that give way, and the routes that are looked at (Scout, part 1).
#include "scout.hpp"

#include <algorithm>

namespace pannier {

namespace {

constexpr int64_t ROOM_FOR_ALL = int64_t{1} << 50;
constexpr int32_t MORE_SPARES = 5;

int32_t within(int64_t seconds) { return static_cast<int32_t>(std::clamp<int64_t>(seconds, 0, FAR - 1)); }

void ease_battery(Battery& battery, const Asked& asked) {
    if (asked.lever == Lever::BATTERY) battery.start = std::min(battery.capacity, battery.start + asked.most);
    if (asked.lever != Lever::SPARES || battery.at_hub == HubPower::CHARGE) return;
    if (battery.at_hub == HubPower::NONE) battery.spares = 0, battery.swap_duration = asked.swap_duration;
    battery.at_hub = HubPower::SWAP;
    battery.spares += static_cast<int32_t>(asked.most);
}

void ease_all(Kind& kind, int64_t most) {
    kind.latest_end = within(kind.latest_end + most);
    kind.capacity.fill(ROOM_FOR_ALL);
    kind.limits = kind.trip_limits = Limits();
    kind.is_stack = kind.has_plugs = false;
    if (!kind.reload_places.empty()) kind.max_trips += 2;
    if (kind.battery.at_hub == HubPower::SWAP) kind.battery.spares += MORE_SPARES;
    else if (kind.battery.stations.empty() && kind.battery.at_hub == HubPower::NONE) kind.battery.present = false;
}

Stop stop_of_planned(const Instance& in, const Kind& kind, const PlannedStop& planned) {
    switch (planned.type) {
        case StopType::RELOAD: return stop_of_reload(kind, planned.place);
        case StopType::STATION: return stop_of_station(in, kind, planned.item);
        default: return stop_of_task(in, kind, planned.item);
    }
}

}  // namespace

Scout::Scout(Instance& instance, const std::vector<PlannedRoute>& routes)
    : in_(instance), scheduler_(instance), placer_(instance), route_of_(instance.jobs.size(), -1), bare_(routes.size()) {
    for (const Kind& kind : in_.kinds) idle_.push_back(kind.count);
    for (const PlannedRoute& planned : routes) {
        const Kind& kind = in_.kinds[planned.kind];
        std::vector<Stop> stops{stop_at_start(kind)};
        for (const PlannedStop& stop : planned.stops) stops.push_back(stop_of_planned(in_, kind, stop));
        stops.push_back(stop_at_end(kind));
        for (const Stop& stop : stops) {
            if (stop.is_task()) route_of_[in_.tasks[stop.item].job] = static_cast<int32_t>(routes_.size());
        }
        routes_.push_back(labelled(kind, std::move(stops)));
        routes_.back().kind = planned.kind;
        idle_[planned.kind]--;
    }
}

// The route with everything that its stops know; without stops where it cannot be driven.
Route Scout::labelled(const Kind& kind, std::vector<Stop> stops) {
    Route route;
    const double cost = scheduler_.schedule(kind, stops);
    if (cost < INFEASIBLE) scheduler_.settle(kind, route, stops, cost, true);
    return route;
}

// Where a kind may not be everywhere at any time it has hours of its own for each task: those of the job as it is now.
// What its place forbids stays forbidden.
void Scout::note_hours(Kind& kind, int32_t job) const {
    if (kind.hours.empty()) return;
    for (int32_t index : in_.jobs[job].tasks) {
        const auto is_it = [&](const Limited& one) { return one.task == index; };
        if (std::any_of(kind.limited.begin(), kind.limited.end(), is_it)) continue;
        const Task& task = in_.tasks[index];
        kind.hours[index] = {task.first_window, task.windows, task.open, task.close};
    }
}

// Where the place of a task has hours of its own for a kind: those, which are never more than the task had at first.
void Scout::limit_hours(Kind& kind, int32_t task, const std::vector<std::pair<int32_t, int32_t>>& windows) {
    const auto is_it = [&](const Limited& one) { return one.task == task; };
    const auto at_first = std::find_if(kind.limited.begin(), kind.limited.end(), is_it);
    if (at_first == kind.limited.end() || windows.empty()) return;
    Hours& own = kind.hours[task];
    own.windows = static_cast<int32_t>(std::min(at_first->windows.size(), windows.size()));
    for (int32_t w = 0; w < own.windows; w++) in_.windows[own.first + w] = {windows[w].first, windows[w].second};
    if (own.windows > 0) own.open = in_.windows[own.first].open, own.close = in_.windows[own.first + own.windows - 1].close;
    if (in_.tasks[task].is_pickup) own.open = std::max(own.open, in_.tasks[task].release);
}

Kind Scout::eased(const Kind& kind, const Asked& asked) const {
    Kind now = kind;
    note_hours(now, asked.job);
    switch (asked.lever) {
        case Lever::SHIFT_END: now.latest_end = within(kind.latest_end + asked.most); break;
        case Lever::SHIFT_START: now.shift_open = within(kind.shift_open - asked.most); break;
        case Lever::LOAD: now.capacity.fill(ROOM_FOR_ALL); break;
        case Lever::TRIPS: now.max_trips += static_cast<int32_t>(asked.most); break;
        case Lever::LIMITS: now.limits = now.trip_limits = Limits(); break;
        case Lever::STACK: now.is_stack = false; break;
        case Lever::BREAK:
            for (Rest& rest : now.rests) {
                rest.open = within(rest.open - asked.most);
                rest.close = within(rest.close + asked.most);
            }
            break;
        case Lever::ALL: ease_all(now, asked.most); break;
        default: ease_battery(now.battery, asked);
    }
    return now;
}

void Scout::ease_job(const Asked& asked) {
    kept_tasks_.clear();
    kept_windows_.clear();
    for (int32_t index : in_.jobs[asked.job].tasks) {
        Task& task = in_.tasks[index];
        const bool is_all = asked.lever == Lever::ALL;
        kept_tasks_.push_back(task);
        for (int32_t w = task.first_window; w < task.first_window + task.windows; w++) {
            kept_windows_.push_back(in_.windows[w]);
            if (asked.lever == Lever::LATER || is_all) in_.windows[w].close = within(in_.windows[w].close + asked.most);
            if (asked.lever == Lever::EARLIER || is_all) in_.windows[w].open = within(in_.windows[w].open - asked.most);
        }
        if (asked.lever == Lever::RELEASE || is_all) task.release = within(task.release - asked.most);
        if ((asked.lever == Lever::FRESH || is_all) && task.max_aboard < FAR) task.max_aboard = within(task.max_aboard + asked.most);
        if (asked.lever == Lever::GOODS || is_all) task.goods = -1;
        if (task.windows > 0) {
            task.open = in_.windows[task.first_window].open;
            task.close = in_.windows[task.first_window + task.windows - 1].close;
        } else {
            task.open = 0;
        }
        if (task.is_pickup) task.open = std::max(task.open, task.release);
    }
}

void Scout::restore_job(int32_t job) {
    size_t window = 0, position = 0;
    for (int32_t index : in_.jobs[job].tasks) {
        Task& task = in_.tasks[index] = kept_tasks_[position++];
        for (int32_t w = 0; w < task.windows; w++) in_.windows[task.first_window + w] = kept_windows_[window++];
    }
}

bool Scout::may_do(int32_t kind, const Asked& asked) const {
    const std::vector<int32_t>& more = asked.also_allowed;
    return in_.kinds[kind].allowed[asked.job] || std::find(more.begin(), more.end(), kind) != more.end();
}

// Whether others that must go by the same vehicle do, and none there is that must not; but for what gives way.
bool Scout::keeps_company(int32_t route, const Asked& asked) const {
    if (!in_.has_company) return true;
    const bool has_mates = asked.lever != Lever::TOGETHER, has_apart = asked.lever != Lever::APART;
    const std::vector<int32_t>& gone = asked.without;
    auto stands_in = [&](int32_t job) {
        return job == asked.job || std::find(gone.begin(), gone.end(), job) != gone.end() ? -1 : route_of_[job];
    };
    const Job& job = in_.jobs[asked.job];
    const std::vector<int32_t> none;
    for (int32_t mate : has_mates && job.group >= 0 ? in_.groups[job.group] : none) {
        if (stands_in(mate) >= 0 && stands_in(mate) != route) return false;
    }
    for (int32_t set : has_apart ? job.apart : none) {
        for (int32_t other : in_.apart[set]) {
            if (route >= 0 && stands_in(other) == route) return false;
        }
    }
    return true;
}

std::vector<Way> Scout::find(const Asked& asked) {
    ease_job(asked);
    std::vector<Way> found(1);
    auto look = [&](int32_t route, int32_t kind) {
        if (!may_do(kind, asked) || !keeps_company(route, asked)) return;
        look_at(route, kind, asked, found.back());
        if (asked.is_each) found.emplace_back();
    };
    const int32_t count = static_cast<int32_t>(routes_.size());
    for (int32_t route = 0; route < count; route++) {
        const bool is_asked = asked.route < 0 || asked.route == route;
        if (is_asked && !routes_[route].stops.empty()) look(route, routes_[route].kind);
    }
    for (int32_t kind = 0; asked.route < 0 && kind < static_cast<int32_t>(in_.kinds.size()); kind++) {
        if (idle_[kind] > 0) look(-1, kind);
    }
    restore_job(asked.job);
    std::erase_if(found, [](const Way& way) { return way.extra == INFEASIBLE; });
    return found;
}

// The stops of a route without some jobs, and without reloads that nothing needs any more.
std::vector<Stop> Scout::stops_without(const Route& route, const std::vector<int32_t>& jobs) const {
    std::vector<Stop> stops;
    auto is_gone = [&](int32_t task) { return std::find(jobs.begin(), jobs.end(), in_.tasks[task].job) != jobs.end(); };
    for (const Stop& stop : route.stops) {
        if (stop.is_task() && is_gone(stop.item)) continue;
        const bool is_first = !stops.empty() && stops.size() == 1 && stop.type == StopType::RELOAD;
        const bool same_hub = !stops.empty() && stops.back().place == stop.place;
        const bool is_double = !stops.empty() && stops.back().type == StopType::RELOAD && stop.type == StopType::RELOAD;
        if ((is_first || is_double) && same_hub) continue;
        if (stop.type == StopType::END && stops.back().type == StopType::RELOAD && same_hub) stops.pop_back();
        stops.push_back(stop);
    }
    return stops;
}

void Scout::look_at(int32_t index, int32_t kind_index, const Asked& asked, Way& best) {
    const Kind& own = in_.kinds[kind_index];
    const Kind kind = eased(own, asked);
    Route route;
    double cost = 0;
    if (index >= 0) {
        std::vector<Stop> stops = stops_without(routes_[index], asked.without);
        const bool is_same = stops.size() == routes_[index].stops.size();
        for (Stop& stop : stops) {
            if (stop.type == StopType::START) stop = stop_at_start(kind);
            if (stop.type == StopType::END) stop = stop_at_end(kind);
        }
        const bool has_same_kind = asked.lever == Lever::NONE || asked.lever == Lever::LATER || asked.lever == Lever::EARLIER;
        route = is_same && has_same_kind ? routes_[index] : labelled(kind, std::move(stops));
        cost = route.tasks > 0 ? route.cost : 0;
    } else {
        route = labelled(kind, {stop_at_start(kind), stop_at_end(kind)});
    }
    if (route.stops.empty()) return;
    const int64_t steps_before = best.amount;
    const double extra_before = best.extra;
    const bool has_reloads = kind.max_trips > 1 && !kind.reload_places.empty();
    consider(asked, {kind, own, route, cost, has_reloads}, best);
    if (best.extra == extra_before && best.amount == steps_before) return;
    best.route = index;
    best.kind = kind_index;
}

const std::vector<Scout::Bare>& Scout::bare_of(int32_t index) {
    std::vector<Bare>& bare = bare_[index];
    const Route& route = routes_[index];
    if (!bare.empty() || route.stops.empty()) return bare;
    std::vector<uint8_t> is_seen(in_.jobs.size(), false);
    for (const Stop& stop : route.stops) {
        if (!stop.is_task() || is_seen[in_.tasks[stop.item].job]) continue;
        const int32_t job = in_.tasks[stop.item].job;
        is_seen[job] = true;
        Route without = labelled(in_.kinds[route.kind], stops_without(route, {job}));
        if (without.stops.empty()) continue;
        const double cost = without.tasks > 0 ? without.cost : 0;
        bare.push_back({job, route.cost - cost, std::move(without)});
    }
    return bare;
}

Way Scout::instead(int32_t job, double mandatory, const std::vector<int32_t>& kept) {
    Asked asked;
    asked.job = job;
    ease_job(asked);
    Way best;
    for (int32_t index = 0; index < static_cast<int32_t>(routes_.size()); index++) {
        const int32_t kind_index = routes_[index].kind;
        if (routes_[index].stops.empty() || !may_do(kind_index, asked)) continue;
        const Kind& kind = in_.kinds[kind_index];
        for (const Bare& bare : bare_of(index)) {
            if (std::find(kept.begin(), kept.end(), bare.job) != kept.end()) continue;
            asked.without = {bare.job};
            if (!keeps_company(index, asked)) continue;
            const Job& other = in_.jobs[bare.job];
            const double more = (other.is_mandatory ? mandatory : other.prize) - bare.saved;
            const double cost = bare.route.tasks > 0 ? bare.route.cost : 0;
            Way way;
            way.extra = best.extra - more;
            const double bound = way.extra;
            consider(asked, {kind, kind, bare.route, cost, false}, way);
            if (way.extra >= bound) continue;
            way.extra += more;
            way.route = index;
            way.kind = kind_index;
            way.instead_of = bare.job;
            best = std::move(way);
        }
    }
    restore_job(job);
    return best;
}

void Scout::change(int32_t task, const Task& now, const std::vector<std::pair<int32_t, int32_t>>& windows,
                   const std::vector<int32_t>& service, const std::vector<uint8_t>& allowed,
                   const std::vector<std::vector<std::pair<int32_t, int32_t>>>& hours) {
    Task& own = in_.tasks[task];
    const Task before = own;
    own = now;
    own.first_window = before.first_window;
    own.windows = before.windows;
    own.job = before.job;
    for (int32_t w = 0; w < own.windows; w++) {
        in_.windows[own.first_window + w] = {windows[w].first, windows[w].second};
    }
    for (size_t kind = 0; kind < in_.kinds.size(); kind++) {
        in_.kinds[kind].service[task] = service[kind];
        in_.kinds[kind].allowed[own.job] = allowed[kind];
        note_hours(in_.kinds[kind], own.job);
        limit_hours(in_.kinds[kind], task, hours[kind]);
    }
    in_.has_late_goods |= own.is_loaded_at_hub() && own.release > 0;
}

}  // namespace pannier
