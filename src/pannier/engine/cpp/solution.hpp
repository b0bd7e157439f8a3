// The plan being changed: routes, where every task stands, what waits, and the way back to the state before.
#pragma once

#include <vector>

#include "part.hpp"
#include "random.hpp"
#include "route.hpp"
#include "schedule.hpp"

namespace pannier {

class Solution {
  public:
    explicit Solution(const Instance& instance);

    const Instance& instance() const { return in_; }
    const Kind& kind_of(const Route& route) const { return in_.kinds[route.kind]; }
    bool is_available(int32_t kind) const { return used[kind] < limit[kind]; }

    // Forget everything and go on with these routes, absent jobs and vehicles; only they are there from now on.
    void take(const Snapshot& given, const std::vector<int32_t>& vehicles);
    // Some task of this plan, in a route or not.
    int32_t draw_task(Random& random) const { return tasks[random.below(static_cast<int32_t>(tasks.size()))]; }

    // Remember the state; rollback() returns to it. Every route must be kept before it is changed.
    void begin();
    void keep(int32_t slot);
    void rollback();
    const std::vector<int32_t>& changed() const { return kept_slots_; }

    // An empty route of this kind, kept already.
    int32_t open_route(int32_t kind);
    void vacate(int32_t slot);

    // Put one task of a plain kind before a position.
    void insert_plain(int32_t slot, int32_t position, int32_t task);
    // Renew labels of a plain route whose stops [from, to] are new; false when it is no longer feasible.
    bool renew_plain(int32_t slot, int32_t from, int32_t to);
    // Give a route stops that were just scheduled.
    void settle(int32_t slot, std::vector<Stop>& stops, double cost, bool is_last = false);
    // Tell the tasks of a route where they stand.
    void locate(int32_t slot);

    // Jobs in no route: a mandatory one weighs nothing in `cost`, an optional one its prize.
    void set_absent(int32_t job);
    void unset_absent(int32_t job);

    std::vector<Route> routes;
    std::vector<int32_t> tasks;  // the plan's own; all others are never put in
    std::vector<Where> where;    // by task
    std::vector<int32_t> used, limit;  // vehicles by kind
    std::vector<int32_t> absent; // jobs
    int32_t mandatory_absent = 0;
    int32_t driving = 0;         // routes with tasks
    double cost = 0;
    Scheduler scheduler;

  private:
    void forget(int32_t slot);

    const Instance& in_;
    // One change of the lists of absent jobs or free slots, to be undone in reverse: a copy would cost as much as the
    // list is long. `at` is where it stood before, or one of these.
    static constexpr int32_t ADDED = -1, GROWN = -2;
    struct Change {
        int32_t item, at;
    };
    void take_back();

    std::vector<int32_t> free_, kept_slots_, absent_at_;
    std::vector<Change> absent_changes_, free_changes_;
    std::vector<Route> kept_routes_;
    std::vector<uint32_t> kept_at_;
    uint32_t now_ = 1;
    struct {
        std::vector<int32_t> used;
        int32_t mandatory_absent = 0, driving = 0;
        double cost = 0;
    } before_;
};

}  // namespace pannier
