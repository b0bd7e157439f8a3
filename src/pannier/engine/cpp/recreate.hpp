// Put jobs back where they cost least, with blinks: greedy insertion (Christiaens & Vanden Berghe 2020, section 5.2),
// looked for only beside near tasks, so that an insertion costs the same in a plan of any size.
#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "segments.hpp"
#include "solution.hpp"
#include "stations.hpp"

namespace pannier {

class Recreate {
  public:
    Recreate(const Instance& instance, const Neighbours& neighbours);

    // Put in the jobs, in an order drawn anew each time; what fits nowhere at its price stays absent. Gives up where
    // the plan would not be accepted any more: it costs more than `limit`, or a mandatory job stays absent although
    // `completes`.
    void operator()(Solution& solution, Random& random, std::vector<int32_t>& jobs, double limit = INFEASIBLE,
                    bool completes = false);
    // Put in one job at its cheapest place; false when it stays absent.
    bool place(Solution& solution, Random& random, int32_t job);
    // Price of a route of this kind with this job only; INFEASIBLE when it cannot be.
    double alone(int32_t kind, int32_t job);

    int32_t most_routes = INT32_MAX;

  private:
    // The best way found so far; `stops` are scheduled where the kind is not plain.
    struct Best {
        double cost = INFEASIBLE;
        int32_t slot = -1, position = -1, kind = -1;
    };
    // One more stop or two in a route: `first` before position `at`, and `second`, if any, before `then`.
    struct Edit {
        int32_t at = 0, then = 0, stops = 1, thens = 0;
        bool is_told = false;  // nothing but the legs' price is to be known
        double extra = 0;  // price of the legs
        Stop first[2], second[1];
    };

    // A place for one more task or pair of which only the least is known that it can cost: between stops `before` and
    // `after`; a pair's pickup behind `before`, its drop-off behind `after`.
    struct Offer {
        double least, extra;
        int32_t slot, before, after;
        bool is_told = false;  // it costs the legs' price, and is in time when its neighbours are
    };

    // Between a stop and the next place of a route: what one more stop there takes, and the least price from here on.
    struct Gap {
        int32_t next = -1, in_time = 0, out_time = 0;
        double price = 0, out_price = 0, cheapest = 0;
    };

