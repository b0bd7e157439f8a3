// Fewer routes first: drop a route, go on with its jobs absent, and accept plans by how often what is absent was absent
// before (Christiaens & Vanden Berghe 2020, section 5.4).
#pragma once

#include <vector>

#include "annealing.hpp"
#include "part.hpp"
#include "solution.hpp"

namespace pannier {

class FleetReduction {
  public:
    FleetReduction(const Instance& instance, const Parameters& parameters);

    // Whether fewer routes pay, seen from a first plan. Only a search of the whole plan does it for long routes.
    void begin(const Solution& first, const Annealing& annealing, bool is_whole);
    // As a part of a plan whose reduction is over; counters are shared.
    void skip(double until, int32_t most_routes, std::vector<double>& absences);
    // Told of every plan without a mandatory job absent: take out the route whose jobs were least often absent.
    void drop_route(Solution& now, Random& random, double spent);
    // Whether its share of the budget is over; the plan to go on with is then `fewest`, or else `best`.
    bool is_over(double spent) const { return is_on_ && spent >= until_; }
    const Snapshot& end(const Snapshot& best);
    // Where only a few more routes were opened for a while, as many as pay from now on.
    void lift_cap(double spent);

    // Whether a change that left mandatory jobs absent is kept; these are counted.
    bool accepts(const Solution& now, int32_t old_mandatory, double old_sum, bool is_cheap);
    // Of the counters of absent mandatory jobs.
    double sum_of(const Solution& now) const;

    bool is_on() const { return is_on_; }
    double until() const { return until_; }  // share of the budget
    int32_t most_routes() const { return most_routes_; }

  private:
    bool pays(const Solution& first, double average) const;
    bool has_long_routes(const Solution& first, const Annealing& annealing) const;
    void cap(int32_t routes);
    int32_t choose(const Solution& now, Random& random) const;

    const Instance& in_;
    const Parameters& with_;
    std::vector<double> own_absences_;
    double* absences_;  // by job: how often a plan was looked at without it
    Snapshot fewest_;
    bool is_on_ = false, is_of_long_ = false;
    double until_ = 0;
    int32_t most_routes_ = INT32_MAX;
};

}  // namespace pannier
