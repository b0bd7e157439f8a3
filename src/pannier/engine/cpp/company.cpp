#include "company.hpp"

#include <algorithm>

namespace pannier {

namespace {

int32_t route_of(const Solution& solution, int32_t job) {
    return solution.where[solution.instance().jobs[job].tasks[0]].route;
}

// Groups, or sets whose members stay apart, and the job that is of it.
using Members = std::vector<std::pair<int32_t, int32_t>>;

void note_members(const Instance& in, const std::vector<Stop>& stops, Members& groups, Members& apart) {
    for (const Stop& stop : stops) {
        if (!stop.is_task()) continue;
        const int32_t number = in.tasks[stop.item].job;
        const Job& job = in.jobs[number];
        if (job.group >= 0) groups.emplace_back(job.group, number);
        for (int32_t set : job.apart) apart.emplace_back(set, number);
    }
}

// Whether two jobs are of one set; the tasks of one job are not two.
bool has_two(Members& members) {
    std::sort(members.begin(), members.end());
    for (size_t i = 1; i < members.size(); i++) {
        if (members[i].first == members[i - 1].first && members[i].second != members[i - 1].second) return true;
    }
    return false;
}

bool has_one_of(const Members& members, const Members& others) {
    const auto is_there = [&](const auto& one) {
        return std::any_of(others.begin(), others.end(), [&](const auto& other) { return other.first == one.first; });
    };
    return std::any_of(members.begin(), members.end(), is_there);
}

}  // namespace

int32_t home_of(const Solution& solution, int32_t job) {
    const Instance& in = solution.instance();
    if (in.jobs[job].group < 0) return -1;
    for (int32_t mate : in.groups[in.jobs[job].group]) {
        const int32_t slot = route_of(solution, mate);
        if (slot >= 0 && mate != job) return slot;
    }
    return -1;
}

void note_barred(const Solution& solution, int32_t job, std::vector<int32_t>& slots) {
    const Instance& in = solution.instance();
    for (int32_t set : in.jobs[job].apart) {
        for (int32_t other : in.apart[set]) {
            const int32_t slot = route_of(solution, other);
            if (slot >= 0 && other != job) slots.push_back(slot);
        }
    }
}

bool keeps_company(const Instance& instance, const std::vector<Stop>& one, const std::vector<Stop>& other) {
    Members groups[2], apart[2];
    note_members(instance, one, groups[0], apart[0]);
    note_members(instance, other, groups[1], apart[1]);
    return !has_two(apart[0]) && !has_two(apart[1]) && !has_one_of(groups[0], groups[1]);
}

bool Guest::enters(int32_t number, int32_t route) {
    const Job& job = in_.jobs[number];
    if (job.group >= 0 && home_[job.group] >= 0 && home_[job.group] != route) return false;
    for (int32_t set : job.apart) {
        if (std::find(taken_.begin(), taken_.end(), std::pair{set, route}) != taken_.end()) return false;
    }
    if (job.group >= 0) home_[job.group] = route;
    for (int32_t set : job.apart) taken_.emplace_back(set, route);
    return true;
}

}  // namespace pannier
