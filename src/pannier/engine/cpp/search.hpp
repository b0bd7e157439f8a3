// The search: ruin, recreate, anneal; exchange ends; drop routes that cost too much. One thread, one plan.
#pragma once

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

// Returns true when the caller wants to stop.
using OnProgress = std::function<bool(const Progress&)>;

struct Parameters {
    double hot = 0.4, cold = 0.01;  // temperatures, as shares of the average price of a job
    int32_t insertion_neighbours = 80, ruin_neighbours = 400;
    double tails_chance = 1.0, retype_chance = 0.05, reload_chance = 0.05;
    double fleet_share = 0.3;  // of the budget, for fewer routes, where vehicles cost most of the plan
    RuinParameters ruin;
};

// What is kept of the best plan.
struct Best {
    std::vector<Route> routes;
    std::vector<int32_t> absent;
    double cost = INFEASIBLE;
    int32_t mandatory_absent = INT32_MAX;
};

class Search {
  public:
    Search(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed);

    // Begin with these orders of stops (by route: a kind and its stops); what is not in them is absent.
    void load(const std::vector<std::pair<int32_t, std::vector<Stop>>>& routes);
    void run(const Budget& budget, const OnProgress& on_progress);

    const Best& best() const { return best_; }
    int64_t iterations() const { return iterations_; }

  private:
    double progress(const Budget& budget);
    bool is_over(const Budget& budget, const OnProgress& on_progress);
    void cool(double spent);
    void first_plan();
    void iterate();
    void exchange();
    bool accepts(double limit, int32_t old_mandatory, double old_sum);
    double absence_sum() const;
    void collect_jobs();
    void place_stations();
    void note_changes();
    void save_if_best();
    void back_to_best();
    bool wants_fewer_routes() const;
    void drop_route();
    void leave_fleet_phase();

    const Instance& in_;
    const Neighbours& near_;
    Parameters with_;
    Random random_;
    Solution now_;
    Ruin ruin_;
    Recreate recreate_;
    Tails tails_;
    StationPlacer placer_;
    Best best_;
    std::vector<int32_t> jobs_, dirty_slots_;
    std::vector<uint8_t> is_dirty_;
    std::vector<double> absences_;
    double temperature_ = 0, average_ = 0, began_ = 0, told_ = 0;
    int64_t iterations_ = 0;
    bool reduces_fleet_ = false, has_fleet_phase_ = false, has_stations_ = false, has_reloads_ = false, is_stopped_ = false;
};

}  // namespace pannier
