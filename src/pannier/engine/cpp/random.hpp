// Random numbers that are the same on every machine (xorshift128+, Vigna 2017); the standard library's are not.
#pragma once

#include <cmath>
#include <cstdint>

namespace pannier {

class Random {
  public:
    explicit Random(uint64_t seed) : a_(seed * 0x9E3779B97F4A7C15ULL + 1), b_(seed ^ 0xD1B54A32D192ED03ULL) {
        for (int i = 0; i < 20; i++) next();
    }

    uint64_t next() {
        uint64_t s = a_;
        a_ = b_;
        s ^= s << 23;
        b_ = s ^ a_ ^ (s >> 17) ^ (a_ >> 26);
        return b_ + a_;
    }
    // A number in [0, 1).
    double share() { return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0); }
    // A number in (0, 1], whose logarithm is finite.
    double positive_share() { return 1.0 - share(); }
    // A whole number in [0, count).
    int32_t below(int32_t count) {
        return static_cast<int32_t>(((next() >> 32) * static_cast<uint64_t>(count)) >> 32);
    }
    bool chance(double share_of_one) { return share() < share_of_one; }

  private:
    uint64_t a_, b_;
};

}  // namespace pannier
