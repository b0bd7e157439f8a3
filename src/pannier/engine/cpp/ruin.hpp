// Take out strings of stops that are near each other: slack induction by string removals
// (Christiaens & Vanden Berghe, Transportation Science 2020, section 5.1).
#pragma once

#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "solution.hpp"

namespace pannier {

struct RuinParameters {
    double whole_chance = 0.02;   // of a whole route, where vehicles differ
    int32_t whole_most = 60;      // tasks of it
    double average_removed = 8;   // stops in one ruin
    double longest_string = 8;
    double split_chance = 0.5;    // a string keeps some of its middle
    double split_growth = 0.99;   // chance that one more stop of the middle is kept
    double group_chance = 0.5;    // that all of a group go with one of it
};

class Ruin {
  public:
    Ruin(const Neighbours& neighbours, RuinParameters parameters) : near_(neighbours), with_(parameters) {}

    // Take strings around a random task out of their routes; their jobs are absent then.
    void operator()(Solution& solution, Random& random);
    const std::vector<int32_t>& removed() const { return removed_; }
    // The routes they were in; some may be empty now.
    const std::vector<int32_t>& touched() const { return touched_; }

  private:
    bool take_dear(Solution& solution, Random& random);
    void take_string(Solution& solution, Random& random, int32_t task, double longest);
    void take_job(Solution& solution, int32_t job);
    void take_company(Solution& solution, Random& random);
    void take_in_the_way(Solution& solution, Random& random);
    void mend(Solution& solution, int32_t slot);
    void empty(Solution& solution, int32_t slot);
    void drop_idle_stops(Solution& solution, int32_t slot);

    const Neighbours& near_;
    RuinParameters with_;
    std::vector<int32_t> removed_, ruined_, touched_, order_;
    std::vector<Stop> stops_, without_;
};

}  // namespace pannier
