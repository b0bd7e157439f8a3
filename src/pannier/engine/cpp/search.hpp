// The search: ruin, recreate, anneal; exchange ends; drop routes that cost too much. One thread, one plan.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "annealing.hpp"
#include "best_plan.hpp"
#include "fleet_reduction.hpp"
#include "neighbours.hpp"
#include "parameters.hpp"
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
    // The first plan: what was loaded, and whatever else finds a place. To be called before the search runs.
    void first_plan();
    // Jobs that the first plan leaves out and that no vehicle could do with nothing else to do.
    std::vector<int32_t> hopeless();
    // These jobs are no longer mandatory, as `change` says: as long as one of them is missed, no plan is complete.
    void give_up(const std::vector<int32_t>& jobs, const std::function<void()>& change);
    void run(const Budget& budget, const OnProgress& on_progress);
    // Search in a part of a plan until the turn is over or somebody wants to stop.
    void run(Part& part, const Turn& turn, std::vector<double>& absences, const std::atomic<bool>& is_stopped);

    // What run() does first: fewer vehicles where they cost most of the plan.
    void begin(const Budget& budget, const OnProgress& on_progress, bool is_whole);
    // Share of the budget that goes to fewer vehicles.
    double fleet_until() const { return fleet_.until(); }
    const Annealing& annealing() const { return annealing_; }
    const Snapshot& best() const { return best_.plan(); }
    // Where the search got to, which may be worse than the best.
    Snapshot now() const { return {now_.routes, now_.absent, now_.cost, now_.mandatory_absent}; }
    int64_t iterations() const { return iterations_; }

  private:
    double progress(const Budget& budget);
    bool goes_on(const Budget& budget, const OnProgress& on_progress);
    bool is_over(const Budget& budget, const OnProgress& on_progress);
    void cool(double spent);
    void change();
    void drop_route();
    void iterate();
    template <typename Move> void attempt(Move move);
    void exchange();
    bool retype_ruined();
    bool accepts(double limit, int32_t old_mandatory, double old_sum);
    void collect_jobs();
    void place_stations();

    const Instance& in_;
    const Neighbours& near_;
    Parameters with_;
    Random random_;
    Solution now_;
    Ruin ruin_;
    Recreate recreate_;
    Tails tails_;
    StationPlacer placer_;
    BestPlan best_;
    Annealing annealing_;
    FleetReduction fleet_;
    std::vector<int32_t> jobs_;
    const std::atomic<bool>* stop_ = nullptr;
    double from_ = 0, to_ = 1, spent_ = 0;  // shares of the whole's budget
    double began_ = 0, told_ = 0;
    int64_t iterations_ = 0;
    bool has_stations_ = false, has_reloads_ = false, is_stopped_ = false;
};

}  // namespace pannier
