#include "schedule.hpp"

#include <algorithm>

#include "segments.hpp"

namespace pannier {

double Scheduler::schedule(const Kind& kind, std::vector<Stop>& stops) {
    lost_ = 0;
    has_charged_ = false;
    double cost = schedule_once(kind, stops);
    if (cost < INFEASIBLE || !has_charged_) return cost;
    // Nobody plugs in for parts of a second: where that does not fit, a second and a joule are kept at each charge.
    lost_ = 1;
    return schedule_once(kind, stops);
}

double Scheduler::schedule_once(const Kind& kind, std::vector<Stop>& stops) {
    if (!kind.rests.empty()) {
        auto is_rest = [](const Stop& stop) { return stop.type == StopType::REST; };
        stops.erase(std::remove_if(stops.begin(), stops.end(), is_rest), stops.end());
    }
    if (kind.has_tariffs || kind.has_plugs) forget_moments(stops);
    if (!load_trips(kind, stops)) return INFEASIBLE;
    if (!kind.battery.stations.empty()) {
        has_charged_ = charge_anywhere(kind, stops);
        if (!has_charged_ || !charges_last(kind, stops)) return INFEASIBLE;
    } else if (kind.has_tariffs && openings_.size() > 1) {
        return choose_openings(kind, stops);
    } else if (kind.battery.present && !power_at_hub(kind, stops)) {
        return INFEASIBLE;
    }
    return kind.has_tariffs || kind.has_plugs ? time_powered(kind, stops) : time_once(kind, stops);
}

double Scheduler::time_once(const Kind& kind, std::vector<Stop>& stops) {
    if (!kind.rests.empty()) return rest(kind, stops);
    Clock clock;
    return time_stops(kind, stops, clock) && times_fit(kind, stops, clock) ? price_of(kind, stops, clock) : INFEASIBLE;
}

// One step of the clock: arrive, park, wait, serve (core.schedule.clock).
bool Scheduler::step(const Kind& kind, const Stop& stop, int64_t travel, Clock& clock, int64_t* arrival,
                     int64_t not_before) const {
    int64_t ready = clock.departure + travel;
    *arrival = ready;
    int64_t open = std::max<int64_t>(stop.open, not_before), close = stop.close, due = FAR;
    const Task* late = nullptr;
    if (stop.type == StopType::TASK) {
        const Task& task = in_.tasks[stop.item];
        due = task.due;
        late = &task;
        const Hours hours = in_.hours_of(kind, stop.item);
        if (hours.windows > 1) {
            int64_t earliest = std::max<int64_t>({ready, not_before, task.is_pickup ? task.release : 0});
            const Window* window = &in_.windows[hours.first];
            for (int i = 0; i + 1 < hours.windows && earliest > window->close; i++) window++;
            open = std::max<int64_t>({window->open, not_before, task.is_pickup ? task.release : 0});
            close = window->close;
        }
    }
    int64_t start = std::max(ready, open);
    if (start > close) return false;
    clock.waited += start - ready;
    clock.departure = start + stop.service;
    clock.free = std::min(close, due) - kind.keep_slack;
    clock.push = std::min(clock.push, clock.waited + std::max<int64_t>(0, clock.free - start));
    if (start > due) clock.late += late->late_once + late->late_second * static_cast<double>(start - due);
    return true;
}

bool Scheduler::time_stops(const Kind& kind, std::vector<Stop>& stops, Clock& clock) {
    return time_stops_from(kind, stops, std::max<int64_t>(kind.shift_open, stops[0].open), clock);
}

bool Scheduler::time_stops_from(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock) {
    not_before_.clear();
    if (!run_clock(kind, stops, begin, clock)) return false;
    if (in_.has_fresh_goods && !keep_fresh(kind, stops, begin, clock)) return false;
    return !kind.is_sliced || begin_later(kind, stops, begin, clock);
}

bool Scheduler::run_clock(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock) {
    size_t count = stops.size();
    arrival_.resize(count);
    start_.resize(count);
    waited_.resize(count);
    push_.resize(count);
    free_.resize(count);
    clock = {begin, 0, FAR};
    first_start_ = begin;
    for (size_t i = 0; i < count; i++) {
        const int64_t travel = i > 0 ? way(kind, stops[i - 1], stops[i], clock.departure) : 0;
        const int64_t not_before = not_before_.empty() ? 0 : not_before_[i];
        if (!step(kind, stops[i], travel, clock, &arrival_[i], not_before)) return false;
        start_[i] = clock.departure - stops[i].service;
        waited_[i] = clock.waited;
        push_[i] = clock.push;
        free_[i] = clock.free;
        stops[i].departure = static_cast<int32_t>(clock.departure);
    }
    return true;
}

// When the route really begins: later by the waiting that can be saved without ending later.
int64_t Scheduler::start_of(const Clock& clock) const {
    if (clock.begin >= 0) return clock.begin;
    return first_start_ + std::max<int64_t>(0, std::min(clock.push, clock.waited));
}

// By how much the times found are later then; none where they were found from the later beginning.
int64_t Scheduler::pushed_by(const Clock& clock) const { return clock.begin >= 0 ? 0 : start_of(clock) - first_start_; }

bool Scheduler::times_fit(const Kind& kind, const std::vector<Stop>& stops, const Clock& clock) const {
    const int64_t start = start_of(clock), pushed = pushed_by(clock);
    if (clock.departure - start > kind.limits.duration) return false;
    const int64_t longest[] = {kind.first_limits.duration, kind.trip_limits.duration};
    if (std::min(longest[0], longest[1]) != std::numeric_limits<int64_t>::max()) {
        size_t opening = 0;
        for (size_t i = 1; i < stops.size(); i++) {
            if (stops[i].type != StopType::RELOAD && stops[i].type != StopType::END) continue;
            int64_t begun = start_[opening] + std::max<int64_t>(0, pushed - waited_[opening]);
            int64_t done = arrival_[i] + std::max<int64_t>(0, pushed - waited_[i - 1]);
            if (done - begun > longest[opening > 0]) return false;
            opening = i;
        }
    }
    uint32_t taken = 0;
    for (const Stop& stop : stops) {
        if (stop.type == StopType::REST) taken |= 1u << stop.item;
    }
    return !rests_due(kind, clock, taken);
}

double Scheduler::price(const Kind& kind, const Clock& clock) const {
    double seconds = static_cast<double>(clock.departure - start_of(clock));
    double overtime = static_cast<double>(std::max<int64_t>(0, clock.departure - kind.shift_close));
    const double even = kind.rates.squared_second * seconds * seconds +
                        kind.rates.squared_task * static_cast<double>(served_ * served_);
    return even + clock.late + strange_ + kind.rates.fixed + kind.rates.second * seconds + kind.rates.overtime_second * overtime +
           kind.rates.metre * static_cast<double>(distance_) + kind.rates.joule * static_cast<double>(energy_);
}

// The price of stops as they were timed last.
double Scheduler::price_of(const Kind& kind, const std::vector<Stop>& stops, const Clock& clock) const {
    return price(kind, clock) + (in_.has_earliest ? early_price(stops, clock) : 0);
}

// What begins earlier than promised: known only when the route's own beginning is.
double Scheduler::early_price(const std::vector<Stop>& stops, const Clock& clock) const {
    const int64_t pushed = pushed_by(clock);
    double early = 0;
    for (size_t i = 0; i < stops.size(); i++) {
        if (!stops[i].is_task()) continue;
        const Task& task = in_.tasks[stops[i].item];
        const int64_t start = start_[i] + std::max<int64_t>(0, pushed - waited_[i]);
        if (start < task.due_from) early += task.late_once + task.late_second * static_cast<double>(task.due_from - start);
    }
    return early;
}

// Latest starts, and the segments up to and from each stop.
void Scheduler::label(const Kind& kind, std::vector<Stop>& stops) const {
    const size_t count = stops.size();
    Segment lead = segment_of(stops[0]);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) lead = join(lead, stops[i - 1].travel, segment_of(stops[i]));
        stops[i].lead = static_cast<int32_t>(lead.duration);
        stops[i].lead_latest = static_cast<int32_t>(lead.latest);
    }
    Stop& end = stops[count - 1];
    end.latest = std::min(end.close, kind.latest_end);
    end.tail = end.service;
    end.tail_earliest = end.open;
    for (size_t i = count - 1; i-- > 0;) {
        Stop& here = stops[i];
        const Stop& next = stops[i + 1];
        int32_t busy = here.type == StopType::STATION ? 0 : here.service;
        int64_t latest = static_cast<int64_t>(next.latest) - here.travel - busy;
        here.latest = static_cast<int32_t>(std::min<int64_t>(here.close, latest));
        const Segment tail = join(segment_of(here), here.travel, segment_from(next));
        here.tail = static_cast<int32_t>(tail.duration);
        here.tail_earliest = static_cast<int32_t>(tail.earliest);
    }
}

}  // namespace pannier
