// Charge as a function of time along a route with stations: what the battery can hold at most when a service
// begins at a given moment. Exact for fixed stations and piecewise-linear charging (Froger et al. 2019); with one
// linear curve it is the label of Desaulniers et al. 2016.
#pragma once

#include <vector>

#include "instance.hpp"

namespace pannier {

constexpr double CHARGE_EPSILON = 1e-6;  // of seconds and joules

// A function that never falls: 0 points mean that the stop cannot be reached; after the last point it is flat.
struct ChargeLabel {
    static constexpr int MOST = 10;
    int32_t points = 0;
    double time[MOST], charge[MOST];

    ChargeLabel() = default;
    ChargeLabel(const ChargeLabel& other) { *this = other; }
    // Most labels have one or two points: the others are not worth a copy.
    ChargeLabel& operator=(const ChargeLabel& other) {
        points = other.points;
        for (int i = 0; i < points; i++) {
            time[i] = other.time[i];
            charge[i] = other.charge[i];
        }
        return *this;
    }

    void set(double at, double held) {
        points = 1;
        time[0] = at;
        charge[0] = held;
    }
    void add(double at, double held);
    double at(double moment) const;
    bool covers(const ChargeLabel& other) const;
};

// Leave, drive and wait until the next stop opens; false when it is too late or the battery too empty.
bool drive(ChargeLabel& label, double seconds, double joules, double reserve, double open, double close);

// Plug in on arrival for as long as wanted. A plan plugs in for whole seconds and holds whole joules; `lost` of each
// may be kept for that.
void plug_in(ChargeLabel& label, const Curve& curve, double lost = 0);

// The moment to arrive, and the seconds to plug in, so that a departure at `leave` holds `wanted`.
struct Plugged {
    double arrival, seconds;
};
Plugged plug_for(const ChargeLabel& arriving, const Curve& curve, double leave, double wanted);

}  // namespace pannier
