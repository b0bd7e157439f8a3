// A route as an array of stops with what every stop knows of the way before and after it.
#pragma once

#include <vector>

#include "charging.hpp"
#include "instance.hpp"

namespace pannier {

enum class StopType : uint8_t { START, TASK, RELOAD, STATION, REST, END };

// One cache line. Durations and times are of the route as it is scheduled now.
//
// `departure` is the earliest end of the service, `latest` the latest start that keeps everything behind it
// in time. (`lead`, `lead_latest`) and (`tail`, `tail_earliest`) are the time segments up to and from here:
// the least duration, and when the segment can begin at the latest / earliest for it (Vidal et al. 2013).
struct Stop {
    int32_t place = 0;
    int32_t item = -1;  // task, station or rest, by type
    int32_t open = 0, close = FAR;
    int32_t service = 0;
    int32_t travel = 0;  // seconds to the next stop, parking there included
    int32_t departure = 0, latest = 0;
    double leg = 0;  // price of the way to the next stop
    int32_t lead = 0, lead_latest = 0;
    int32_t tail = 0, tail_earliest = 0;
    StopType type = StopType::TASK;
    bool hub_power = false;  // a reload with a swap or charge
    int16_t open_jobs = 0;   // pairs picked up but not handed over after this stop
    int32_t filled = 0;      // seconds plugged in at a station or at a reload

    bool is_task() const { return type == StopType::TASK; }
    int32_t task() const { return type == StopType::TASK ? item : -1; }
};
static_assert(sizeof(Stop) == 64);

struct Route {
    int32_t kind = -1;
    int32_t tasks = 0;
    int32_t blind_gaps = 0;  // where there are stations: with no task on either side, such as from the last one home
    bool plugs_in = false;   // at a station, for some time
    double cost = 0;
    Load load{};  // of tasks loaded at the hub, over all trips
    std::vector<Stop> stops;
    std::vector<int32_t> aboard;  // after each stop, one number a dimension
    // Where stations matter: what the battery holds at most when each service begins, and what the way behind needs.
    std::vector<ChargeLabel> charges, needs;

    bool is_empty() const { return tasks == 0; }
    int32_t last() const { return static_cast<int32_t>(stops.size()) - 1; }
};

// Where a task stands: no route means that it waits to be put in. The rest is what an insertion beside it asks of its
// neighbours, in one cache line, since most of the search is this question.
struct alignas(64) Where {
    int32_t route = -1, position = 0;
    int32_t kind : 30 = -1;
    bool task_after : 1 = false;
    bool offers_more : 1 = false;  // its route, than gaps beside tasks
    int32_t room = 0;              // left in the first dimension of a plain route
    int32_t place_before = 0, departure_before = 0, latest = 0;
    int32_t place_after = 0, departure = 0, latest_after = 0;
    // Seconds that the legs beside it take now, and those that the route waits: what takes no longer may cost no time.
    int32_t free_before = 0, free_after = 0;
    double leg_before = 0, leg = 0;
};
static_assert(sizeof(Where) == 64);

Stop stop_at_start(const Kind& kind);
Stop stop_at_end(const Kind& kind);
Stop stop_of_task(const Instance& instance, const Kind& kind, int32_t task);
Stop stop_of_reload(const Kind& kind, int32_t place);
// At this hub, or at the kind's first one where it does not load there.
Stop stop_of_reload_near(const Kind& kind, int32_t place);
Stop stop_of_station(const Instance& instance, const Kind& kind, int32_t station);

// When charges begin is chosen anew whenever a route is scheduled.
void forget_moments(std::vector<Stop>& stops);

// Whether skills and hubs let a kind carry the tasks among these stops.
bool may_carry(const Instance& instance, const Kind& kind, const std::vector<Stop>& stops);

// Breaks are no places: the next stop that is one, and the one before.
inline int32_t next_place(const std::vector<Stop>& stops, int32_t position) {
    do position++; while (stops[position].type == StopType::REST);
    return position;
}

inline int32_t previous_place(const std::vector<Stop>& stops, int32_t position) {
    do position--; while (stops[position].type == StopType::REST);
    return position;
}

// How a battery charges at a station or, with power there, at a reload; null where it does not.
inline const Curve* curve_at(const Kind& kind, const Stop& stop) {
    if (stop.type == StopType::RELOAD) {
        return kind.battery.at_hub == HubPower::CHARGE ? &kind.battery.hub_curve : nullptr;
    }
    int32_t curve = stop.type == StopType::STATION ? kind.battery.curve_of[stop.item] : -1;
    return curve < 0 ? nullptr : &kind.battery.curves[curve];
}

// Seconds from one place to a stop, with parking where a task begins at another place.
inline int32_t travel_time(const Instance& instance, const Kind& kind, int32_t from, int32_t to, bool parks) {
    if (from == to) return 0;
    return instance.profile_of(kind).duration(from, to) + (parks ? kind.parking : 0);
}

// Prices and times from one place to others, for loops that ask for many of them.
class Row {
  public:
    Row(const Instance& instance, const Kind& kind, int32_t from)
        : distance_(instance.profile_of(kind).distance), duration_(instance.profile_of(kind).duration),
          energy_(instance.profile_of(kind).energy), metre_(kind.rates.metre), joule_(kind.rates.joule),
          parking_(kind.parking), from_(from) {
        distance_.data += from * distance_.row;
        duration_.data += from * duration_.row;
        energy_.data += from * energy_.row;
    }
    double price(int32_t to) const {
        double price = metre_ * distance_.data[to];
        if (joule_ > 0) price += joule_ * energy_.data[to * energy_.column];
        return price;
    }
    // The way here from another place; where ways are as long back as there, a row serves for a column.
    int32_t distance_from(const Profile& profile, int32_t from, int32_t here) const {
        return profile.is_symmetric ? distance_.data[from] : profile.distance(from, here);
    }
    int32_t time(int32_t to, bool parks) const {
        return duration_.data[to] + (parks && to != from_ ? parking_ : 0);
    }
    // The same for the way from another place to this one.
    double price_from(const Instance& instance, const Kind& kind, int32_t from) const {
        const Profile& profile = instance.profile_of(kind);
        double price = metre_ * distance_from(profile, from, from_);
        if (joule_ > 0) price += joule_ * profile.energy(from, from_);
        return price;
    }
    int32_t time_from(const Instance& instance, const Kind& kind, int32_t from, bool parks) const {
        const Profile& profile = instance.profile_of(kind);
        const int32_t seconds = profile.is_symmetric ? duration_.data[from] : profile.duration(from, from_);
        return seconds + (parks && from != from_ ? parking_ : 0);
    }

  private:
    Matrix distance_, duration_, energy_;
    double metre_, joule_;
    int32_t parking_, from_;
};

inline double energy_price(const Instance& instance, const Kind& kind, int32_t from, int32_t to) {
    return kind.rates.joule * instance.profile_of(kind).energy(from, to);
}

// Price of a leg without what hangs on the load or on time.
inline double leg_price(const Instance& instance, const Kind& kind, int32_t from, int32_t to) {
    if (from == to) return 0;
    const Profile& profile = instance.profile_of(kind);
    double price = kind.rates.metre * profile.distance(from, to);
    if (kind.rates.joule > 0) price += kind.rates.joule * profile.energy(from, to);
    return price;
}

}  // namespace pannier
