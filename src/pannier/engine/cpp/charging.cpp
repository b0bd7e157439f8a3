#include "charging.hpp"

#include <algorithm>
#include <cmath>

namespace pannier {

void ChargeLabel::add(double at, double held) {
    if (points > 0 && held <= charge[points - 1] + CHARGE_EPSILON) return;
    if (points > 0 && at <= time[points - 1] + CHARGE_EPSILON) {
        charge[points - 1] = held;
        return;
    }
    if (points == MOST) return;  // flat from here on: less than there is, on the safe side
    time[points] = at;
    charge[points] = held;
    points++;
}

double ChargeLabel::at(double moment) const {
    if (moment >= time[points - 1]) return charge[points - 1];
    for (int i = 1; i < points; i++) {
        if (moment < time[i]) {
            double share = std::max(0.0, moment - time[i - 1]) / (time[i] - time[i - 1]);
            return charge[i - 1] + share * (charge[i] - charge[i - 1]);
        }
    }
    return charge[points - 1];
}

bool ChargeLabel::covers(const ChargeLabel& other) const {
    if (time[0] > other.time[0] + CHARGE_EPSILON) return false;
    const int last = points - 1, others = other.points - 1;
    // What it can hold at most, and what it holds when the other begins, decide most cases.
    if (charge[last] < other.charge[others] - CHARGE_EPSILON) return false;
    if (last == 0) return true;
    for (int i = 0; i <= others; i++) {
        if (at(other.time[i]) < other.charge[i] - CHARGE_EPSILON) return false;
    }
    for (int i = 1; i < last; i++) {
        if (time[i] > other.time[0] && charge[i] < other.at(time[i]) - CHARGE_EPSILON) return false;
    }
    return true;
}

namespace {

// One point: a battery that was not charged yet, or one that is full.
bool drive_point(ChargeLabel& label, double seconds, double joules, double reserve, double open, double close) {
    label.charge[0] -= joules;
    label.time[0] = std::max(open, label.time[0] + seconds);
    return label.charge[0] >= reserve - CHARGE_EPSILON && label.time[0] <= close + CHARGE_EPSILON;
}

// Two points: charged at one station, with a choice of how long.
bool drive_line(ChargeLabel& label, double seconds, double joules, double reserve, double open, double close) {
    double t0 = label.time[0] + seconds, t1 = label.time[1] + seconds;
    double c0 = label.charge[0] - joules, c1 = label.charge[1] - joules;
    if (c1 < reserve - CHARGE_EPSILON) return false;
    const double per_charge = (t1 - t0) / (c1 - c0);
    if (c0 < reserve) {
        t0 += (reserve - c0) * per_charge;
        c0 = reserve;
    }
    if (t0 < open) {
        c0 = open >= t1 ? c1 : c0 + (open - t0) / per_charge;
        t0 = open;
    }
    if (t0 > close + CHARGE_EPSILON) return false;
    if (t1 > close) {
        c1 = c0 + std::max(0.0, close - t0) / per_charge;
        t1 = close;
    }
    label.set(t0, c0);
    if (t1 > t0 + CHARGE_EPSILON && c1 > c0 + CHARGE_EPSILON) {
        label.points = 2;
        label.time[1] = t1;
        label.charge[1] = c1;
    }
    return true;
}

}  // namespace

bool drive(ChargeLabel& label, double seconds, double joules, double reserve, double open, double close) {
    if (label.points == 1) return drive_point(label, seconds, joules, reserve, open, close);
    if (label.points == 2) return drive_line(label, seconds, joules, reserve, open, close);
    ChargeLabel before = label;
    label.points = 0;
    for (int i = 0; i < before.points; i++) {
        before.time[i] += seconds;
        before.charge[i] -= joules;
    }
    int first = 0;
    while (first < before.points && before.charge[first] < reserve - CHARGE_EPSILON) first++;
    if (first == before.points) return false;
    if (first > 0) {  // begin where the charge just suffices
        double share = (reserve - before.charge[first - 1]) / (before.charge[first] - before.charge[first - 1]);
        before.time[first - 1] += share * (before.time[first] - before.time[first - 1]);
        before.charge[first - 1] = reserve;
        first--;
    }
    double begin = std::max(open, before.time[first]);
    if (begin > close + CHARGE_EPSILON) return false;
    double at_begin = before.at(begin);
    label.set(begin, at_begin);
    for (int i = first; i < before.points; i++) {
        if (before.time[i] <= begin) continue;
        if (before.time[i] >= close) {
            label.add(close, before.at(close));
            break;
        }
        label.add(before.time[i], before.charge[i]);
    }
    return true;
}

namespace {

// Seconds of charging that the battery is ahead of its clock; where it is largest, plugging in pays most.
double ahead(const ChargeLabel& arriving, const Curve& curve, int point) {
    return curve.time_at(arriving.charge[point]) - arriving.time[point];
}

void fill_up(ChargeLabel& label, const Curve& curve, double lost) {
    double soonest = INFEASIBLE;
    for (int i = 0; i < label.points; i++) {
        soonest = std::min(soonest, label.time[i] + curve.time.back() - curve.time_at(label.charge[i]));
    }
    label.set(soonest + lost, curve.full());
}

}  // namespace

void plug_in(ChargeLabel& label, const Curve& curve, double lost) {
    if (curve.only_full) return fill_up(label, curve, lost);
    const bool is_line = curve.time.size() == 2;
    if (is_line && label.points == 1) {
        const double per_charge = curve.time[1] / curve.charge[1];
        if (curve.full() > label.charge[0] + CHARGE_EPSILON) {
            label.add(label.time[0] + lost + (curve.full() - label.charge[0]) * per_charge, curve.full());
        }
        return;
    }
    const ChargeLabel in = label;
    if (in.points == 0) return;
    // Leaving at once keeps the charge; from every point on the battery may follow the curve.
    label.points = 0;
    double best = -INFEASIBLE;
    label.add(in.time[0], in.charge[0]);
    for (int i = 0; i < in.points; i++) {
        double now = ahead(in, curve, i);
        if (now <= best + CHARGE_EPSILON) continue;
        // Up to here the function followed the curve; what comes is a step.
        if (i > 0) label.add(in.time[i] - 1e-3, curve.charge_at(in.time[i] + best - lost) - lost);
        best = now;
        label.add(in.time[i], in.charge[i]);
        int next = i + 1;
        while (next < in.points && ahead(in, curve, next) <= best + CHARGE_EPSILON) next++;
        double end = next < in.points ? in.time[next] : INFEASIBLE;
        for (size_t k = 0; k < curve.time.size(); k++) {
            double moment = curve.time[k] - best + lost;
            if (moment <= in.time[i]) continue;
            if (moment > end) break;
            label.add(moment, curve.charge[k] - (k + 1 == curve.time.size() ? 0 : lost));
        }
    }
}

Plugged plug_for(const ChargeLabel& arriving, const Curve& curve, double leave, double wanted) {
    if (curve.only_full) wanted = curve.full();
    Plugged best{arriving.time[0], INFEASIBLE};
    double best_ahead = -INFEASIBLE;
    for (int i = 0; i < arriving.points && arriving.time[i] <= leave + CHARGE_EPSILON; i++) {
        double now = ahead(arriving, curve, i);
        if (now <= best_ahead + CHARGE_EPSILON) continue;
        best_ahead = now;
        double held = arriving.charge[i];
        double seconds = held >= wanted ? 0 : curve.time_at(std::min(wanted, curve.full())) - curve.time_at(held);
        best = {arriving.time[i], seconds};
    }
    return best;
}

}  // namespace pannier
