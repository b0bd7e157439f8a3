// Which tasks are near which: for ruin by distance, for insertion by distance and time (Vidal et al. 2013).
#pragma once

#include <vector>

#include "instance.hpp"

namespace pannier {

// A task that may come directly before or after another one, with the leg to it (out) and from it (in); no leg is
// longer than FAR.
struct Near {
    int32_t task = 0, in_distance = 0, out_distance = 0, in_time = 0, out_time = 0;
};

class Neighbours {
  public:
    // `insertion` near tasks for putting in, `ruin` for taking out; fewer where there are fewer tasks.
    Neighbours(const Instance& instance, int32_t insertion, int32_t ruin);

    const Near* near(const Kind& kind, int32_t task) const {
        return near_[class_of_[&kind - first_kind_]].data() + static_cast<size_t>(task) * insertion_;
    }
    const int32_t* around(int32_t task) const { return around_.data() + static_cast<size_t>(task) * ruin_; }
    int32_t insertion() const { return insertion_; }
    int32_t ruin() const { return ruin_; }
    bool is_single_class() const { return near_.size() == 1; }

  private:
    int32_t find_class(size_t kind);
    void measure(int32_t first, int32_t count);
    void rank(int32_t task, const double* apart, const double* weights);
    void choose(const double* keys, int32_t wanted);
    void fill_class(const Kind& kind);

    const Instance& in_;
    const Kind* first_kind_;
    int32_t insertion_, ruin_;
    std::vector<int32_t> class_of_, kind_of_class_;
    std::vector<int32_t> closest_, around_;
    std::vector<double> apart_, weights_, sample_;         // of the tasks being ranked, to all others
    std::vector<std::pair<double, int32_t>> order_;
    std::vector<std::vector<Near>> near_;
};

}  // namespace pannier
