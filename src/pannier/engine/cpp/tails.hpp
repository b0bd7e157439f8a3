// Exchange the ends of two routes: 2-opt* (Potvin & Rousseau 1995), looked for beside near tasks and accepted by the
// same annealing as the ruins. It is what long routes need: short strings of stops cannot move half a route.
#pragma once

#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "solution.hpp"

namespace pannier {

class Tails {
  public:
    explicit Tails(const Neighbours& neighbours) : near_(neighbours) {}

    // Try one exchange behind a random task that changes the cost by less than `limit`; the caller began a state.
    bool operator()(Solution& solution, Random& random, double limit, int32_t most_routes);

  private:
    struct Cut {
        double change;
        int32_t slot = -1;      // the other route, or a new one
        int32_t position = -1;  // the first stop of its tail
    };
    Cut best_cut(const Solution& solution, int32_t task, double limit, int32_t most_routes) const;
    bool fits(const Solution& solution, int32_t slot, int32_t i, int32_t other, int32_t j) const;
    bool exchange(Solution& solution, int32_t slot, int32_t position, const Cut& cut);
    bool finish(Solution& solution, int32_t slot, std::vector<Stop>& stops);

    const Neighbours& near_;
    std::vector<Stop> first_, second_;
};

}  // namespace pannier
