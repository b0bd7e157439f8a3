#include "cutting.hpp"

#include <algorithm>

namespace pannier {

namespace {

constexpr int POLES_TRIED = 4;

// A route or an absent job, and on which side of a cut it lies.
struct Item {
    double side = 0;
    int32_t index = 0, weight = 0;
    bool is_route = true;
};

class Cutter {
  public:
    Cutter(const Instance& instance, Snapshot&& whole, Random& random)
        : in_(instance), whole_(std::move(whole)), random_(random) {}

    std::vector<Part> operator()(int32_t count);

  private:
    void split(size_t from, size_t to, int32_t count);
    void side_items(size_t from, size_t to);
    int32_t place_in(const Item& item);
    double side_of(const Item& item, int32_t pole, int32_t other) const;
    double apart(int32_t place, int32_t other) const;
    void fill(size_t from, size_t to);
    void join_groups();

    const Instance& in_;
    Snapshot whole_;
    Random& random_;
    std::vector<Item> items_;
    std::vector<Part> parts_;
};

double Cutter::apart(int32_t place, int32_t other) const {
    return in_.profile_of(in_.kinds[0]).distance(place, other);
}

int32_t Cutter::place_in(const Item& item) {
    if (!item.is_route) return in_.tasks[in_.jobs[item.index].tasks[0]].place;
    const std::vector<Stop>& stops = whole_.routes[item.index].stops;
    return stops[1 + random_.below(static_cast<int32_t>(stops.size()) - 2)].place;
}

// How much nearer to one pole than to the other, in the mean of its tasks.
double Cutter::side_of(const Item& item, int32_t pole, int32_t other) const {
    if (!item.is_route) {
        int32_t place = in_.tasks[in_.jobs[item.index].tasks[0]].place;
        return apart(pole, place) - apart(other, place);
    }
    double sum = 0;
    for (const Stop& stop : whole_.routes[item.index].stops) {
        if (stop.is_task()) sum += apart(pole, stop.place) - apart(other, stop.place);
    }
    return sum / item.weight;
}

// Order items from one pole to another; poles are places of random routes, far from each other.
void Cutter::side_items(size_t from, size_t to) {
    auto draw = [&] { return place_in(items_[from + static_cast<size_t>(random_.below(static_cast<int32_t>(to - from)))]); };
    const int32_t pole = draw();
    int32_t other = draw();
    for (int i = 1; i < POLES_TRIED; i++) {
        int32_t drawn = draw();
        if (apart(pole, drawn) > apart(pole, other)) other = drawn;
    }
    for (size_t i = from; i < to; i++) items_[i].side = side_of(items_[i], pole, other);
    auto begin = items_.begin() + static_cast<std::ptrdiff_t>(from), end = items_.begin() + static_cast<std::ptrdiff_t>(to);
    std::sort(begin, end, [](const Item& a, const Item& b) {
        if (a.side != b.side) return a.side < b.side;
        return a.is_route != b.is_route ? a.is_route : a.index < b.index;
    });
}

// Two halves, and so on, until there are as many parts.
void Cutter::split(size_t from, size_t to, int32_t count) {
    int64_t routes = 0, weight = 0;
    for (size_t i = from; i < to; i++) {
        routes += items_[i].is_route;
        weight += items_[i].weight;
    }
    count = static_cast<int32_t>(std::min<int64_t>(count, routes));
    if (count <= 1) return fill(from, to);
    side_items(from, to);
    const int32_t before = count / 2;
    int64_t wanted = weight * before / count, routes_before = 0, weight_before = 0;
    size_t middle = from;
    while (middle < to) {
        const Item& item = items_[middle];
        bool is_enough = weight_before + item.weight / 2 >= wanted && routes_before >= before;
        if (is_enough || (item.is_route && routes - routes_before <= count - before)) break;
        weight_before += item.weight;
        routes_before += item.is_route;
        middle++;
    }
    split(from, middle, before);
    split(middle, to, count - before);
}

void Cutter::fill(size_t from, size_t to) {
    Part& part = parts_.emplace_back();
    part.now.cost = 0;
    part.now.mandatory_absent = 0;
    for (size_t i = from; i < to; i++) {
        const Item& item = items_[i];
        if (item.is_route) part.now.routes.push_back(std::move(whole_.routes[item.index]));
        else part.now.absent.push_back(item.index);
    }
}

// Absent jobs go to the part that has others of their group: only there can they be put in.
void Cutter::join_groups() {
    std::vector<int32_t> home(in_.groups.size(), -1);
    for (size_t part = 0; part < parts_.size(); part++) {
        for (const Route& route : parts_[part].now.routes) {
            for (const Stop& stop : route.stops) {
                const int32_t group = stop.is_task() ? in_.jobs[in_.tasks[stop.item].job].group : -1;
                if (group >= 0) home[group] = static_cast<int32_t>(part);
            }
        }
    }
    std::vector<std::vector<int32_t>> absent(parts_.size());
    for (size_t part = 0; part < parts_.size(); part++) {
        for (int32_t job : parts_[part].now.absent) {
            const int32_t group = in_.jobs[job].group;
            if (group >= 0 && home[group] < 0) home[group] = static_cast<int32_t>(part);
            absent[group < 0 ? part : static_cast<size_t>(home[group])].push_back(job);
        }
    }
    for (size_t part = 0; part < parts_.size(); part++) parts_[part].now.absent.swap(absent[part]);
}

std::vector<Part> Cutter::operator()(int32_t count) {
    for (size_t i = 0; i < whole_.routes.size(); i++) {
        const Route& route = whole_.routes[i];
        int32_t tasks = 0;
        for (const Stop& stop : route.stops) tasks += stop.is_task();
        if (tasks > 0) items_.push_back({0, static_cast<int32_t>(i), tasks, true});
    }
    for (int32_t job : whole_.absent) items_.push_back({0, job, 1, false});
    split(0, items_.size(), count);
    if (!in_.groups.empty()) join_groups();
    return std::move(parts_);
}

// Each part keeps what it drives and gets as many more as the others, one by one from a random part on.
int32_t deal(int32_t spare, size_t parts, size_t part, size_t first) {
    const size_t rank = (part + parts - first) % parts, rest = static_cast<size_t>(spare) % parts;
    return static_cast<int32_t>(static_cast<size_t>(spare) / parts + (rank < rest ? 1 : 0));
}

void deal_vehicles(std::vector<Part>& parts, const std::vector<int32_t>& limit, int32_t most_routes, Random& random) {
    const size_t count = parts.size();
    const int32_t kinds = static_cast<int32_t>(limit.size());
    int32_t driving = 0;
    for (const Part& part : parts) driving += static_cast<int32_t>(part.now.routes.size());
    for (Part& part : parts) part.limit.assign(limit.size(), 0);
    for (int32_t kind = 0; kind < kinds; kind++) {
        int32_t used = 0;
        for (Part& part : parts) {
            for (const Route& route : part.now.routes) part.limit[kind] += route.kind == kind;
            used += part.limit[kind];
        }
        const size_t first = static_cast<size_t>(random.below(static_cast<int32_t>(count)));
        for (size_t i = 0; i < count; i++) parts[i].limit[kind] += deal(limit[kind] - used, count, i, first);
    }
    const size_t first = static_cast<size_t>(random.below(static_cast<int32_t>(count)));
    for (size_t i = 0; i < count && most_routes != INT32_MAX; i++) {
        int32_t own = static_cast<int32_t>(parts[i].now.routes.size());
        parts[i].most_routes = own + deal(std::max(0, most_routes - driving), count, i, first);
    }
}

}  // namespace

std::vector<Part> cut(const Instance& instance, Snapshot&& whole, const std::vector<int32_t>& limit, int32_t most_routes,
                      int32_t count, Random& random) {
    std::vector<Part> parts = Cutter(instance, std::move(whole), random)(count);
    deal_vehicles(parts, limit, most_routes, random);
    return parts;
}

}  // namespace pannier
