// Jobs that must go by one vehicle, and jobs that must not, on whichever of its trips: a rule of what routes hold, not of
// how they are driven, so a kind may be plain beside it.
#pragma once

#include <vector>

#include "solution.hpp"

namespace pannier {

// The route in which others of the job's group stand; -1 where none of them is in one.
int32_t home_of(const Solution& solution, int32_t job);
// Add the routes that hold something from which the job must stay apart.
void note_barred(const Solution& solution, int32_t job, std::vector<int32_t>& slots);
// Whether two routes that exchange stops have no group in both then, and none that holds what must stay apart.
bool keeps_company(const Instance& instance, const std::vector<Stop>& one, const std::vector<Stop>& other);
// Among routes to begin with: leave out the stops of jobs that another route has the group of, or that must stay apart
// from one before them.
class Guest {
  public:
    explicit Guest(const Instance& instance) : in_(instance), home_(instance.groups.size(), -1) {}
    // Whether the job may stand in this route beside all that was let in before.
    bool enters(int32_t job, int32_t route);

  private:
    const Instance& in_;
    std::vector<int32_t> home_;
    std::vector<std::pair<int32_t, int32_t>> taken_;  // sets of those that stay apart, by route
};

}  // namespace pannier
