// One route, scheduled: loads, energy, times, breaks and price of an order of stops, or the news that it cannot be.
//
// Mirrors core.schedule in Python: every step as early as possible, the start moved towards the first waiting as
// far as no stop loses its slack. Swaps and charges at the hub come as late as possible, breaks where they cost least.
#pragma once

#include <vector>

#include "charging.hpp"
#include "route.hpp"

namespace pannier {

class Scheduler {
  public:
    explicit Scheduler(const Instance& instance) : in_(instance) {}

    // Fill in all fields of the stops (breaks are put in anew) and return the price, or INFEASIBLE.
    double schedule(const Kind& kind, std::vector<Stop>& stops);
    // Whether charge and time may last behind a stop of a route, when `added` come next and then the stops of `rest`
    // from a position on; for kinds whose charge is followed. Exact where they are electric.
    bool lasts(const Kind& kind, const Route& route, int32_t position, const Stop* added, int32_t count,
               const Route& rest, int32_t from) const;
    // Give a route scheduled stops, with latest starts, segments and loads for the next changes; their charges are
    // known here only where they are the last that this scheduler scheduled.
    void settle(const Kind& kind, Route& route, std::vector<Stop>& stops, double cost, bool is_last);
    // Latest starts and segments of scheduled stops.
    void label(const Kind& kind, std::vector<Stop>& stops) const;

  private:
    struct Clock {
        int64_t departure = 0, waited = 0, push = 0;
        double late = 0;  // price of what began after it was due
        int64_t free = 0;    // until when the last step could begin without a price
        int64_t begin = -1;  // of the route, where that is known apart from what it waits; else negative
    };

    double schedule_once(const Kind& kind, std::vector<Stop>& stops);
    double time_once(const Kind& kind, std::vector<Stop>& stops);
    double time_powered(const Kind& kind, std::vector<Stop>& stops);
    double time_plugged(const Kind& kind, std::vector<Stop>& stops);
    bool keep_plugs(const Kind& kind, std::vector<Stop>& stops, double& cost);
    bool keep_plug(const Kind& kind, Stop& stop, size_t position, bool& is_kept) const;
    double choose_moments(const Kind& kind, std::vector<Stop>& stops, double cost);
    double tariff_price(const Kind& kind, const std::vector<Stop>& stops, int64_t pushed) const;
    double taken_price(const Kind& kind, const Stop& stop, int64_t begin, int64_t held) const;
    double choose_openings(const Kind& kind, std::vector<Stop>& stops);
    void time_without_moments(const Kind& kind, std::vector<Stop>& stops);
    bool power_at(const Kind& kind, std::vector<Stop>& stops, uint32_t openings);
    bool load_trips(const Kind& kind, std::vector<Stop>& stops);
    bool load_trip(const Kind& kind, std::vector<Stop>& stops, size_t from, size_t to);
    bool open_and_close(const std::vector<Stop>& stops, size_t from, size_t to, int64_t& release);
    bool load_at_hub(const Kind& kind, const std::vector<Stop>& stops, size_t from, size_t to, Load& aboard) const;
    bool handle(const Kind& kind, const Task& task, Load& aboard, int64_t& open_jobs) const;
    bool goes_together(const Kind& kind, const std::vector<Stop>& stops, size_t from, size_t to);
    bool lies_on_top(const std::vector<Stop>& stops, size_t from, size_t to);
    void note_tasks(const Kind& kind, Route& route) const;
    void note_aboard(const Kind& kind, Route& route) const;
    bool power_at_hub(const Kind& kind, std::vector<Stop>& stops);
    bool charge_anywhere(const Kind& kind, std::vector<Stop>& stops);
    bool charge_on_way(const Kind& kind, std::vector<Stop>& stops, size_t trips_before_swaps);
    bool charges_last(const Kind& kind, std::vector<Stop>& stops) const;
    bool trace_charges(const Kind& kind, std::vector<Stop>& stops);
    void note_needs(const Kind& kind, Route& route) const;
    bool step(const Kind& kind, const Stop& stop, int64_t travel, Clock& clock, int64_t* arrival, int64_t not_before = 0) const;
    bool time_stops(const Kind& kind, std::vector<Stop>& stops, Clock& clock);
    bool run_clock(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock);
    bool keep_fresh(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock);
    bool note_fresh(const std::vector<Stop>& stops);
    size_t longest_aboard(const std::vector<Stop>& stops, int64_t& over) const;
    int64_t way(const Kind& kind, const Stop& from, const Stop& to, int64_t departure) const;
    int64_t driving_along(const Kind& kind, const std::vector<Stop>& stops) const;
    int64_t latest_begin(const Kind& kind, const std::vector<Stop>& stops) const;
    bool stays_fresh(const std::vector<Stop>& stops) const;
    bool begin_later(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock);
    bool time_stops_from(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock);
    static bool is_better(const Clock& one, const Clock& other);
    double rest(const Kind& kind, std::vector<Stop>& stops);
    void put_rest(const Kind& kind, std::vector<Stop>& stops, int32_t rest, size_t before) const;
    void put_rests(const Kind& kind, std::vector<Stop>& stops, uint32_t best) const;
    uint32_t cheapest_set(const Kind& kind, const Clock* ends, const bool* is_open) const;
    bool rest_from(const Kind& kind, std::vector<Stop>& stops, int64_t begin);
    bool rest_once(const Kind& kind, std::vector<Stop>& stops, int64_t begin);
    bool times_fit(const Kind& kind, const std::vector<Stop>& stops, const Clock& clock) const;
    bool rests_due(const Kind& kind, const Clock& clock, uint32_t taken) const;
    int64_t start_of(const Clock& clock) const;
    int64_t pushed_by(const Clock& clock) const;
    double price(const Kind& kind, const Clock& clock) const;
    double price_of(const Kind& kind, const std::vector<Stop>& stops, const Clock& clock) const;
    double early_price(const std::vector<Stop>& stops, const Clock& clock) const;

    const Instance& in_;
    std::vector<int64_t> joules_;  // of the leg to each stop
    std::vector<int64_t> arrival_, start_, waited_, push_, free_;  // by stop, as they were timed last
    std::vector<ChargeLabel> arriving_;
    std::vector<uint8_t> came_from_;
    // Where the goods came aboard that a stop hands over and that may not be aboard for long; -1 elsewhere.
    std::vector<int32_t> came_at_;
    std::vector<int64_t> not_before_;
    std::vector<std::pair<int32_t, uint64_t>> carried_;  // by job, the kinds of its goods as bits
    std::vector<std::pair<int32_t, int32_t>> stack_;  // jobs by what was taken in last, and what of them is left
    std::vector<size_t> openings_;
    int64_t distance_ = 0, energy_ = 0, first_start_ = 0, served_ = 0, driven_ = 0;
    std::vector<Stop> trial_, rested_, powered_, chosen_;
    double strange_ = 0;  // price of tasks that other vehicles should do
    double lost_ = 0;  // seconds and joules of each charge, to rounding
    bool has_charged_ = false;  // the battery lasts, as far as parts of a second count
};

}  // namespace pannier
