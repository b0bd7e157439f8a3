#include "neighbours.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "route.hpp"

namespace pannier {

namespace {

constexpr double WAIT_WEIGHT = 0.2;
constexpr double IMPOSSIBLE = 1e9;
// So many tasks are measured at a time: what one of them reads of a column lies beside what the others read.
constexpr int32_t BLOCK = 16;
constexpr int32_t SAMPLE = 256;

// Waiting and lateness when `to` directly follows `from`, as a detour in metres.
double time_gap(const Task& from, const Task& to, int32_t service, int32_t travel) {
    const int64_t fixed = static_cast<int64_t>(service) + travel;
    if (from.open + fixed > to.close) return IMPOSSIBLE;
    return WAIT_WEIGHT * static_cast<double>(std::max<int64_t>(0, to.open - (from.close + fixed)));
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
    apart_.resize(count * BLOCK);
    if (in_.has_windows) weights_.resize(count * BLOCK);
    for (int32_t first = 0; first < in_.size(); first += BLOCK) {
        const int32_t measured = std::min(BLOCK, in_.size() - first);
        measure(first, measured);
        for (int32_t i = 0; i < measured; i++) {
            rank(first + i, &apart_[i * count], in_.has_windows ? &weights_[i * count] : nullptr);
        }
    }
    apart_ = weights_ = {};
    for (int32_t kind : kind_of_class_) fill_class(in_.kinds[kind]);
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

// There and back from some tasks to all others; with windows also how well one follows the other.
void Neighbours::measure(int32_t first, int32_t count) {
    const Kind& kind = in_.kinds[0];
    const Profile& profile = in_.profile_of(kind);
    const bool same = profile.is_symmetric;
    for (int32_t other = 0; other < in_.size(); other++) {
        const Task& there = in_.tasks[other];
        for (int32_t i = 0; i < count; i++) {
            const Task& here = in_.tasks[first + i];
            const size_t at = static_cast<size_t>(i) * in_.tasks.size() + other;
            const int32_t out = profile.distance(here.place, there.place);
            const int32_t in = same ? out : profile.distance(there.place, here.place);
            apart_[at] = static_cast<double>(out) + in;
            if (!in_.has_windows) continue;
            const int32_t go = profile.duration(here.place, there.place);
            const int32_t come = same ? go : profile.duration(there.place, here.place);
            weights_[at] = apart_[at] / 2 + std::min(time_gap(here, there, kind.service[first + i], go),
                                                     time_gap(there, here, kind.service[other], come));
        }
    }
}

// The smallest keys in order, at the head of `order_`. A sample tells first which ones are worth a look.
void Neighbours::choose(const double* keys, int32_t wanted) {
    const int32_t count = in_.size();
    double most = std::numeric_limits<double>::max();
    if (count > 4 * SAMPLE && wanted < count / 4) {
        sample_.clear();
        for (int32_t i = 0; i < SAMPLE; i++) sample_.push_back(keys[static_cast<int64_t>(i) * count / SAMPLE]);
        auto cut = sample_.begin() + std::min(SAMPLE - 1, 6 + wanted * SAMPLE * 3 / (2 * count));
        std::nth_element(sample_.begin(), cut, sample_.end());
        most = *cut;
    }
    order_.clear();
    for (int32_t i = 0; i < count; i++) if (keys[i] <= most) order_.emplace_back(keys[i], i);
    if (static_cast<int32_t>(order_.size()) < wanted) {
        order_.clear();
        for (int32_t i = 0; i < count; i++) order_.emplace_back(keys[i], i);
    }
    std::nth_element(order_.begin(), order_.begin() + (wanted - 1), order_.end());
    std::sort(order_.begin(), order_.begin() + wanted);
}

void Neighbours::rank(int32_t task, const double* apart, const double* weights) {
    int32_t* around = &around_[static_cast<size_t>(task) * ruin_];
    choose(apart, ruin_);
    // The task itself comes first, also where others stand at the same place.
    int32_t kept = 0;
    around[kept++] = task;
    for (int32_t i = 0; i < ruin_ && kept < ruin_; i++) if (order_[i].second != task) around[kept++] = order_[i].second;
    if (insertion_ == 0) return;
    // Without windows the nearest in space are the nearest to be put beside.
    if (weights != nullptr || ruin_ <= insertion_) choose(weights ? weights : apart, insertion_ + 1);
    int32_t* closest = &closest_[static_cast<size_t>(task) * insertion_];
    for (int32_t i = 0, found = 0; found < insertion_; i++) {
        if (order_[i].second != task) closest[found++] = order_[i].second;
    }
}

void Neighbours::fill_class(const Kind& kind) {
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
