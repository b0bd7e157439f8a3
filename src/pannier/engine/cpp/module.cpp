// What Python sees of the search: values to fill in, and solve().
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/function.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include "plan.hpp"

namespace nb = nanobind;
using namespace nb::literals;
using namespace pannier;

namespace {

using Numbers = nb::ndarray<const int32_t, nb::ndim<2>, nb::device::cpu>;

// Read a matrix where it lies; Python keeps it alive as long as the problem lives.
Matrix matrix_of(const Numbers& numbers) {
    return {numbers.data(), static_cast<size_t>(numbers.stride(0)), static_cast<size_t>(numbers.stride(1))};
}

void add_profile(Instance& instance, Numbers distance, Numbers duration, Numbers energy, Numbers per_kg) {
    instance.profiles.push_back({matrix_of(distance), matrix_of(duration), matrix_of(energy), matrix_of(per_kg), false});
}

nb::tuple planned_stop(const PlannedStop& stop) {
    return nb::make_tuple(static_cast<int>(stop.type), stop.item, stop.place, stop.filled, stop.hub_power);
}

nb::tuple planned(const Planned& plan) {
    nb::list routes;
    for (const PlannedRoute& route : plan.routes) {
        nb::list stops;
        for (const PlannedStop& stop : route.stops) stops.append(planned_stop(stop));
        routes.append(nb::make_tuple(route.kind, stops));
    }
    nb::list absent;
    for (int32_t job : plan.absent) absent.append(job);
    return nb::make_tuple(routes, absent, plan.cost, plan.iterations, plan.threads);
}

// The search runs without the interpreter's lock and takes it only to tell how far it is.
nb::tuple solve_problem(Instance& instance, const Budget& budget, const Parameters& parameters, uint64_t seed,
                        int threads, const std::vector<PlannedRoute>& start, nb::callable on_progress) {
    OnProgress tell = [&](const Progress& progress) {
        nb::gil_scoped_acquire lock;
        return nb::cast<bool>(on_progress(progress.cost, progress.absent, progress.seconds, progress.iterations));
    };
    Planned plan;
    {
        nb::gil_scoped_release unlocked;
        plan = solve(instance, budget, parameters, seed, threads, start, tell);
    }
    return planned(plan);
}

void bind_vehicles(nb::module_& m) {
    nb::class_<Rates>(m, "Rates").def(nb::init<>()).def_rw("fixed", &Rates::fixed).def_rw("second", &Rates::second)
        .def_rw("overtime_second", &Rates::overtime_second).def_rw("metre", &Rates::metre)
        .def_rw("joule", &Rates::joule).def_rw("squared_second", &Rates::squared_second)
        .def_rw("squared_task", &Rates::squared_task);
    nb::class_<Limits>(m, "Limits").def(nb::init<>()).def_rw("distance", &Limits::distance)
        .def_rw("duration", &Limits::duration).def_rw("stops", &Limits::stops);
    nb::class_<Rest>(m, "Rest").def("__init__", [](Rest* rest, int32_t open, int32_t close, int32_t duration) {
        new (rest) Rest{open, close, duration};
    });
    nb::enum_<HubPower>(m, "HubPower").value("NONE", HubPower::NONE).value("SWAP", HubPower::SWAP)
        .value("CHARGE", HubPower::CHARGE);
    nb::class_<Curve>(m, "Curve").def(nb::init<>()).def_rw("time", &Curve::time).def_rw("charge", &Curve::charge)
        .def_rw("only_full", &Curve::only_full);
    nb::class_<Station>(m, "Station").def("__init__", [](Station* station, int32_t place, int32_t curve, int32_t id) {
        new (station) Station{place, curve, id};
    });
    nb::class_<Battery>(m, "Battery").def(nb::init<>()).def_rw("present", &Battery::present)
        .def_rw("capacity", &Battery::capacity).def_rw("start", &Battery::start).def_rw("reserve", &Battery::reserve)
        .def_rw("at_hub", &Battery::at_hub).def_rw("swap_duration", &Battery::swap_duration)
        .def_rw("spares", &Battery::spares).def_rw("hub_curve", &Battery::hub_curve)
        .def_rw("curves", &Battery::curves).def_rw("stations", &Battery::stations);
    nb::class_<Kind>(m, "Kind").def(nb::init<>()).def_rw("count", &Kind::count).def_rw("profile", &Kind::profile)
        .def_rw("capacity", &Kind::capacity).def_rw("shift_open", &Kind::shift_open)
        .def_rw("shift_close", &Kind::shift_close).def_rw("latest_end", &Kind::latest_end)
        .def_rw("start_place", &Kind::start_place).def_rw("end_place", &Kind::end_place)
        .def_rw("reload_places", &Kind::reload_places).def_rw("loading", &Kind::loading)
        .def_rw("max_trips", &Kind::max_trips).def_rw("trip_limits", &Kind::trip_limits)
        .def_rw("limits", &Kind::limits).def_rw("rests", &Kind::rests).def_rw("battery", &Kind::battery)
        .def_rw("parking", &Kind::parking).def_rw("keep_slack", &Kind::keep_slack).def_rw("rates", &Kind::rates)
        .def_rw("service", &Kind::service).def_rw("allowed", &Kind::allowed).def_rw("task_price", &Kind::task_price)
        .def_rw("first_loading", &Kind::first_loading).def_rw("start_load", &Kind::start_load)
        .def_rw("is_stack", &Kind::is_stack);
}

void bind_work(nb::module_& m) {
    nb::class_<Task>(m, "Task").def(nb::init<>()).def_rw("place", &Task::place).def_rw("hub", &Task::hub)
        .def_rw("job", &Task::job).def_rw("release", &Task::release).def_rw("demand", &Task::demand)
        .def_rw("due", &Task::due).def_rw("late_once", &Task::late_once).def_rw("late_second", &Task::late_second)
        .def_rw("max_aboard", &Task::max_aboard).def_rw("goods", &Task::goods)
        .def_rw("is_pickup", &Task::is_pickup).def_rw("is_paired", &Task::is_paired);
    nb::class_<Instance>(m, "Instance").def(nb::init<>()).def_rw("places", &Instance::places)
        .def_rw("dimensions", &Instance::dimensions).def_rw("payload", &Instance::payload)
        .def_rw("station_place", &Instance::station_place).def_rw("conflicts", &Instance::conflicts)
        .def("add_profile", &add_profile, "distance"_a, "duration"_a, "energy"_a, "energy_per_kg"_a)
        .def("add_kind", [](Instance& in, const Kind& kind) { in.kinds.push_back(kind); })
        .def("add_task", &add_task, "task"_a, "windows"_a)
        .def("add_job", &add_job, "tasks"_a, "pickups"_a, "prize"_a, "is_mandatory"_a);
}

void bind_search(nb::module_& m) {
    nb::class_<Budget>(m, "Budget").def(nb::init<>()).def_rw("seconds", &Budget::seconds)
        .def_rw("iterations", &Budget::iterations).def_rw("of_processor", &Budget::of_processor);
    nb::class_<Parameters>(m, "Parameters").def(nb::init<>()).def_rw("hot", &Parameters::hot)
        .def_rw("cold", &Parameters::cold).def_rw("insertion_neighbours", &Parameters::insertion_neighbours)
        .def_rw("ruin_neighbours", &Parameters::ruin_neighbours).def_rw("tails_chance", &Parameters::tails_chance)
        .def_rw("retype_chance", &Parameters::retype_chance).def_rw("fleet_share", &Parameters::fleet_share)
        .def_rw("whole_tasks", &Parameters::whole_tasks).def_rw("part_tasks", &Parameters::part_tasks)
        .def_rw("least_part_tasks", &Parameters::least_part_tasks).def_rw("sweep", &Parameters::sweep)
        .def_prop_rw("average_removed", [](const Parameters& p) { return p.ruin.average_removed; },
                     [](Parameters& p, double value) { p.ruin.average_removed = value; })
        .def_prop_rw("longest_string", [](const Parameters& p) { return p.ruin.longest_string; },
                     [](Parameters& p, double value) { p.ruin.longest_string = value; });
    nb::class_<PlannedStop>(m, "PlannedStop").def("__init__", [](PlannedStop* stop, int type, int32_t item, int32_t place) {
        new (stop) PlannedStop{static_cast<StopType>(type), item, place, 0, false};
    });
    nb::class_<PlannedRoute>(m, "PlannedRoute").def("__init__", [](PlannedRoute* route, int32_t kind, std::vector<PlannedStop> stops) {
        new (route) PlannedRoute{kind, std::move(stops)};
    });
    m.def("solve", &solve_problem, "instance"_a, "budget"_a, "parameters"_a, "seed"_a, "threads"_a, "start"_a,
          "on_progress"_a);
}

}  // namespace

NB_MODULE(_core, m) {
    m.doc() = "The route optimiser's search; pannier.engine fills in its values and reads its plans.";
    bind_vehicles(m);
    bind_work(m);
    bind_search(m);
}
