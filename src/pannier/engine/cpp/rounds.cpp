#include "rounds.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "clock.hpp"
#include "cutting.hpp"

namespace pannier {

namespace {

constexpr double LEAST_ITERATIONS = 100;  // of a part in a round
constexpr double LONGEST_ROUND = 0.05;    // of the budget
constexpr auto LOOK_EVERY = std::chrono::milliseconds(100);

// Threads that are waited for, also when something goes wrong.
struct Team {
    std::vector<std::thread> threads;
    ~Team() {
        for (std::thread& one : threads) one.join();
    }
};

// Where every kind is plain, a change is so cheap that a budget lets each task be moved thousands of times; what a cut
// hides then costs more than a second thread brings, so such plans are cut only when they are large.
int32_t least_part(const Instance& in, const Parameters& with) {
    bool is_plain = std::all_of(in.kinds.begin(), in.kinds.end(), [](const Kind& kind) { return kind.is_plain; });
    return is_plain ? std::max(with.least_part_tasks, with.part_tasks) : with.least_part_tasks;
}

int32_t count_routes(const Snapshot& plan) {
    return static_cast<int32_t>(std::count_if(plan.routes.begin(), plan.routes.end(),
                                              [](const Route& route) { return !route.stops.empty(); }));
}

}  // namespace

Rounds::Rounds(const Instance& instance, const Neighbours& neighbours, Parameters parameters, uint64_t seed,
               int32_t threads)
    : in_(instance), with_(parameters), random_(seed + 1), absences_(instance.jobs.size(), 0),
      used_s_(static_cast<size_t>(threads), 0) {
    for (const Kind& kind : instance.kinds) limit_.push_back(kind.count);
    for (int32_t i = 0; i < threads; i++) {
        searches_.push_back(std::make_unique<Search>(instance, neighbours, parameters, seed));
    }
}

bool Rounds::pay(const Instance& instance, const Parameters& parameters, int32_t threads) {
    if (threads == 1) return instance.size() >= parameters.whole_tasks;
    return instance.size() >= 2 * least_part(instance, parameters);
}

void Rounds::run(Search& begun, const Budget& budget, const OnProgress& on_progress) {
    budget_ = budget;
    on_progress_ = &on_progress;
    began_ = clock_s(budget.of_processor);
    begun.begin(budget, on_progress, false);
    average_ = begun.annealing().average;
    fleet_until_ = begun.fleet_until();
    iterations_ = begun.iterations();
    now_ = best_ = begun.best();
    if (fleet_until_ > 0) most_routes_ = count_routes(best_);
    for (double spent = progress(); !tell() && spent < 1; spent = progress()) round(spent);
    told_ = 0;
    tell();
}

// Share of the budget that is spent; with the processor's time, what the threads took and what the caller took.
double Rounds::progress() const {
    if (budget_.iterations >= 0) {
        return budget_.iterations == 0 ? 1 : static_cast<double>(iterations_) / static_cast<double>(budget_.iterations);
    }
    const double spent = clock_s(budget_.of_processor) - began_ + (budget_.of_processor ? parts_s_ : 0);
    return budget_.seconds <= 0 ? 1 : spent / budget_.seconds;
}

int32_t Rounds::count_parts() const {
    const int32_t threads = static_cast<int32_t>(searches_.size());
    // Large plans are cut small, so that what a search looks at stays in the processor's cache.
    int32_t turns = std::max(1, (in_.size() + threads * with_.part_tasks / 2) / (threads * with_.part_tasks));
    return std::min(threads * turns, std::max(1, in_.size() / least_part(in_, with_)));
}

void Rounds::round(double spent) {
    std::vector<Part> parts = cut(in_, std::move(now_), limit_, most_routes_, count_parts(), random_);
    const double until = std::min(1.0, spent + length_of_round(parts.size()));
    std::vector<Turn> turns;
    for (size_t i = 0; i < parts.size(); i++) turns.push_back(turn_of(spent, until, parts.size()));
    const int64_t before = iterations_;
    work(parts, turns);
    join(parts);
    iteration_s_ = (until - spent) * budget_.seconds / std::max(1.0, static_cast<double>(iterations_ - before));
}

// As a share of the budget: so many iterations for each task. Parts that are apart for long, each with its own few
// vehicles, lose what room the others have to spare.
double Rounds::length_of_round(size_t parts) const {
    const double wanted = std::max(LEAST_ITERATIONS * static_cast<double>(parts), with_.sweep * in_.size());
    if (budget_.iterations >= 0) return wanted / static_cast<double>(budget_.iterations);
    const double share = wanted * iteration_s_ / budget_.seconds;
    return std::min(share, LONGEST_ROUND);
}

Turn Rounds::turn_of(double from, double to, size_t parts) {
    const size_t in_a_row = (parts + searches_.size() - 1) / searches_.size();
    Turn turn;
    turn.budget.of_processor = budget_.of_processor;
    turn.budget.seconds = (to - from) * budget_.seconds / static_cast<double>(in_a_row);
    if (budget_.iterations >= 0) {
        double share = (to - from) * static_cast<double>(budget_.iterations) / static_cast<double>(parts);
        turn.budget.iterations = static_cast<int64_t>(share) + 1;
    }
    const double stretch = budget_.to - budget_.from;
    turn.from = budget_.from + from * stretch;
    turn.to = budget_.from + to * stretch;
    turn.average = average_;
    const double foreseen = budget_.iterations >= 0 ? static_cast<double>(budget_.iterations)
                                                    : budget_.seconds / iteration_s_;
    turn.hot = searches_[0]->annealing().hot_for(foreseen / stretch, count_routes(now_));
    turn.seed = random_.next();
    turn.fleet_until = fleet_until_;
    return turn;
}

// The caller's thread looks on and tells how far it is, so a stop is heard while the others search.
void Rounds::work(std::vector<Part>& parts, const std::vector<Turn>& turns) {
    std::atomic<size_t> next = 0;
    std::mutex lock;
    std::condition_variable one_is_done;
    const size_t count = std::min(searches_.size(), parts.size());
    size_t done = 0;
    std::exception_ptr fault;
    {
        Team team;
        for (size_t thread = 0; thread < count; thread++) {
            team.threads.emplace_back([&, thread] {
                std::exception_ptr own;
                try {
                    work_at(thread, parts, turns, next);
                } catch (...) {
                    own = std::current_exception();
                }
                const std::lock_guard locked(lock);
                if (own) fault = own;
                done++;
                one_is_done.notify_one();
            });
        }
        std::unique_lock locked(lock);
        while (!one_is_done.wait_for(locked, LOOK_EVERY, [&] { return done == count; })) {
            locked.unlock();
            tell();
            locked.lock();
        }
    }
    if (fault) std::rethrow_exception(fault);
    parts_s_ += *std::max_element(used_s_.begin(), used_s_.end());
}

void Rounds::work_at(size_t thread, std::vector<Part>& parts, const std::vector<Turn>& turns, std::atomic<size_t>& next) {
    const double began = clock_s(true);
    for (size_t i = next++; i < parts.size(); i = next++) searches_[thread]->run(parts[i], turns[i], absences_, is_stopped_);
    used_s_[thread] = clock_s(true) - began;
}

// What the parts are now goes on; the best of each part together may be the best whole plan.
void Rounds::join(std::vector<Part>& parts) {
    Snapshot best;
    now_ = Snapshot();
    now_.cost = best.cost = 0;
    now_.mandatory_absent = best.mandatory_absent = 0;
    for (Part& part : parts) {
        iterations_ += part.iterations;
        now_.append(std::move(part.now));
        best.append(std::move(part.best));
    }
    if (best.is_better_than(best_)) best_ = std::move(best);
}

// Tell the caller how far the search is, when it is time; whether to stop.
bool Rounds::tell() {
    const double now = clock_s(false);
    if (now - told_ < TELL_EVERY_S) return is_stopped_;
    told_ = now;
    const double seconds = clock_s(budget_.of_processor) - began_ + (budget_.of_processor ? parts_s_ : 0);
    const int32_t absent = static_cast<int32_t>(best_.absent.size());
    try {
        if ((*on_progress_)({best_.cost, seconds, iterations_, absent, count_routes(best_)})) is_stopped_ = true;
    } catch (...) {
        is_stopped_ = true;
        throw;
    }
    return is_stopped_;
}

}  // namespace pannier
