// The routing problem as the search reads it: plain arrays, prepared once, never changed.
//
// Times are seconds, distances metres, energies joules (or a benchmark's scaled units); money is a double in
// thousandths of a cent, so that it is exact for whole numbers below 2^53.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "traffic.hpp"

namespace pannier {

constexpr int MAX_DIMENSIONS = 8;
constexpr int MAX_BREAKS = 6;
// A leg that no way leads along. Shifts end before FAR, so such a leg is always too late,
// and six of them still fit into 32 bits.
constexpr int32_t FAR = 1 << 28;
constexpr double INFEASIBLE = std::numeric_limits<double>::infinity();

using Load = std::array<int64_t, MAX_DIMENSIONS>;

struct Window {
    int32_t open, close;
};

// Rows of numbers somewhere in memory that outlives the instance; a constant matrix has no strides.
struct Matrix {
    const int32_t* data = nullptr;
    size_t row = 0, column = 0;

    int32_t operator()(int32_t from, int32_t to) const { return data[from * row + to * column]; }
    bool is_zero() const { return row == 0 && data[0] == 0; }
    bool is_symmetric(int32_t places) const;
};

// What driving takes, for one profile; distance and duration are dense (column stride 1).
struct Profile {
    Matrix distance, duration, energy, energy_per_kg;
    Traffic traffic;            // durations are those of the quickest hour
    bool is_symmetric = false;  // distance and duration: a row serves for a column, which lies all over memory
    // By place the doors that are walked to from one parking place, -1: none; empty where nobody walks. The seconds
    // between two of them lack what parking takes, which every way to a task adds.
    std::vector<int32_t> groups;

    bool is_same_stop(int32_t one, int32_t other) const {
        return one == other || (!groups.empty() && groups[one] >= 0 && groups[one] == groups[other]);
    }
};

// Charging from empty: after time[i] the battery holds charge[i]; concave or not, it only rises.
struct Curve {
    std::vector<double> time, charge;
    bool only_full = false;

    double full() const { return charge.back(); }
    double time_at(double held) const;
    double charge_at(double plugged) const;
    // The same in whole joules and seconds as the checker counts them: the charge rounded down, the time up.
    int64_t charge_after(int64_t held, int64_t plugged) const;
    int64_t seconds_to(int64_t held, int64_t target) const;
};

struct Limits {
    int64_t distance = std::numeric_limits<int64_t>::max();
    int64_t duration = std::numeric_limits<int64_t>::max();
    int64_t stops = std::numeric_limits<int64_t>::max();

    bool any() const;
};

struct Rest {
    int32_t open, close, duration;  // lies wholly within [open, close]
    int32_t after = -1;             // due only where there is more work (or driving) than that; -1: always
    bool of_driving = false;
    int32_t latest_start() const { return close - duration; }
};

// When a task may begin: in which of the instance's windows, and from the first one's beginning to the last one's end.
struct Hours {
    int32_t first, windows, open, close;
};

// A task that vehicles of a kind may begin at some hours only, where its own windows say more.
struct Limited {
    int32_t task;
    std::vector<std::pair<int32_t, int32_t>> windows;
};

enum class HubPower : uint8_t { NONE, SWAP, CHARGE };

struct Station {
    int32_t place, curve;  // curve: position in Battery::curves
    int32_t id;            // position in the problem's stations
};

// What a joule taken from a charger costs more than the vehicle's own rate, from each moment on.
struct Tariff {
    std::vector<int32_t> from;
    std::vector<double> extra;

