// Places for a job in one route, and what each costs (Scout, part 2).
#include <algorithm>

#include "scout.hpp"
#include "segments.hpp"

namespace pannier {

namespace {

constexpr int MOST_TRIALS = 400;
constexpr int MOST_WITH_STATIONS = 4;

int64_t steps_of(int64_t amount, int64_t step) { return (amount + step - 1) / step; }

bool opens(const Stop& stop) { return stop.type == StopType::START || stop.type == StopType::RELOAD; }

bool closes(const Stop& stop) { return stop.type == StopType::END || stop.type == StopType::RELOAD; }

// Seconds that a route rests and charges: with more to do, that may lie elsewhere.
int64_t movable_of(const Kind& kind, const Route& route) {
    int64_t seconds = 0;
    const bool charges = kind.battery.at_hub == HubPower::CHARGE || !kind.battery.stations.empty();
    for (const Stop& stop : route.stops) {
        if (stop.type == StopType::REST) seconds += stop.service;
        if (charges) seconds += stop.filled;
    }
    return seconds;
}

}  // namespace

// The cheapest offers first, until no other can be better than what was found.
void Scout::consider(const Asked& asked, const Look& look, Way& best) {
    offers_.clear();
    slack_ = movable_of(look.kind, look.route);
    offer_all(asked, look);
    const int64_t unwanted = asked.lever == Lever::APART ? unwanted_of(asked.job, look.route.stops) : 0;
    for (Offer& offer : offers_) offer.steps += unwanted;
    std::sort(offers_.begin(), offers_.end(), [](const Offer& a, const Offer& b) {
        return a.steps != b.steps ? a.steps < b.steps : a.least < b.least;
    });
    int trials = 0;
    bool is_found = false;
    for (const Offer& offer : offers_) {
        const int64_t most = best.extra < INFEASIBLE ? steps_of(best.amount, asked.step) : INT64_MAX;
        if (offer.steps > most || (offer.steps == most && offer.least >= best.extra) || ++trials > MOST_TRIALS) break;
        is_found |= weigh(asked, look, offer, best);
    }
    if (!is_found && !look.kind.battery.stations.empty()) with_stations(asked, look, best);
}

void Scout::offer_all(const Asked& asked, const Look& look) {
    const bool is_single = in_.jobs[asked.job].tasks.size() == 1;
    for (int32_t before = 0; before < look.route.last(); before++) {
        if (look.route.stops[before].type == StopType::REST) continue;
        if (!is_single) {
            offer_pair(asked, look, before);
            continue;
        }
        for (int8_t reloads = 0; reloads <= (look.has_reloads ? 3 : 0); reloads++) offer_single(asked, look, before, reloads);
    }
}

// One more stop behind the way so far; false where it begins too late whatever else changes.
bool Scout::add(const Look& look, int32_t& from, int64_t& clock, double& legs, const Stop& stop) const {
    clock += travel_time(in_, look.kind, from, stop.place, stop.is_task());
    legs += leg_price(in_, look.kind, from, stop.place);
    from = stop.place;
    const int64_t start = std::max<int64_t>(clock, stop.open);
    clock = start + stop.service;
    return start <= stop.close;
}

void Scout::offer_single(const Asked& asked, const Look& look, int32_t before, int8_t reloads) {
    const std::vector<Stop>& stops = look.route.stops;
    const int32_t after = next_place(stops, before), index = in_.jobs[asked.job].tasks[0];
    const Task& task = in_.tasks[index];
    // At a hub already, or with a reload before the next one or the end, another is of no use.
    if ((reloads & 1 && opens(stops[before]) && before > 0) || (reloads & 2 && stops[after].type == StopType::RELOAD)) return;
    if (reloads == 0 && !has_room(look, before, task)) return;
    const Stop own = stop_of_task(in_, look.kind, index);
    int32_t from = stops[before].place;
    int64_t clock = stops[before].departure - slack_;
    double legs = -stops[after - 1].leg;
    if (reloads & 1 && !add(look, from, clock, legs, stop_of_reload_near(look.kind, task.hub))) return;
    if (!add(look, from, clock, legs, own)) return;
    const int64_t late = asked.lever == Lever::LATER ? late_by(0, clock - own.service) : 0;
    if (reloads & 2 && !add(look, from, clock, legs, stop_of_reload_near(look.kind, task.hub))) return;
    if (!add(look, from, clock, legs, stops[after]) || clock - stops[after].service > stops[after].latest + slack_) return;
    const int32_t last = look.own.latest_end;
    const int64_t over = asked.lever == Lever::SHIFT_END && stops[after].type == StopType::END ? std::max<int64_t>(0, clock - last) : 0;
    offers_.push_back({steps_of(std::max(late, over), asked.step), legs, before, before, reloads});
}

// A pair's pickups one after the other behind a stop, its drop-offs behind the same one or a later one of the trip.
void Scout::offer_pair(const Asked& asked, const Look& look, int32_t before) {
    const std::vector<Stop>& stops = look.route.stops;
    const Job& job = in_.jobs[asked.job];
    int32_t from = stops[before].place;
    int64_t clock = stops[before].departure - slack_;
    double legs = 0;
    for (int32_t i = 0; i < job.pickups; i++) {
        if (!add(look, from, clock, legs, stop_of_task(in_, look.kind, job.tasks[i]))) return;
    }
    for (int32_t then = before; then < look.route.last(); then = next_place(stops, then)) {
        if (then > before) {
            if (closes(stops[then]) || !add(look, from, clock, legs, stops[then])) return;
            if (clock - stops[then].service > stops[then].latest + 2 * slack_) return;
        }
        int32_t place = from;
        int64_t later = clock;
        double price = legs;
        bool in_time = true;
        for (size_t i = job.pickups; i < job.tasks.size() && in_time; i++) {
            in_time = add(look, place, later, price, stop_of_task(in_, look.kind, job.tasks[i]));
        }
        const int32_t after = next_place(stops, then);
        if (!in_time || !add(look, place, later, price, stops[after])) continue;
        if (later - stops[after].service > stops[after].latest + 2 * slack_) continue;
        for (int32_t i = before; i < after; i++) price -= stops[i].leg;
        offers_.push_back({0, price, before, then, 0});
    }
}

// Whether a trip holds one more task of the hub; others are only sometimes aboard.
bool Scout::has_room(const Look& look, int32_t before, const Task& task) const {
    if (task.is_paired) return true;
    const std::vector<Stop>& stops = look.route.stops;
    const int dims = in_.dimensions;
    // A delivery is aboard from the opening of its trip up to here, a pickup from here to its end.
    for (int32_t i = before;; task.is_pickup ? i++ : i--) {
        if (task.is_pickup && i > before && closes(stops[i])) return true;
        for (int d = 0; d < dims; d++) {
            if (look.route.aboard[i * dims + d] + task.demand[d] > look.kind.capacity[d]) return false;
        }
        if (!task.is_pickup && opens(stops[i])) return true;
    }
}

void Scout::build(const Asked& asked, const Look& look, const Offer& offer, int32_t reload_place) {
    const Job& job = in_.jobs[asked.job];
    auto put = [&](size_t from, size_t to) {
        for (size_t i = from; i < to; i++) trial_.push_back(stop_of_task(in_, look.kind, job.tasks[i]));
    };
    const bool is_pair = job.tasks.size() > 1;
    trial_.clear();
    for (int32_t i = 0; i <= look.route.last(); i++) {
        trial_.push_back(look.route.stops[i]);
        if (i == offer.before) {
            if (offer.reloads & 1) trial_.push_back(stop_of_reload(look.kind, reload_place));
            put(0, is_pair ? job.pickups : 1);
            if (offer.reloads & 2) trial_.push_back(stop_of_reload(look.kind, reload_place));
        }
        if (is_pair && i == offer.then) put(job.pickups, job.tasks.size());
    }
}

// Schedule the route with the job; tells whether it can be driven.
bool Scout::weigh(const Asked& asked, const Look& look, const Offer& offer, Way& best) {
    bool is_driven = false;
    const std::vector<int32_t> none{-1};
    for (int32_t place : offer.reloads ? look.kind.reload_places : none) {
        build(asked, look, offer, place);
        const double price = scheduler_.schedule(look.kind, trial_);
        if (price == INFEASIBLE) continue;
        is_driven = true;
        judge(asked, look, price, best);
    }
    return is_driven;
}

void Scout::judge(const Asked& asked, const Look& look, double price, Way& best) {
    // What can be driven needs no more than was given; moments read from labels may say so.
    const bool is_given = asked.lever != Lever::LOAD && asked.lever != Lever::ALL;
    const int64_t amount = std::min(amount_of(asked, look), is_given ? asked.most : INT64_MAX);
    const double extra = price - look.cost;
    const int64_t steps = steps_of(amount, asked.step), than = steps_of(best.amount, asked.step);
    if (best.extra < INFEASIBLE && (steps > than || (steps == than && extra >= best.extra))) return;
    best.extra = extra;
    best.amount = amount;
    best.stops = trial_;
}

// Where no place will do with the stations as they are: all of them chosen anew, at the cheapest places.
void Scout::with_stations(const Asked& asked, const Look& look, Way& best) {
    for (size_t i = 0; i < offers_.size() && i < MOST_WITH_STATIONS; i++) {
        if (offers_[i].reloads) continue;
        build(asked, look, offers_[i], -1);
        const double price = look.route.tasks > 0 ? placer_.place(look.kind, trial_, scheduler_, INFEASIBLE)
                                                  : placer_.place_anywhere(look.kind, trial_, scheduler_);
        if (price < INFEASIBLE) judge(asked, look, price, best);
    }
}

int64_t Scout::amount_of(const Asked& asked, const Look& look) {
    switch (asked.lever) {
        case Lever::LATER: return late_of();
        case Lever::SHIFT_END: return std::max<int64_t>(0, trial_.back().departure - look.own.latest_end);
        case Lever::SHIFT_START: scheduler_.label(look.kind, trial_); return std::max(0, look.own.shift_open - trial_[0].latest);
        case Lever::EARLIER: scheduler_.label(look.kind, trial_); return early_of();
        case Lever::RELEASE: scheduler_.label(look.kind, trial_); return release_of();
        case Lever::LOAD: return load_of(look.own);
        case Lever::APART: return unwanted_of(asked.job, trial_);
        case Lever::ALL: return all_of(look);
        default: return 0;
    }
}

// All shortcomings in seconds; a thousandth of the capacity counts ten.
int64_t Scout::all_of(const Look& look) {
    scheduler_.label(look.kind, trial_);
    const int64_t over = std::max<int64_t>(0, trial_.back().departure - look.own.latest_end);
    return over + late_of() + early_of() + release_of() + 10 * load_of(look.own);
}

// Seconds from the end of the window before a moment; the window of the job's task at this position, as it really is.
int64_t Scout::late_by(int32_t position, int64_t start) const {
    size_t first = 0;
    for (int32_t i = 0; i < position; i++) first += kept_tasks_[i].windows;
    int64_t late = kept_tasks_[position].windows > 0 ? FAR : 0;
    for (int32_t w = 0; w < kept_tasks_[position].windows; w++) {
        const Window& window = kept_windows_[first + w];
        if (start >= window.open) late = std::min<int64_t>(late, std::max<int64_t>(0, start - window.close));
    }
    return late;
}

int64_t Scout::late_of() const {
    int64_t late = 0;
    for (const Stop& stop : trial_) {
        if (!stop.is_task()) continue;
        for (size_t i = 0; i < kept_tasks_.size(); i++) {
            const Job& job = in_.jobs[kept_tasks_[i].job];
            if (job.tasks[i] == stop.item) late = std::max(late, late_by(static_cast<int32_t>(i), stop.departure - stop.service));
        }
    }
    return late;
}

// By how much the job begins too early even at the latest moment that keeps what follows in time.
int64_t Scout::early_of() const {
    int64_t early = 0;
    for (const Stop& stop : trial_) {
        if (!stop.is_task()) continue;
        size_t first = 0;
        for (size_t i = 0; i < kept_tasks_.size(); first += kept_tasks_[i++].windows) {
            if (in_.jobs[kept_tasks_[i].job].tasks[i] != stop.item || kept_tasks_[i].windows == 0) continue;
            int64_t own = FAR;
            const int64_t start = stop.departure - stop.service;
            for (int32_t w = 0; w < kept_tasks_[i].windows; w++) {
                const Window& window = kept_windows_[first + w];
                if (start <= window.close) own = std::min<int64_t>(own, std::max(0, window.open - stop.latest));
            }
            early = std::max(early, own);
        }
    }
    return early;
}

// By how much the goods come too late for the latest moment at which their trip, or their pickup, may begin.
int64_t Scout::release_of() const {
    int64_t missing = 0;
    const Stop* opening = &trial_[0];
    for (const Stop& stop : trial_) {
        if (opens(stop)) opening = &stop;
        if (!stop.is_task()) continue;
        for (size_t i = 0; i < kept_tasks_.size(); i++) {
            if (in_.jobs[kept_tasks_[i].job].tasks[i] != stop.item) continue;
            const int32_t latest = kept_tasks_[i].is_pickup ? stop.latest : opening->latest;
            missing = std::max<int64_t>(missing, kept_tasks_[i].release - latest);
        }
    }
    return missing;
}

// How many jobs of a route must not go by the same vehicle as this one.
int64_t Scout::unwanted_of(int32_t job, const std::vector<Stop>& stops) const {
    return std::count_if(stops.begin(), stops.end(), [&](const Stop& stop) {
        if (!stop.is_task() || in_.tasks[stop.item].job == job) return false;
        const int32_t other = in_.tasks[stop.item].job;
        const std::vector<int32_t>& sets = in_.jobs[job].apart;
        return in_.jobs[other].tasks[0] == stop.item && std::any_of(sets.begin(), sets.end(), [&](int32_t set) {
            return std::find(in_.apart[set].begin(), in_.apart[set].end(), other) != in_.apart[set].end();
        });
    });
}

// Thousandths of its capacity that a vehicle lacks, in the dimension where it lacks most.
int64_t Scout::load_of(const Kind& own) const {
    int64_t missing = 0;
    Load aboard{};
    for (size_t i = 0; i < trial_.size(); i++) {
        if (opens(trial_[i])) {
            if (i == 0) aboard = own.start_load; else aboard.fill(0);
            for (size_t k = i + 1; k < trial_.size() && !closes(trial_[k]); k++) {
                if (!trial_[k].is_task() || !in_.tasks[trial_[k].item].is_loaded_at_hub()) continue;
                for (int d = 0; d < in_.dimensions; d++) aboard[d] += in_.tasks[trial_[k].item].demand[d];
            }
        } else if (trial_[i].is_task()) {
            const Task& task = in_.tasks[trial_[i].item];
            for (int d = 0; d < in_.dimensions; d++) aboard[d] += task.is_pickup ? task.demand[d] : -task.demand[d];
        }
        for (int d = 0; d < in_.dimensions; d++) {
            const int64_t over = aboard[d] - own.capacity[d];
            if (over > 0) missing = std::max(missing, steps_of(1000 * over, std::max<int64_t>(1, own.capacity[d])));
        }
    }
    return missing;
}

}  // namespace pannier
