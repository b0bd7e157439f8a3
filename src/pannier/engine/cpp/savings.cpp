#include "savings.hpp"

#include <algorithm>

#include "route.hpp"

namespace pannier {

namespace {

struct Saving {
    float amount;
    int32_t from, to;
};

struct Tour {
    std::vector<int32_t> tasks;
    Load load{};
};

class Merger {
  public:
    Merger(const Instance& instance, const Neighbours& neighbours)
        : in_(instance), near_(neighbours), kind_(instance.kinds[0]),
          turns_(!instance.has_windows && instance.profile_of(kind_).is_symmetric && kind_.start_place == kind_.end_place),
          tours_(instance.tasks.size()), tour_of_(instance.tasks.size()) {}

    std::vector<std::vector<int32_t>> operator()();

  private:
    std::vector<Saving> list() const;
    void join(int32_t from, int32_t to);
    bool fits(const Tour& first, const Tour& second) const;
    bool is_in_time(const Tour& first, const Tour& second) const;

    const Instance& in_;
    const Neighbours& near_;
    const Kind& kind_;
    const bool turns_;  // a tour may as well be driven the other way round
    std::vector<Tour> tours_;
    std::vector<int32_t> tour_of_;
};

// Largest first; of every task with its near ones only, since the others save little.
std::vector<Saving> Merger::list() const {
    std::vector<Saving> savings;
    savings.reserve(tours_.size() * static_cast<size_t>(near_.insertion()));
    std::vector<double> home, out;
    for (const Task& task : in_.tasks) {
        home.push_back(leg_price(in_, kind_, task.place, kind_.end_place));
        out.push_back(leg_price(in_, kind_, kind_.start_place, task.place));
    }
    for (int32_t task = 0; task < in_.size(); task++) {
        const Near* near = near_.near(kind_, task);
        for (int32_t i = 0; i < near_.insertion(); i++) {
            // A pair that turns is listed from both sides anyway; otherwise both directions may be driven.
            double leg = kind_.rates.metre * near[i].out_distance;
            if (kind_.rates.joule > 0) leg = leg_price(in_, kind_, in_.tasks[task].place, in_.tasks[near[i].task].place);
            double amount = home[task] + out[near[i].task] - leg;
            if (amount > 0) savings.push_back({static_cast<float>(amount), task, near[i].task});
        }
    }
    std::sort(savings.begin(), savings.end(), [](const Saving& a, const Saving& b) {
        if (a.amount != b.amount) return a.amount > b.amount;
        return a.from != b.from ? a.from < b.from : a.to < b.to;
    });
    return savings;
}

bool Merger::fits(const Tour& first, const Tour& second) const {
    for (int d = 0; d < in_.dimensions; d++) {
        if (first.load[d] + second.load[d] > kind_.capacity[d]) return false;
    }
    return is_in_time(first, second);
}

bool Merger::is_in_time(const Tour& first, const Tour& second) const {
    int64_t clock = static_cast<int64_t>(kind_.shift_open) + kind_.first_loading;
    int32_t place = kind_.start_place;
    for (const Tour* tour : {&first, &second}) {
        for (int32_t task : tour->tasks) {
            const Task& what = in_.tasks[task];
            const Hours hours = in_.hours_of(kind_, task);
            clock = std::max<int64_t>(clock + travel_time(in_, kind_, place, what.place, true), hours.open);
            if (clock > hours.close) return false;
            clock += kind_.service[task];
            place = what.place;
        }
    }
    return clock + travel_time(in_, kind_, place, kind_.end_place, false) <= kind_.latest_end;
}

void Merger::join(int32_t from, int32_t to) {
    Tour& first = tours_[tour_of_[from]];
    Tour& second = tours_[tour_of_[to]];
    if (&first == &second) return;
    const bool ends = first.tasks.back() == from, begins = second.tasks.front() == to;
    const bool may_end = ends || (turns_ && first.tasks.front() == from);
    const bool may_begin = begins || (turns_ && second.tasks.back() == to);
    if (!may_end || !may_begin || !fits(first, second)) return;
    if (!ends) std::reverse(first.tasks.begin(), first.tasks.end());
    if (!begins) std::reverse(second.tasks.begin(), second.tasks.end());
    for (int32_t task : second.tasks) tour_of_[task] = tour_of_[from];
    first.tasks.insert(first.tasks.end(), second.tasks.begin(), second.tasks.end());
    for (int d = 0; d < in_.dimensions; d++) first.load[d] += second.load[d];
    second.tasks.clear();
}

std::vector<std::vector<int32_t>> Merger::operator()() {
    for (int32_t task = 0; task < in_.size(); task++) {
        tour_of_[task] = task;
        // What this kind may not bring stays out; the search knows why.
        if (!kind_.allowed[in_.tasks[task].job]) continue;
        tours_[task] = {{task}, in_.tasks[task].demand};
    }
    for (const Saving& saving : list()) {
        if (!tours_[tour_of_[saving.from]].tasks.empty() && !tours_[tour_of_[saving.to]].tasks.empty()) {
            join(saving.from, saving.to);
        }
    }
    std::vector<std::vector<int32_t>> orders;
    for (Tour& tour : tours_) if (!tour.tasks.empty()) orders.push_back(std::move(tour.tasks));
    // Where vehicles are too few, the longest tours get them.
    std::stable_sort(orders.begin(), orders.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return orders;
}

}  // namespace

std::vector<std::vector<int32_t>> savings_tours(const Instance& instance, const Neighbours& neighbours) {
    return Merger(instance, neighbours)();
}

}  // namespace pannier
