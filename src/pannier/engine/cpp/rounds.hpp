// The search of large plans, and with several threads: in rounds a plan is cut into parts, every part is searched by
// itself, and the parts are joined again (Santini, Schneider, Vidal & Vigo 2023).
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "part.hpp"
#include "search.hpp"

namespace pannier {

class Rounds {
  public:
    Rounds(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed, int32_t threads);

    // Whether a problem is cut at all; small ones are searched as a whole.
    static bool pay(const Instance& instance, const Parameters& parameters, int32_t threads);

    // Begin with a search of the whole plan, ready to run, and go on in rounds.
    void run(Search& begun, const Budget& budget, const OnProgress& on_progress);

    const Snapshot& best() const { return best_; }
    // Where the search got to, which may be worse than the best.
    const Snapshot& now() const { return now_; }
    // Fewer than were asked for where there are fewer parts.
    int32_t threads() const { return std::min(static_cast<int32_t>(searches_.size()), count_parts()); }
    int64_t iterations() const { return iterations_; }

  private:
    static constexpr double FIRST_GUESS_S = 2e-5;

    double progress() const;
    int32_t count_parts() const;
    void round(double spent);
    double length_of_round(size_t parts) const;
    Turn turn_of(double from, double to, size_t parts);
    void work(std::vector<Part>& parts, const std::vector<Turn>& turns);
    void work_at(size_t thread, std::vector<Part>& parts, const std::vector<Turn>& turns, std::atomic<size_t>& next);
    void join(std::vector<Part>& parts);
    bool tell();

    const Instance& in_;
    Parameters with_;
    Random random_;
    std::vector<std::unique_ptr<Search>> searches_;  // one a thread
    std::vector<double> absences_, used_s_;  // by job, by thread
    std::vector<int32_t> limit_;
    Snapshot now_, best_;
    Budget budget_;
    const OnProgress* on_progress_ = nullptr;
    std::atomic<bool> is_stopped_ = false;
    double average_ = 0, began_ = 0, told_ = 0, parts_s_ = 0;
    double iteration_s_ = FIRST_GUESS_S;  // what one took in the last round
    int32_t most_routes_ = INT32_MAX;
    int64_t iterations_ = 0;
    double fleet_until_ = 0;
};

}  // namespace pannier
