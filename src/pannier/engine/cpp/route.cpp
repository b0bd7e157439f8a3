#include "route.hpp"

#include <algorithm>

namespace pannier {

bool may_carry(const Instance& instance, const Kind& kind, const std::vector<Stop>& stops) {
    return std::all_of(stops.begin(), stops.end(), [&](const Stop& stop) {
        return !stop.is_task() || kind.allowed[instance.tasks[stop.item].job];
    });
}

void forget_moments(std::vector<Stop>& stops) {
    for (Stop& stop : stops) {
        if (stop.type != StopType::STATION && stop.type != StopType::RELOAD) continue;
        stop.open = 0;
        stop.close = FAR;
    }
}

Stop stop_at_start(const Kind& kind) {
    Stop stop;
    stop.type = StopType::START;
    stop.place = kind.start_place;
    stop.open = kind.shift_open;
    stop.service = kind.first_loading;
    return stop;
}

Stop stop_at_end(const Kind& kind) {
    Stop stop;
    stop.type = StopType::END;
    stop.place = kind.end_place;
    stop.close = kind.latest_end;
    return stop;
}

Stop stop_of_task(const Instance& instance, const Kind& kind, int32_t task) {
    const Task& what = instance.tasks[task];
    Stop stop;
    stop.type = StopType::TASK;
    stop.place = what.place;
    stop.item = task;
    const Hours hours = instance.hours_of(kind, task);
    stop.open = hours.open;
    stop.close = hours.close;
    stop.service = kind.service[task];
    return stop;
}

Stop stop_of_reload(const Kind& kind, int32_t place) {
    Stop stop;
    stop.type = StopType::RELOAD;
    stop.place = place;
    stop.service = kind.loading;
    return stop;
}

Stop stop_of_reload_near(const Kind& kind, int32_t place) {
    const std::vector<int32_t>& known = kind.reload_places;
    const bool is_known = std::find(known.begin(), known.end(), place) != known.end();
    return stop_of_reload(kind, is_known ? place : known[0]);
}

Stop stop_of_station(const Instance& instance, const Kind&, int32_t station) {
    Stop stop;
    stop.type = StopType::STATION;
    stop.place = instance.station_place[station];
    stop.item = station;
    return stop;
}

}  // namespace pannier
