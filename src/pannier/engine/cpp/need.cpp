#include "need.hpp"

#include <algorithm>

namespace pannier {

namespace {

// A point more; where there is no room for it the need ends early, on the safe side.
void append(ChargeLabel& need, double moment, double charge) {
    if (need.points > 0 && moment <= need.time[need.points - 1] + CHARGE_EPSILON) {
        need.charge[need.points - 1] = std::max(charge, need.charge[need.points - 1]);
        return;
    }
    if (need.points == ChargeLabel::MOST) return;
    need.time[need.points] = moment;
    need.charge[need.points++] = charge;
}

double moment_of(const ChargeLabel& need, int after, double charge) {
    const double share = (charge - need.charge[after - 1]) / (need.charge[after] - need.charge[after - 1]);
    return need.time[after - 1] + share * (need.time[after] - need.time[after - 1]);
}

// What is needed at most: later it is too late.
void cut_above(ChargeLabel& need, double most) {
    int kept = need.points;
    while (kept > 0 && need.charge[kept - 1] > most + CHARGE_EPSILON) kept--;
    if (kept > 0 && kept < need.points) {
        need.time[kept] = moment_of(need, kept, most);
        need.charge[kept++] = most;
    }
    need.points = kept;
}

// What is needed at least.
void raise_to(ChargeLabel& need, double least) {
    int low = 0;
    while (low < need.points && need.charge[low] < least) low++;
    if (low == 0) return;
    if (low == need.points) return need.set(need.time[low - 1], least);
    need.time[low - 1] = moment_of(need, low, least);
    need.charge[low - 1] = least;
    for (int i = low - 1; i < need.points; i++) {
        need.time[i - low + 1] = need.time[i];
        need.charge[i - low + 1] = need.charge[i];
    }
    need.points -= low - 1;
}

}  // namespace

void step_back(ChargeLabel& need, double seconds, double joules, double reserve) {
    raise_to(need, reserve);
    for (int i = 0; i < need.points; i++) {
        need.time[i] -= seconds;
        need.charge[i] += joules;
    }
}

void keep_within(ChargeLabel& need, double open, double close) {
    if (need.points == 0) return;
    if (need.time[need.points - 1] < open - CHARGE_EPSILON) {
        need.points = 0;
        return;
    }
    if (need.points == 1) {
        need.time[0] = std::min(need.time[0], close);
        return;
    }
    const ChargeLabel before = need;
    need.points = 0;
    const double first = std::clamp(before.time[0], open, close);
    need.set(first, before.at(first));
    for (int i = 0; i < before.points; i++) {
        if (before.time[i] <= first) continue;
        if (before.time[i] >= close) {
            append(need, close, before.at(close));
            break;
        }
        append(need, before.time[i], before.charge[i]);
    }
}

namespace {

// Moments of leaving with the seconds that charging from empty to the need takes: also where the curve bends.
struct Leaving {
    double moment, from_empty, need;
    double ahead() const { return from_empty - moment; }
};

int leavings_of(const ChargeLabel& need, const Curve& curve, Leaving* into) {
    int count = 0;
    for (int i = 0; i < need.points; i++) {
        for (size_t k = 1; i > 0 && k + 1 < curve.charge.size(); k++) {
            if (curve.charge[k] <= need.charge[i - 1] || curve.charge[k] >= need.charge[i]) continue;
            if (count + need.points - i >= 2 * ChargeLabel::MOST) break;
            into[count++] = {moment_of(need, i, curve.charge[k]), curve.time[k], curve.charge[k]};
        }
        into[count++] = {need.time[i], curve.time_at(need.charge[i]), need.charge[i]};
    }
    return count;
}

// The curve driven backwards from a moment of leaving: who comes earlier needs less.
void follow(ChargeLabel& need, const Curve& curve, double since, const Leaving& leaving) {
    const double shift = leaving.ahead();
    if (need.points == 0) append(need, -shift, 0);
    for (size_t k = 1; k < curve.time.size(); k++) {
        const double moment = curve.time[k] - shift;
        if (moment > since && moment < leaving.moment) append(need, moment, curve.charge[k]);
    }
    if (leaving.moment > since) append(need, leaving.moment, leaving.need);
}

}  // namespace

// Either leave at once or charge until the moment that asks for the least when it is reached.
void unplug(ChargeLabel& need, const Curve& curve) {
    cut_above(need, curve.full());
    if (need.points == 0) return;
    Leaving leavings[2 * ChargeLabel::MOST];
    if (curve.only_full) {
        const double latest = need.time[need.points - 1];
        need.points = 0;
        return follow(need, curve, -INFEASIBLE, {latest, curve.time.back(), curve.full()});
    }
    const int count = leavings_of(need, curve, leavings);
    need.points = 0;
    double since = -INFEASIBLE;
    for (int from = 0; from < count;) {
        int chosen = from;
        for (int i = from; i < count; i++) {
            if (leavings[i].ahead() <= leavings[chosen].ahead() + CHARGE_EPSILON) chosen = i;
        }
        if (from > 0) {
            // Behind the moment before, leaving at once is best until charging for the next one is.
            const Leaving& a = leavings[from - 1];
            const Leaving& b = leavings[from];
            const double rise = b.ahead() - a.ahead();
            const double share = rise > 0 ? std::clamp((leavings[chosen].ahead() - a.ahead()) / rise, 0.0, 1.0) : 0;
            since = a.moment + share * (b.moment - a.moment);
            append(need, since, a.need + share * (b.need - a.need));
        }
        follow(need, curve, since, leavings[chosen]);
        since = leavings[chosen].moment;
        from = chosen + 1;
    }
}

bool meets(const ChargeLabel& held, const ChargeLabel& need) {
    if (held.points == 0 || need.points == 0) return false;
    const double latest = need.time[need.points - 1];
    if (held.time[0] > latest + CHARGE_EPSILON) return false;
    if (held.points == 1) return held.charge[0] >= need.at(held.time[0]) - CHARGE_EPSILON;
    if (held.charge[held.points - 1] < need.charge[0] - CHARGE_EPSILON) return false;
    if (need.points == 1) return held.at(latest) >= need.charge[0] - CHARGE_EPSILON;
    for (int i = 0; i < held.points && held.time[i] <= latest; i++) {
        if (held.charge[i] >= need.at(held.time[i]) - CHARGE_EPSILON) return true;
    }
    for (int i = 0; i < need.points; i++) {
        if (need.time[i] > held.time[0] && held.at(need.time[i]) >= need.charge[i] - CHARGE_EPSILON) return true;
    }
    return false;
}

}  // namespace pannier
