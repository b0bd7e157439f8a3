// When a worse plan is gone on with: annealing (Kirkpatrick, Gelatt & Vecchi 1983), with a temperature that falls
// exponentially over the budget, as Christiaens & Vanden Berghe 2020 do.
#pragma once

#include "instance.hpp"
#include "parameters.hpp"
#include "random.hpp"

namespace pannier {

class Annealing {
  public:
    Annealing(const Instance& instance, const Parameters& parameters);

    // Where the temperature begins, as a share of `average`, when so many iterations are foreseen.
    double hot_for(double iterations, int32_t routes) const;
    // Share of the time there is for annealing that is over. It begins at `hot`, or as usual while that is not known.
    void cool(double share, bool is_known);
    // A change is accepted when it costs less than this.
    double allowance(Random& random) const;
    // Whether all kinds are plain.
    bool is_plain() const { return !is_rough_ && !is_lasting_; }

    double average = 0;  // price of a job in the first plan, without its vehicle
    double hot = 0;      // not positive: not known yet

  private:
    const Instance& in_;
    const Parameters& with_;
    bool is_rough_ = false, is_lasting_ = false;
    double temperature_ = 0;
};

}  // namespace pannier
