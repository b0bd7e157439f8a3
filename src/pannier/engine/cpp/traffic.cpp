#include "traffic.hpp"

#include <algorithm>

namespace pannier {

namespace {
constexpr int64_t MILLI = 1000, MILLION = 1'000'000;
}

int64_t Traffic::seconds(int32_t from, int32_t to, int64_t base, int64_t departure) const {
    const auto after = std::upper_bound(starts.begin(), starts.end(), departure);
    size_t slice = after == starts.begin() ? 0 : static_cast<size_t>(after - starts.begin()) - 1;
    int64_t left = base * MILLI, now = departure;
    for (; slice + 1 < starts.size(); slice++) {
        const int64_t slow = factor(slice, from, to), room = starts[slice + 1] - now;
        const int64_t needed = (left * slow + MILLION - 1) / MILLION;
        if (needed <= room) return now + needed - departure;
        left -= room * MILLION / slow;
        now = starts[slice + 1];
    }
    return now + (left * factor(slice, from, to) + MILLION - 1) / MILLION - departure;
}

int64_t Traffic::latest_departure(int32_t from, int32_t to, int64_t base, int64_t arrival) const {
    int64_t left = base * MILLI, latest = arrival;
    for (size_t slice = starts.size(); slice-- > 0;) {
        if (starts[slice] >= latest) continue;
        const int64_t slow = factor(slice, from, to), room = latest - starts[slice];
        const int64_t needed = left * slow / MILLION;
        left = needed <= room ? 0 : left - room * MILLION / slow;
        latest -= std::min(needed, room);
        if (left == 0) break;
    }
    latest -= left / MILLI;
    // Backward the parts round otherwise than forward, by seconds.
    while (latest + seconds(from, to, base, latest) > arrival) latest--;
    while (latest + 1 + seconds(from, to, base, latest + 1) <= arrival) latest++;
    return latest;
}

}  // namespace pannier
