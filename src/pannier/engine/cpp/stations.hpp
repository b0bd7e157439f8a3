// Where to charge along a fixed order of tasks: labels of price and charge over all places for a station
// (Froger et al. 2019; dominance as in Desaulniers et al. 2016).
#pragma once

#include <vector>

#include "charging.hpp"
#include "solution.hpp"

namespace pannier {

class StationPlacer {
  public:
    explicit StationPlacer(const Instance& instance) : in_(instance) {}

    // Take out all stations of a route and put in those that cost least; true when that is cheaper.
    bool operator()(Solution& solution, int32_t slot);

    // Put stations into an order of stops where they cost least and return its price, or INFEASIBLE; also where it is
    // sure to cost as much as `most`.
    double place(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler, double most = INFEASIBLE);
    // The same with every station, and every two in a row, on every leg: slow, for orders that nothing else reaches.
    double place_anywhere(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler);

  private:
    struct Label {
        double price;
        ChargeLabel charge;
        int32_t parent, station = -1, second = -1;  // stations on the way here, if any
        double held = 0;  // with tariffs: the charge, where each station gives what the way behind it takes
    };
    void extend(const Kind& kind, size_t position, int64_t payload, double most);
    void by_second_station(const Kind& kind, size_t position, int64_t payload, const Label& first, const Station& at);
    bool drive_leg(const Kind& kind, ChargeLabel& charge, int64_t payload, int32_t from, int32_t to, const Stop* target) const;
    double extra_of(const Kind& kind, const Station& station, double arrived, double needed, double& held) const;
    void note_behind(const Kind& kind, int64_t payload);
    double schedule_cheapest(const Kind& kind, std::vector<Stop>& stops, Scheduler& scheduler);
    bool reach(const Kind& kind, ChargeLabel& charge, int64_t payload, int32_t from, const Station& station) const;
    void note_detours(const Kind& kind, const Stop& from, const Stop& to);
    void read_back(const Kind& kind, size_t chosen, std::vector<Stop>& stops) const;
    void add(std::vector<Label>& labels, const Label& label) const;

    const Instance& in_;
    std::vector<std::vector<Label>> labels_;
    std::vector<Stop> order_, stops_, best_;
    std::vector<double> behind_;  // joules of the straight ways behind each stop
    std::vector<std::pair<double, int32_t>> detours_;
    bool tries_all_ = false;
};

}  // namespace pannier
