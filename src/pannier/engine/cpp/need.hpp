// The charge that the way behind a stop needs, as a function of the moment its service begins: the mirror image of
// charging.hpp, so that whether a way before it and the way behind it go together is known without driving them.
#pragma once

#include "charging.hpp"

namespace pannier {

// A need never falls with time; it is flat before its first point, and after its last one it is too late.
// No points: it can never be met.

// From the need when the next service begins to the need so many seconds and joules before.
void step_back(ChargeLabel& need, double seconds, double joules, double reserve);

// From the need when a station is left to the need when it is reached.
void unplug(ChargeLabel& need, const Curve& curve);

// Services begin within a window; an earlier arrival waits.
void keep_within(ChargeLabel& need, double open, double close);

// Whether there is a moment at which a battery, holding at most what the label says, has what is needed.
bool meets(const ChargeLabel& held, const ChargeLabel& need);

}  // namespace pannier
