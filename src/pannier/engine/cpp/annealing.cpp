#include "annealing.hpp"

#include <algorithm>
#include <cmath>

namespace pannier {

Annealing::Annealing(const Instance& instance, const Parameters& parameters) : in_(instance), with_(parameters) {
    for (const Kind& kind : instance.kinds) {
        is_rough_ |= !kind.is_plain && !kind.is_lasting;
        is_lasting_ |= kind.is_lasting;
    }
}

double Annealing::hot_for(double iterations, int32_t routes) const {
    if (in_.tasks.empty()) return with_.hot;
    const double stops = static_cast<double>(in_.size());
    if (is_lasting_ && !is_rough_) return with_.lasting_hot;
    if (!is_rough_) return std::clamp(stops / (with_.stops_for_one * std::max(1, routes)), with_.hot, with_.long_most);
    return std::clamp(with_.rough_hot * std::pow(iterations / stops, with_.rough_power), with_.hot, with_.rough_most);
}

void Annealing::cool(double share, bool is_known) {
    const double from = is_known && hot > 0 ? hot : with_.hot;
    temperature_ = average * from * std::pow(with_.cold / from, share);
}

double Annealing::allowance(Random& random) const { return -temperature_ * std::log(random.positive_share()); }

}  // namespace pannier
