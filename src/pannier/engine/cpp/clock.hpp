// The time on the wall, or what the processor gave the calling thread.
#pragma once

#include <ctime>

namespace pannier {

inline double clock_s(bool of_processor) {
    timespec now;
    clock_gettime(of_processor ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace pannier