    size_t slice_at(int64_t moment) const;
};

// Tariff and free plugs of what a kind charges at; -1: its own rate, and a plug for everybody.
struct Charger {
    int32_t tariff = -1, plugs = -1;
};

struct Battery {
    bool present = false;
    int64_t capacity = 0, start = 0, reserve = 0;
    HubPower at_hub = HubPower::NONE;
    int32_t swap_duration = 0, spares = 0;
    Curve hub_curve;
    std::vector<Curve> curves;
    std::vector<Station> stations;
    double fastest = 0;             // joules a second, of all stations
    std::vector<int32_t> curve_of;  // by station of the problem; -1 where this battery cannot charge
    // By station of the problem, and by hub; empty where nothing is said of any.
    std::vector<Tariff> tariffs;
    std::vector<Charger> at_station;
    std::vector<std::pair<int32_t, Charger>> at_place;
};

struct Rates {
    double fixed = 0, second = 0, overtime_second = 0, metre = 0, joule = 0;
    double squared_second = 0, squared_task = 0;  // of a route's seconds and tasks: even work costs least
};

// Vehicles that differ by name only; `count` of them may drive at the same time.
struct Kind {
    int32_t count = 0, profile = 0;
    Load capacity{};
    int32_t shift_open = 0, shift_close = 0, latest_end = 0;
    int32_t start_place = 0, end_place = 0;
    std::vector<int32_t> reload_places;
    int32_t loading = 0, first_loading = 0, max_trips = 1;
    Load start_load{};        // aboard until the first trip ends
    bool is_stack = false;    // last in, first out
    bool is_sliced = false;   // ways take longer at some hours
    bool has_wishes = false;  // costs or forbids something beside its legs and its time
    Limits first_limits, trip_limits, limits;  // of the first trip, of those behind it, of the shift
    std::vector<Rest> rests;
    Battery battery;
    int32_t parking = 0, keep_slack = 0;
    Rates rates;
    std::vector<int32_t> service;  // by task
    std::vector<uint8_t> allowed;  // by job: skills and hubs fit
    std::vector<double> task_price;  // by task, where some other vehicle should do it; empty: none
    std::vector<Limited> limited;    // as they are given
    std::vector<Hours> hours;        // by task, where the kind may not be everywhere at any time; empty: the tasks' own
    bool has_hours = false;        // time costs money
    bool has_tariffs = false, has_plugs = false;  // where it charges
    // With stations, one trip and no breaks a change is first judged by the charge before it and the need behind it;
    // where stations are all that keeps the kind from being plain, that is all to judge.
    bool follows_charge = false, is_electric = false;
    bool is_summed = false;        // what a change costs is the sum of its legs, and its times are told by its neighbours
    bool is_of_one_hub = false;    // begins, ends and loads again at the same place
    bool is_tripwise = false;      // as the one before, within a trip of several
    bool is_lasting = false;       // would be summed but for the longest duration of a route
    bool is_plain = false;         // additive leg costs and one window a stop: changes are judged in O(1)

    bool is_under_way() const { return keep_slack >= FAR; }  // it does not wait where it starts
    bool limits_trips() const { return first_limits.any() || trip_limits.any(); }
};

struct Task {
    int32_t place = 0, hub = -1, job = 0;
    int32_t release = 0;
    int32_t first_window = 0, windows = 0;
    int32_t open = 0, close = FAR;  // from the first window's beginning to the last one's end
    int32_t due_from = 0, due = FAR, max_aboard = FAR;
    Load demand{};
    double late_once = 0, late_second = 0;  // what beginning after it was due, or too early, costs
    int8_t goods = -1;                      // position in Instance::conflicts
    bool is_pickup = false;
    bool is_paired = false;

    bool is_loaded_at_hub() const { return !is_pickup && !is_paired; }
};

// What is moved as one: a single task, or the pickups and then the drop-offs of a pair or bundle.
struct Job {
    std::vector<int32_t> tasks;
    int32_t pickups = 0;
    double prize = 0;
    bool is_mandatory = true;
    int32_t group = -1;          // position in Instance::groups
    std::vector<int32_t> apart;  // positions in Instance::apart
};

struct Instance {
    int32_t places = 0, dimensions = 0, payload = -1;
    std::vector<Profile> profiles;
    std::vector<Kind> kinds;
    std::vector<Task> tasks;
    std::vector<Window> windows;
    std::vector<Job> jobs;
    std::vector<int32_t> station_place;
    std::vector<std::vector<Window>> plugs;  // when one is free, by Charger::plugs
    std::vector<uint64_t> conflicts;  // by goods: bits of those they must not share a trip with
    std::vector<std::vector<int32_t>> groups;  // jobs that go by one vehicle
    std::vector<std::vector<int32_t>> apart;   // jobs of which no two go by the same one
    bool has_company = false;                  // some jobs have a say in who takes others
    bool has_dues = false, has_earliest = false, has_fresh_goods = false;
    bool has_windows = false, has_pairs = false, has_pickups = false, has_late_goods = false;
    bool nobody_waits = false;  // no task has a window or comes late

    const Profile& profile_of(const Kind& kind) const { return profiles[kind.profile]; }
    Hours hours_of(const Kind& kind, int32_t task) const {
        if (!kind.hours.empty()) return kind.hours[task];
        const Task& own = tasks[task];
        return {own.first_window, own.windows, own.open, own.close};
    }
    int32_t size() const { return static_cast<int32_t>(tasks.size()); }
    // Derive what the other fields imply; call once when all are filled.
    void prepare();

  private:
    void prepare_tasks();
    void prepare_company();
    void prepare_hours(Kind& kind);
};

}  // namespace pannier
