// Stretches of stops as time sees them, joined in constant time (Savelsbergh 1992; Vidal et al. 2013, without time warp:
// what cannot be driven is refused elsewhere). A route's stops know the segments up to and from them, so what a stop more
// takes is two joins.
#pragma once

#include <algorithm>

#include "route.hpp"

namespace pannier {

// `duration` is the least there is; beginning between `earliest` and `latest` keeps it.
struct Segment {
    int64_t duration, earliest, latest;

    int64_t end() const { return earliest + duration; }
};

inline Segment segment_of(const Stop& stop) { return {stop.service, stop.open, stop.close}; }
inline Segment segment_up_to(const Stop& stop) {
    return {stop.lead, int64_t{stop.departure} - stop.lead, stop.lead_latest};
}
// How late it can begin is not kept: nothing is joined to its end.
inline Segment segment_from(const Stop& stop) { return {stop.tail, stop.tail_earliest, FAR}; }

inline Segment join(const Segment& first, int64_t travel, const Segment& second) {
    const int64_t shift = first.duration + travel;
    const int64_t wait = std::max<int64_t>(0, second.earliest - shift - first.latest);
    const int64_t earliest = std::max(second.earliest - shift, first.earliest) - wait;
    const int64_t latest = std::max(earliest, std::min(second.latest - shift, first.latest));
    return {shift + second.duration + wait, earliest, latest};
}

}  // namespace pannier
