#include "neighbours.hpp"

#include <algorithm>
#include <utility>

#include "route.hpp"

namespace pannier {

namespace {

constexpr double WAIT_WEIGHT = 0.2;
constexpr double IMPOSSIBLE = 1e9;

// Waiting and lateness when `to` directly follows `from`, as a detour in metres.
double time_gap(const Task& from, const Task& to, int32_t service, double travel) {
    if (static_cast<double>(from.open) + service + travel > to.close) return IMPOSSIBLE;
    return WAIT_WEIGHT * std::max(0.0, to.open - (static_cast<double>(from.close) + service + travel));
}

}  // namespace

Neighbours::Neighbours(const Instance& instance, int32_t insertion, int32_t ruin)
    : in_(instance), first_kind_(instance.kinds.data()),
      insertion_(std::max(0, std::min(insertion, instance.size() - 1))),
      ruin_(std::min(ruin, instance.size())) {
    const size_t count = in_.tasks.size();
    for (size_t kind = 0; kind < in_.kinds.size(); kind++) class_of_.push_back(find_class(kind));
    closest_.resize(count * insertion_);
    around_.resize(count * ruin_);
    if (in_.kinds.empty()) return;
    std::vector<std::pair<double, int32_t>> order(count);
    for (size_t task = 0; task < count; task++) rank(static_cast<int32_t>(task), order);
    for (size_t chosen = 0; chosen < kind_of_class_.size(); chosen++) {
        fill_class(static_cast<int32_t>(chosen), in_.kinds[kind_of_class_[chosen]]);
    }
}

int32_t Neighbours::find_class(size_t kind) {
    const Kind& own = in_.kinds[kind];
    for (size_t chosen = 0; chosen < kind_of_class_.size(); chosen++) {
        const Kind& other = in_.kinds[kind_of_class_[chosen]];
        bool same = own.profile == other.profile && own.parking == other.parking &&
                    own.rates.metre == other.rates.metre && own.rates.joule == other.rates.joule;
        if (same) return static_cast<int32_t>(chosen);
    }
    kind_of_class_.push_back(static_cast<int32_t>(kind));
    return static_cast<int32_t>(kind_of_class_.size() - 1);
}

void Neighbours::rank(int32_t task, std::vector<std::pair<double, int32_t>>& order) {
    const Kind& kind = in_.kinds[0];
    const Profile& profile = in_.profile_of(kind);
    const Task& here = in_.tasks[task];
    const int32_t count = in_.size();
    for (int32_t other = 0; other < count; other++) {
        const Task& there = in_.tasks[other];
        double out = profile.distance(here.place, there.place), in = profile.distance(there.place, here.place);
        order[other] = {other == task ? -1 : out + in, other};
    }
    std::nth_element(order.begin(), order.begin() + (ruin_ - 1), order.end());
    std::sort(order.begin(), order.begin() + ruin_);
    for (int32_t i = 0; i < ruin_; i++) around_[static_cast<size_t>(task) * ruin_ + i] = order[i].second;
    if (insertion_ == 0) return;
    // Without windows the nearest in space are the nearest; far ones cannot win by time when many are ranked.
    int32_t ranked = in_.has_windows ? count : ruin_;
    int32_t kept = 0;
    for (int32_t i = 0; i < ranked; i++) {
        int32_t other = order[i].second;
        if (other == task) continue;
        double weight = order[i].first / 2;
        if (in_.has_windows) {
            const Task& there = in_.tasks[other];
            double out = time_gap(here, there, kind.service[task], profile.duration(here.place, there.place));
            double in = time_gap(there, here, kind.service[other], profile.duration(there.place, here.place));
            weight += std::min(out, in);
        }
        order[kept++] = {weight, other};
    }
    std::nth_element(order.begin(), order.begin() + (insertion_ - 1), order.begin() + kept);
    std::sort(order.begin(), order.begin() + insertion_);
    for (int32_t i = 0; i < insertion_; i++) {
        closest_[static_cast<size_t>(task) * insertion_ + i] = order[i].second;
    }
}

void Neighbours::fill_class(int32_t, const Kind& kind) {
    std::vector<Near>& filled = near_.emplace_back(closest_.size());
    for (size_t i = 0; i < closest_.size(); i++) {
        int32_t task = static_cast<int32_t>(i / insertion_), other = closest_[i];
        int32_t here = in_.tasks[task].place, there = in_.tasks[other].place;
        const Matrix& distance = in_.profile_of(kind).distance;
        filled[i] = {other, distance(there, here), distance(here, there), travel_time(in_, kind, there, here, true),
                     travel_time(in_, kind, here, there, true)};
    }
}

}  // namespace pannier
