#include "instance.hpp"

#include <algorithm>

namespace pannier {

double Curve::time_at(double held) const {
    for (size_t i = 1; i < charge.size(); i++) {
        if (held <= charge[i]) {
            double share = (held - charge[i - 1]) / (charge[i] - charge[i - 1]);
            return time[i - 1] + share * (time[i] - time[i - 1]);
        }
    }
    return time.back();
}

double Curve::charge_at(double plugged) const {
    for (size_t i = 1; i < time.size(); i++) {
        if (plugged <= time[i]) {
            double share = (plugged - time[i - 1]) / (time[i] - time[i - 1]);
            return charge[i - 1] + share * (charge[i] - charge[i - 1]);
        }
    }
    return charge.back();
}

namespace {

using Wide = __int128;  // products of a curve's numbers outgrow 64 bits

struct Moment {
    Wide over, under;  // a fraction of seconds since the battery was empty
};

Moment moment_of(const Curve& curve, int64_t held) {
    for (size_t i = 1; i < curve.charge.size(); i++) {
        if (static_cast<double>(held) > curve.charge[i]) continue;
        Wide from = static_cast<int64_t>(curve.charge[i - 1]), gain = static_cast<int64_t>(curve.charge[i]) - from;
        Wide begun = static_cast<int64_t>(curve.time[i - 1]), takes = static_cast<int64_t>(curve.time[i]) - begun;
        return {begun * gain + (held - from) * takes, gain};
    }
    return {static_cast<int64_t>(curve.time.back()), 1};
}

}  // namespace

int64_t Curve::charge_after(int64_t held, int64_t plugged) const {
    if (static_cast<double>(held) >= full()) return held;
    Moment now = moment_of(*this, held);
    now.over += now.under * plugged;
    for (size_t i = 1; i < time.size(); i++) {
        Wide begun = static_cast<int64_t>(time[i - 1]), ends = static_cast<int64_t>(time[i]);
        if (now.over > ends * now.under) continue;
        Wide from = static_cast<int64_t>(charge[i - 1]), gain = static_cast<int64_t>(charge[i]) - from;
        return static_cast<int64_t>(from + (now.over - begun * now.under) * gain / (now.under * (ends - begun)));
    }
    return static_cast<int64_t>(full());
}

int64_t Curve::seconds_to(int64_t held, int64_t target) const {
    if (target <= held) return 0;
    Moment now = moment_of(*this, held), then = moment_of(*this, std::min(target, static_cast<int64_t>(full())));
    Wide over = then.over * now.under - now.over * then.under, under = now.under * then.under;
    return static_cast<int64_t>((over + under - 1) / under);
}

bool Matrix::is_symmetric(int32_t places) const {
    constexpr int32_t TILE = 64;  // two tiles fit into the first cache
    if (row == 0) return true;
    for (int32_t i = 0; i < places; i += TILE) {
        for (int32_t j = i; j < places; j += TILE) {
            bool same = true;
            for (int32_t a = i; a < std::min(i + TILE, places); a++) {
                for (int32_t b = j; b < std::min(j + TILE, places); b++) same &= (*this)(a, b) == (*this)(b, a);
            }
            if (!same) return false;
        }
    }
    return true;
}

size_t Tariff::slice_at(int64_t moment) const {
    size_t slice = 0;
    while (slice + 1 < from.size() && from[slice + 1] <= moment) slice++;
    return slice;
}

bool Limits::any() const {
    constexpr int64_t none = std::numeric_limits<int64_t>::max();
    return distance != none || duration != none || stops != none;
}

namespace {

bool is_plain_task(const Task& task) {
    return task.windows <= 1 && task.is_loaded_at_hub() && task.release == 0;
}

bool has_one_window_each(const Kind& kind) {
    return std::all_of(kind.limited.begin(), kind.limited.end(), [](const Limited& one) { return one.windows.size() <= 1; });
}

// What a route costs or may do beside its legs and the time they take.
bool has_wishes(const Kind& kind) {
    if (kind.is_sliced) return true;
    const bool is_even = kind.rates.squared_second > 0 || kind.rates.squared_task > 0;
    return is_even || kind.is_stack || !kind.task_price.empty() || kind.start_load != Load{};
}

bool is_free_of_limits(const Kind& kind) {
    bool free_time = kind.rates.second == 0 && kind.rates.overtime_second == 0;
    if (kind.has_wishes) return false;
    return !kind.limits_trips() && !kind.limits.any() && free_time && kind.rests.empty() && !kind.battery.present;
}

// Nothing keeps it from being summed but how long a route may last.
bool is_lasting(Kind kind) {
    const bool has_limit = kind.limits.duration != Limits().duration;
    kind.limits.duration = Limits().duration;
    return has_limit && kind.max_trips == 1 && is_free_of_limits(kind);
}

// Breaks stand among the stops, but not among their charges.
bool follows_charge(const Kind& kind) {
    return !kind.battery.stations.empty() && kind.max_trips == 1 && kind.rests.empty();
}

void note_chargers(Kind& kind) {
    const Battery& battery = kind.battery;
    std::vector<Charger> used;
    for (const Station& station : battery.stations) {
        if (!battery.at_station.empty()) used.push_back(battery.at_station[station.id]);
    }
    for (const auto& [place, charger] : battery.at_place) used.push_back(charger);
    for (const Charger& charger : used) {
        kind.has_tariffs |= charger.tariff >= 0;
        kind.has_plugs |= charger.plugs >= 0;
    }
}

void note_curves(Battery& battery, size_t stations) {
    battery.curve_of.assign(stations, -1);
    for (const Station& station : battery.stations) battery.curve_of[station.id] = station.curve;
}

bool is_of_one_hub(const Kind& kind) {
    return kind.start_place == kind.end_place && kind.reload_places == std::vector<int32_t>{kind.start_place};
}

bool is_electric_kind(const Kind& kind, bool weighed) {
    bool free_time = kind.rates.second == 0 && kind.rates.overtime_second == 0 && !kind.has_wishes;
    return kind.follows_charge && !weighed && !kind.limits_trips() && !kind.limits.any() && free_time;
}

// Where no task has to be waited for, a route may as well begin with the shift, and its longest duration says when it
// ends at the latest.
void end_by_duration(Kind& kind) {
    if (!kind.rests.empty() || kind.is_sliced || kind.limits.duration >= FAR) return;
    kind.latest_end = std::min(kind.latest_end, kind.shift_open + static_cast<int32_t>(kind.limits.duration));
}

void note_symmetry(Profile& profile, int32_t places) {
    const bool is_shared = profile.distance.data == profile.duration.data;
    profile.is_symmetric = profile.distance.is_symmetric(places) &&
                           (is_shared || profile.duration.is_symmetric(places));
}

double fastest_of(const Battery& battery) {
    double fastest = 0;
    for (const Station& station : battery.stations) {
        const Curve& curve = battery.curves[station.curve];
        for (size_t i = 1; i < curve.time.size(); i++) {
            fastest = std::max(fastest, (curve.charge[i] - curve.charge[i - 1]) / (curve.time[i] - curve.time[i - 1]));
        }
    }
    return fastest;
}

}  // namespace

void Instance::prepare_tasks() {
    for (Task& task : tasks) {
        has_windows |= task.windows > 0;
        has_pairs |= task.is_paired;
        has_pickups |= task.is_pickup;
        has_dues |= task.due < FAR;
        has_earliest |= task.due_from > 0;
        has_fresh_goods |= task.max_aboard < FAR;
        has_late_goods |= task.is_loaded_at_hub() && task.release > 0;
        if (task.windows > 0) {
            task.open = windows[task.first_window].open;
            task.close = windows[task.first_window + task.windows - 1].close;
        }
        if (task.is_pickup) task.open = std::max(task.open, task.release);
    }
}

void Instance::prepare_company() {
    has_company = !groups.empty() || !apart.empty();
    for (size_t group = 0; group < groups.size(); group++) {
        for (int32_t job : groups[group]) jobs[job].group = static_cast<int32_t>(group);
    }
    for (size_t set = 0; set < apart.size(); set++) {
        for (int32_t job : apart[set]) jobs[job].apart.push_back(static_cast<int32_t>(set));
    }
}

// Windows of tasks at places where vehicles of a kind may be at some hours only.
void Instance::prepare_hours(Kind& kind) {
    if (kind.limited.empty()) return;
    for (const Task& task : tasks) kind.hours.push_back({task.first_window, task.windows, task.open, task.close});
    for (const Limited& one : kind.limited) {
        const Task& task = tasks[one.task];
        Hours& hours = kind.hours[one.task];
        hours = {static_cast<int32_t>(windows.size()), static_cast<int32_t>(one.windows.size()), 0, FAR};
        for (auto [open, close] : one.windows) windows.push_back({open, close});
        if (!one.windows.empty()) hours.open = one.windows.front().first, hours.close = one.windows.back().second;
        if (task.is_pickup) hours.open = std::max(hours.open, task.release);
    }
    has_windows = true;
}

void Instance::prepare() {
    prepare_tasks();
    prepare_company();
    for (Kind& kind : kinds) prepare_hours(kind);
    for (Profile& profile : profiles) note_symmetry(profile, places);
    auto has_one_window = [](const Task& task) { return task.windows <= 1 && (task.is_pickup || task.release == 0); };
    const bool one_window = std::all_of(tasks.begin(), tasks.end(), has_one_window);
    auto is_from_hub = [](const Task& task) { return task.windows <= 1 && task.is_loaded_at_hub(); };
    const bool from_hub = std::all_of(tasks.begin(), tasks.end(), is_from_hub);
    auto waits = [](const Task& task) { return task.windows > 0 || task.release > 0; };
    auto is_limited = [](const Kind& kind) { return !kind.limited.empty(); };
    nobody_waits = std::none_of(tasks.begin(), tasks.end(), waits) && std::none_of(kinds.begin(), kinds.end(), is_limited);
    const bool is_told = !has_dues && !has_fresh_goods && conflicts.empty();  // by legs and neighbours' times
    bool plain_tasks = is_told && std::all_of(tasks.begin(), tasks.end(), is_plain_task);
    for (Kind& kind : kinds) {
        kind.is_sliced = profile_of(kind).traffic.any();
        kind.has_wishes = has_wishes(kind);
        note_chargers(kind);
        kind.has_hours = kind.rates.second > 0 || kind.rates.squared_second > 0;
        // Energy that hangs on the load is no sum over legs either.
        bool weighed = kind.rates.joule > 0 && payload >= 0 && !profile_of(kind).energy_per_kg.is_zero();
        note_curves(kind.battery, station_place.size());
        bool by_load = payload >= 0 && !profile_of(kind).energy_per_kg.is_zero();
        kind.follows_charge = follows_charge(kind);
        kind.battery.fastest = fastest_of(kind.battery);
        if (nobody_waits) end_by_duration(kind);
        kind.is_of_one_hub = is_of_one_hub(kind);
        // Where hours of a place leave a kind one window a task, it is as plain as any other.
        const bool is_free = is_told && is_free_of_limits(kind) && !weighed && has_one_window_each(kind);
        kind.is_summed = one_window && is_free && kind.max_trips == 1;
        kind.is_tripwise = from_hub && is_free && kind.max_trips > 1;
        kind.is_lasting = plain_tasks && !weighed && has_one_window_each(kind) && is_lasting(kind);
        // What a station costs at which moment, and whether a plug is free then, is told by the whole route only.
        const bool is_timed = kind.has_tariffs || kind.has_plugs || !has_one_window_each(kind);
        kind.is_electric = plain_tasks && !is_timed && is_electric_kind(kind, by_load);
        kind.is_plain = plain_tasks && kind.is_summed;
    }
}

}  // namespace pannier
