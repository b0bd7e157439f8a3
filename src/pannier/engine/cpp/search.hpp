// The search: ruin, recreate, anneal; exchange ends; drop routes that cost too much. One thread, one plan.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "recreate.hpp"
#include "reload_moves.hpp"
#include "retype.hpp"
#include "ruin.hpp"
#include "solution.hpp"
#include "stations.hpp"
#include "tails.hpp"
#include "trip_moves.hpp"

namespace pannier {

struct Budget {
    double seconds = 0;
    int64_t iterations = -1;  // not negative: counts instead of the seconds
    bool of_processor = false;
};

struct Progress {
    double cost, seconds;
    int64_t iterations;
    int32_t absent, routes;
};

constexpr double TELL_EVERY_S = 0.5;

// Returns true when the caller wants to stop.
using OnProgress = std::function<bool(const Progress&)>;

struct Parameters {
    double hot = 0.4, cold = 0.01;  // temperatures, as shares of the average price of a job
    // In a long route a job's price is little more than its legs, the less so beside what a change costs: hotter by the
    // stops a route has, up to a limit.
    double stops_for_one = 32, long_most = 2.5;
    // Where a kind is not plain few changes fit, and a good plan is far from the next: so much hotter, times the iterations a
    // task to this power, up to a limit.
    double rough_hot = 0.1, rough_power = 0.6, rough_most = 6;
    int32_t insertion_neighbours = 80, ruin_neighbours = 400;
    double tails_chance = 1.0, retype_chance = 0.05, reload_chance = 0.05, trip_chance = 0.05;
    double ruined_retype_chance = 0.2;  // a route that lost a string gets another kind
    // Where vehicles cost most of the plan, so much of the budget is for fewer routes; more while that helps: as long
    // again as the last one took to go.
    double fleet_share = 0.3, most_fleet_share = 0.7;
    // Where a plan has so many tasks and routes have so many stops, fewer routes are sought first although vehicles cost
    // little: one too many is a detour that no string of stops takes out. So much of the budget is for that, twice at most;
    // until a later share of it only so many more routes are opened, as a share of the fewest.
    int32_t long_tasks = 600;
    double long_route = 25, long_share = 0.1, long_capped = 0.2, long_more = 1.0 / 16;
    int32_t whole_tasks = 3000;      // from so many on one thread searches in parts too
    int32_t part_tasks = 1000;       // in a part of a large plan, about
    int32_t least_part_tasks = 100;  // no plan is cut smaller
    double sweep = 1;                // iterations for each task in a round
    RuinParameters ruin;
};

// What a search does with a part of a plan: a piece of the whole's budget, from one share of it to another.
struct Turn {
    Budget budget;
    double from = 0, to = 1;
    double average = 0;  // price of a job in the whole's first plan
    double hot = 0;      // where the whole's temperature began
    uint64_t seed = 0;
    double fleet_until = 0;  // share of the budget that went to fewer vehicles
};

class Search {
  public:
    Search(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed);

    // Begin with these orders of stops (by route: a kind and its stops); what is not in them is absent.
    void load(const std::vector<std::pair<int32_t, std::vector<Stop>>>& routes);
    void run(const Budget& budget, const OnProgress& on_progress);
    // Search in a part of a plan until the turn is over or somebody wants to stop.
    void run(Part& part, const Turn& turn, std::vector<double>& absences, const std::atomic<bool>& is_stopped);

    // What run() does first: a plan, and fewer vehicles where they cost most of it.
    void begin(const Budget& budget, const OnProgress& on_progress, bool is_whole);
    // Share of the budget that goes to fewer vehicles.
    double fleet_until() const { return fleet_until_; }
    // Where the temperature begins, when so many iterations are foreseen.
    double hot_for(double iterations, int32_t routes) const;
    // Price of a job in the first plan, without its vehicle.
    double average() const { return average_; }
    const Snapshot& best() const { return best_; }
    int64_t iterations() const { return iterations_; }

  private:
    double progress(const Budget& budget);
    bool goes_on(const Budget& budget, const OnProgress& on_progress);
    bool is_over(const Budget& budget, const OnProgress& on_progress);
    void cool(double spent);
    void first_plan();
    bool wants_fewer_routes() const;
    bool has_long_routes() const;
    void change();
    void iterate();
    template <typename Move> void attempt(Move move);
    void exchange();
    bool retype_ruined();
    bool accepts(double limit, int32_t old_mandatory, double old_sum);
    double absence_sum() const;
    void collect_jobs();
    void place_stations();
    void note_changes();
    void remember_all();
    void save_if_best();
    void keep_fewest();
    void back_to(const Snapshot& plan);
    void drop_route();
    void leave_fleet_phase();
    void cap_routes();

    const Instance& in_;
    const Neighbours& near_;
    Parameters with_;
    Random random_;
    Solution now_;
    Ruin ruin_;
    Recreate recreate_;
    Tails tails_;
    StationPlacer placer_;
    Snapshot best_, fewest_;
    std::vector<int32_t> jobs_, dirty_slots_;
    std::vector<uint8_t> is_dirty_;
    std::vector<double> own_absences_;
    double* absences_;  // by job: how often a plan was looked at without it
    const std::atomic<bool>* stop_ = nullptr;
    double from_ = 0, to_ = 1;  // shares of the whole's budget
    double spent_ = 0, fleet_until_ = 0;  // shares of the whole's budget
    double hot_ = 0;  // not positive: not known yet
    double temperature_ = 0, average_ = 0, began_ = 0, told_ = 0;
    int64_t iterations_ = 0;
    bool reduces_fleet_ = false, seeks_fewest_ = false, has_stations_ = false, has_reloads_ = false, is_rough_ = false, is_stopped_ = false;
};

}  // namespace pannier
