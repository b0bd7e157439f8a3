// Where a job could go in a plan as it stands, by exact scheduling of whole routes: what reasons, quotes and the
// question "why not with somebody else" are answered from. The plan is never changed.
#pragma once

#include <utility>
#include <vector>

#include "plan.hpp"
#include "schedule.hpp"
#include "stations.hpp"

namespace pannier {

// The one rule that gives way while a place is sought, or all of them but breaks, the shift's start, skills and company.
enum class Lever : uint8_t {
    NONE, LATER, EARLIER, SHIFT_END, SHIFT_START, RELEASE, LOAD, BATTERY, SPARES, TRIPS, LIMITS, BREAK, FRESH, GOODS,
    STACK, TOGETHER, APART, ALL
};

// What is asked. `most` is by how much the rule gives way (seconds; joules, swaps or trips), amounts are compared in
// whole `step`s: a minute is more than no price outweighs.
struct Asked {
    int32_t job = 0;
    Lever lever = Lever::NONE;
    int64_t most = 0, step = 1;
    int32_t swap_duration = 0;          // where the rule is that a battery is swapped that otherwise never is
    std::vector<int32_t> also_allowed;  // kinds that count as able to do the job
    int32_t route = -1;                 // only in this one; -1: in all of them and with vehicles that stand idle
    std::vector<int32_t> without;       // jobs that are looked away from
    bool is_each = false;               // the best of every route and idle kind, not of all of them
};

// One way to do a job: the route, or none and a kind that stands idle; what it costs more; how far the rule gives way.
struct Way {
    int32_t route = -1, kind = -1;
    double extra = INFEASIBLE;
    int64_t amount = 0;
    int32_t instead_of = -1;  // the job that leaves for it
    std::vector<Stop> stops;
};

class Scout {
  public:
    Scout(Instance& instance, const std::vector<PlannedRoute>& routes);

    std::vector<Way> find(const Asked& asked);
    // The planned job whose place this one could have at the least price; a prize is counted, one that must be served
    // counts `mandatory`. Those of `kept` stay.
    Way instead(int32_t job, double mandatory, const std::vector<int32_t>& kept);
    // Make another job of one that is in no route; it has as many windows as before.
    void change(int32_t task, const Task& now, const std::vector<std::pair<int32_t, int32_t>>& windows,
                const std::vector<int32_t>& service, const std::vector<uint8_t>& allowed,
                const std::vector<std::vector<std::pair<int32_t, int32_t>>>& hours);

  private:
    // The task, or a pair's pickups, behind stop `before`; a pair's drop-offs behind `then`.
    struct Offer {
        int64_t steps;  // the least by which the rule gives way, in whole steps
        double least;   // the least price
        int32_t before, then;
        int8_t reloads;  // 1: one before the task, 2: one behind it
    };
    struct Bare {
        int32_t job;
        double saved;
        Route route;
    };
    // A route as it is looked at: its kind with the rule eased, the real kind, and the price of the route without the job.
    struct Look {
        const Kind& kind;
        const Kind& own;
        const Route& route;
        double cost;
        bool has_reloads;
    };

    Route labelled(const Kind& kind, std::vector<Stop> stops);
    Kind eased(const Kind& kind, const Asked& asked) const;
    int64_t all_of(const Look& look);
    void ease_job(const Asked& asked);
    void note_hours(Kind& kind, int32_t job) const;
    void limit_hours(Kind& kind, int32_t task, const std::vector<std::pair<int32_t, int32_t>>& windows);
    void restore_job(int32_t job);
    bool may_do(int32_t kind, const Asked& asked) const;
    bool keeps_company(int32_t route, const Asked& asked) const;
    void look_at(int32_t route, int32_t kind, const Asked& asked, Way& best);
    void consider(const Asked& asked, const Look& look, Way& best);
    void offer_all(const Asked& asked, const Look& look);
    void offer_single(const Asked& asked, const Look& look, int32_t before, int8_t reloads);
    void offer_pair(const Asked& asked, const Look& look, int32_t before);
    bool add(const Look& look, int32_t& from, int64_t& clock, double& legs, const Stop& stop) const;
    int64_t late_by(int32_t task, int64_t start) const;
    bool has_room(const Look& look, int32_t before, const Task& task) const;
    void build(const Asked& asked, const Look& look, const Offer& offer, int32_t reload_place);
    bool weigh(const Asked& asked, const Look& look, const Offer& offer, Way& best);
    void judge(const Asked& asked, const Look& look, double price, Way& best);
    void with_stations(const Asked& asked, const Look& look, Way& best);
    int64_t amount_of(const Asked& asked, const Look& look);
    int64_t late_of() const;
    int64_t early_of() const;
    int64_t release_of() const;
    int64_t load_of(const Kind& own) const;
    int64_t unwanted_of(int32_t job, const std::vector<Stop>& stops) const;
    const std::vector<Bare>& bare_of(int32_t route);
    std::vector<Stop> stops_without(const Route& route, const std::vector<int32_t>& jobs) const;

    Instance& in_;
    Scheduler scheduler_;
    StationPlacer placer_;
    std::vector<Route> routes_;
    std::vector<int32_t> route_of_;        // by job; -1: none
    std::vector<int32_t> idle_;            // vehicles by kind
    std::vector<std::vector<Bare>> bare_;  // by route: without each of its jobs
    std::vector<Offer> offers_;
    std::vector<Stop> trial_;
    std::vector<Task> kept_tasks_;      // of the job that is eased
    std::vector<Window> kept_windows_;  // of its tasks, one after the other
    int64_t slack_ = 0;                 // seconds of breaks and charges, which may lie elsewhere once there is more to do
};

}  // namespace pannier