    void sort(Random& random, std::vector<int32_t>& jobs);
    bool place_now(Solution& solution, Random& random, int32_t job);
    void look_around(Solution& solution, Random& random, int32_t job, Best& best);
    void side_by_side(Random& random, std::vector<int32_t>& jobs);
    bool place_in_company(Solution& solution, Random& random, int32_t job);
    void bar_crowded(const Solution& solution, int32_t job);
    void at_home(Solution& solution, Random& random, int32_t job, Best& best);
    bool is_barred(int32_t slot) const {
        return !barred_.empty() && std::find(barred_.begin(), barred_.end(), slot) != barred_.end();
    }
    void look_anew(const Solution& solution);
    void beside(Solution& solution, Random& random, int32_t task, Best& best);
    void in_gap(Solution& solution, Random& random, const Where& at, int32_t position, bool behind, int32_t task,
                double extra, Best& best);
    void note_route(Solution& solution, int32_t slot, int32_t task, Best& best);
    void between_stations(Solution& solution, int32_t slot, int32_t task, Best& best);
    bool is_new_gap(const Route& route, int32_t position);
    void everywhere(Solution& solution, Random& random, int32_t job, Best& best);
    void in_route(Solution& solution, int32_t slot, int32_t job, Best& best);
    void with_other_stations(Solution& solution, Random& random, int32_t job, Best& best);
    void between(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best);
    void make_offer(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, double extra,
                    Best& best);
    void weigh_near(Solution& solution, int32_t job, Best& best);
    void weigh_cheapest(Solution& solution, int32_t job, Best& best);
    void weigh_offers(Solution& solution, int32_t job, Best& best);
    bool weigh(Solution& solution, const Offer& offer, int32_t job, Best& best);
    void weigh_with_more(Solution& solution, const Offer& offer, int32_t job, Best& best);
    Segment whole_with(const Kind& kind, const Route& route, int32_t before, int32_t after, const Stop& stop) const;
    Segment whole_behind(const Kind& kind, const Route& route, int32_t before, int32_t after, const Segment& way,
                         int32_t place) const;
    double task_price(const Kind& kind, const Route& route, int32_t task) const;
    double time_price(const Kind& kind, const Route& route, const Segment& whole) const;
    double least_of(const Kind& kind, const Route& route, int32_t before, int32_t after, const Stop* added,
                    size_t count) const;
    bool is_told(const Solution& solution, const Offer& offer, int32_t task) const;
    bool fits_trip(const Route& route, int32_t opening, int32_t task) const;
    double plugged_price(const Kind& kind, const Route& route, int32_t before, int32_t after, int32_t place) const;
    bool try_edit(Solution& solution, int32_t slot, const Edit& edit, Best& best);
    void edit_stops(const Route& route, const Edit& edit, std::vector<Stop>& stops) const;
    bool is_too_far(const Route& route, int32_t before, int32_t after, const Stop* added) const;
    void with_reload(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best);
    void with_station(Solution& solution, int32_t slot, int32_t before, int32_t after, int32_t task, Best& best);
    void instead_of_reload(Solution& solution, int32_t slot, int32_t reload, const Stop& own, Best& best);
    void judge(const Solution& solution, int32_t slot, Best& best);
    double round_price(const Kind& kind) const;
    void own_trips(Solution& solution, const std::vector<int32_t>& slots, int32_t job, Best& best);
    void own_trips_in(Solution& solution, int32_t slot, Best& best);
    void own_trip_at(Solution& solution, int32_t slot, size_t at, Best& best);
    bool looks_at_idle() const;
    void with_power_first(Solution& solution, int32_t slot, int32_t task, Best& best);
    void several(Solution& solution, Random& random, int32_t job, Best& best);
    void pair_in_route(Solution& solution, Random& random, int32_t slot, int32_t job, Best& best);
    void drop_off_later(Solution& solution, Random& random, const Offer& pickup, int32_t clock, int32_t job, Best& best);
    void note_gaps(const Kind& kind, const std::vector<Stop>& stops);
    int32_t first_too_late(const std::vector<Stop>& stops, const Stop& task) const;
    int32_t first_in_time(const std::vector<Stop>& stops, const Stop& task) const;
    bool drops_in_time(int32_t reached, const Gap& gap, const std::vector<Stop>& stops) const;
    double cheapest_gap(int32_t position) const;
    bool has_room(const Route& route, int32_t position, int32_t task) const;
    void offer_pair(Solution& solution, int32_t job, const Offer& offer, Best& best);
    void bundle_in_route(Solution& solution, int32_t slot, int32_t job, Best& best);
    double settle_bundle(const Kind& kind, const Job& job, std::vector<Stop>& stops, double price);
    double improve_bundle(const Kind& kind, const Job& job, std::vector<Stop>& stops, double price);
    void new_route(Solution& solution, Random& random, int32_t job, Best& best);
    std::vector<Stop> stops_alone(int32_t kind, int32_t job, double& price);
    void try_alone(const Kind& kind, const std::vector<int32_t>& order, std::vector<Stop>& best, double& price);
    std::vector<int32_t> order_alone(int32_t kind, int32_t job);
    std::vector<std::vector<int32_t>> bundle_orders(const Kind& kind, const Job& job) const;
    bool apply(Solution& solution, int32_t job, Best& best);
    bool fits_load(const Route& route, const Kind& kind, const Task& task) const;

    const Instance& in_;
    const Neighbours& near_;
    Scheduler scheduler_;
    StationPlacer placer_;
    std::vector<std::vector<double>> alone_;  // by kind and job; NaN: not known yet
    std::map<std::pair<int32_t, int32_t>, std::vector<Stop>> bundles_alone_;  // by the same
    std::vector<std::pair<double, int32_t>> order_, order_stations_;
    std::vector<Stop> trial_, chosen_, own_, trip_;
    Stop from_, to_;  // the pair that is put in
    std::vector<Gap> gaps_;  // of the route that is looked at, from `first_gap_` to before `end_gap_`
    int32_t first_gap_ = 0, end_gap_ = 0;
    std::vector<Offer> offers_, refused_, hopeless_;
    Edit edit_;            // chosen, where no stops are: they are scheduled when all is known
    bool is_close_ = false;  // schedule every edit
    bool has_hub_power_ = false;  // some kind can swap or charge between trips
    std::vector<int32_t> slots_;
    // Where others have a say in who takes a job: the route it must go to, those it must not go to, and kinds.
    int32_t home_ = -1;
    std::vector<int32_t> barred_;
    std::vector<uint8_t> barred_kinds_, waiting_;
    std::vector<uint32_t> seen_, gap_seen_;
    uint32_t look_ = 0;
};

}  // namespace pannier
