// Goods that may be aboard for so long only: they are taken in later, where the vehicle waits with them anyway
// (Scheduler, part 5; core.schedule.freshness).
#include <algorithm>

#include "schedule.hpp"

namespace pannier {

namespace {
constexpr int64_t MOST_DELAYS = 4;  // for each of the goods, times their number
}

// Where such goods come aboard: at the hub, or at the first pickup of their pair.
bool Scheduler::note_fresh(const std::vector<Stop>& stops) {
    came_at_.assign(stops.size(), -1);
    bool has_any = false;
    size_t opening = 0;
    for (size_t i = 0; i < stops.size(); i++) {
        if (stops[i].type == StopType::RELOAD) opening = i;
        if (!stops[i].is_task()) continue;
        const Task& task = in_.tasks[stops[i].item];
        if (task.is_pickup || task.max_aboard >= FAR) continue;
        size_t came = opening;
        if (task.is_paired) {
            const auto is_own = [&](const Stop& stop) { return stop.is_task() && in_.tasks[stop.item].job == task.job; };
            came = static_cast<size_t>(std::find_if(stops.begin(), stops.end(), is_own) - stops.begin());
        }
        came_at_[i] = static_cast<int32_t>(came);
        has_any = true;
    }
    return has_any;
}

// The first stop whose goods were aboard for too long, and by how much; the end of the stops where there is none.
size_t Scheduler::longest_aboard(const std::vector<Stop>& stops, int64_t& over) const {
    for (size_t i = 0; i < stops.size(); i++) {
        if (came_at_[i] < 0) continue;
        const Stop& came = stops[came_at_[i]];
        // A swap or charge comes behind the loading, with the goods aboard.
        const int64_t loaded = came.departure - (came.type == StopType::RELOAD ? came.filled : 0);
        over = start_[i] - loaded - in_.tasks[stops[i].item].max_aboard;
        if (over > 0) return i;
    }
    return stops.size();
}

bool Scheduler::keep_fresh(const Kind& kind, std::vector<Stop>& stops, int64_t begin, Clock& clock) {
    if (!note_fresh(stops)) return true;
    const int64_t goods = std::count_if(came_at_.begin(), came_at_.end(), [](int32_t came) { return came >= 0; });
    int64_t over = 0;
    not_before_.assign(stops.size(), 0);
    for (int64_t tries = 0; tries < MOST_DELAYS * goods; tries++) {
        const size_t late = longest_aboard(stops, over);
        if (late == stops.size()) return true;
        const int32_t came = came_at_[late];
        if (over > waited_[late] - waited_[came] || (came == 0 && kind.is_under_way())) return false;
        not_before_[came] = start_[came] + over;
        if (!run_clock(kind, stops, begin, clock)) return false;
    }
    return longest_aboard(stops, over) == stops.size();
}

}  // namespace pannier
