// What Python sees of the search: values to fill in, and solve().
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/function.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include "plan.hpp"
#include "scout.hpp"

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
    instance.profiles.push_back({matrix_of(distance), matrix_of(duration), matrix_of(energy), matrix_of(per_kg), {}, false, {}});
}

// Give the profile added last its slices of the day; factors by slice, area from and area to.
void add_traffic(Instance& instance, std::vector<int32_t> areas, std::vector<int32_t> starts, std::vector<int32_t> permille,
                 int32_t count) {
    instance.profiles.back().traffic = {count, std::move(areas), std::move(starts), std::move(permille)};
}

nb::tuple planned_stop(const PlannedStop& stop) {
    return nb::make_tuple(static_cast<int>(stop.type), stop.item, stop.place, stop.filled, stop.hub_power, stop.open,
                          stop.close);
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
    Solved solved;
    {
        nb::gil_scoped_release unlocked;
        solved = solve(instance, budget, parameters, seed, threads, start, tell);
    }
    return nb::make_tuple(planned(solved.best), planned(solved.now));
}

nb::tuple way(const Way& found) {
    nb::list stops;
    for (const Stop& stop : found.stops) {
        stops.append(nb::make_tuple(static_cast<int>(stop.type), stop.item, stop.place, stop.filled, stop.hub_power, stop.open,
                                       stop.close));
    }
    return nb::make_tuple(found.route, found.kind, found.extra, found.amount, found.instead_of, stops);
}

nb::list find_ways(Scout& scout, const Asked& asked) {
    nb::list found;
    for (const Way& one : scout.find(asked)) found.append(way(one));
    return found;
}

// A shift's end is kept apart from a longest duration, which may give way by itself.
void make_scout(Scout* scout, Instance& instance, const std::vector<PlannedRoute>& routes) {
    std::vector<int32_t> ends;
    for (const Kind& kind : instance.kinds) ends.push_back(kind.latest_end);
    instance.prepare();
    for (size_t i = 0; i < ends.size(); i++) instance.kinds[i].latest_end = ends[i];
    new (scout) Scout(instance, routes);
}
void bind_kind(nb::module_& m);

void bind_vehicles(nb::module_& m) {
    nb::class_<Rates>(m, "Rates").def(nb::init<>()).def_rw("fixed", &Rates::fixed).def_rw("second", &Rates::second)
        .def_rw("overtime_second", &Rates::overtime_second).def_rw("metre", &Rates::metre)
        .def_rw("joule", &Rates::joule).def_rw("squared_second", &Rates::squared_second)
        .def_rw("squared_task", &Rates::squared_task);
    nb::class_<Limits>(m, "Limits").def(nb::init<>()).def_rw("distance", &Limits::distance)
        .def_rw("duration", &Limits::duration).def_rw("stops", &Limits::stops);
    nb::class_<Rest>(m, "Rest").def("__init__", [](Rest* rest, int32_t open, int32_t close, int32_t duration, int32_t after,
                                                        bool of_driving) {
        new (rest) Rest{open, close, duration, after, of_driving};
    });
    nb::enum_<HubPower>(m, "HubPower").value("NONE", HubPower::NONE).value("SWAP", HubPower::SWAP)
        .value("CHARGE", HubPower::CHARGE);
    nb::class_<Curve>(m, "Curve").def(nb::init<>()).def_rw("time", &Curve::time).def_rw("charge", &Curve::charge)
        .def_rw("only_full", &Curve::only_full);
    nb::class_<Station>(m, "Station").def("__init__", [](Station* station, int32_t place, int32_t curve, int32_t id) {
        new (station) Station{place, curve, id};
    });
    nb::class_<Tariff>(m, "Tariff").def(nb::init<>()).def_rw("since", &Tariff::from).def_rw("extra", &Tariff::extra);
    nb::class_<Charger>(m, "Charger").def("__init__", [](Charger* charger, int32_t tariff, int32_t plugs) {
        new (charger) Charger{tariff, plugs};
    });
    nb::class_<Battery>(m, "Battery").def(nb::init<>()).def_rw("present", &Battery::present)
        .def_rw("capacity", &Battery::capacity).def_rw("start", &Battery::start).def_rw("reserve", &Battery::reserve)
        .def_rw("at_hub", &Battery::at_hub).def_rw("swap_duration", &Battery::swap_duration)
        .def_rw("spares", &Battery::spares).def_rw("hub_curve", &Battery::hub_curve)
        .def_rw("curves", &Battery::curves).def_rw("stations", &Battery::stations)
        .def_rw("tariffs", &Battery::tariffs).def_rw("at_station", &Battery::at_station)
        .def_rw("at_place", &Battery::at_place);
    bind_kind(m);
}

void bind_kind(nb::module_& m) {
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
        .def_rw("is_stack", &Kind::is_stack)
        .def_rw("first_limits", &Kind::first_limits)
        .def("limit", [](Kind& kind, int32_t task, std::vector<std::pair<int32_t, int32_t>> windows) {
            kind.limited.push_back({task, std::move(windows)});
        }, "task"_a, "windows"_a);
}

void bind_work(nb::module_& m) {
    nb::class_<Task>(m, "Task").def(nb::init<>()).def_rw("place", &Task::place).def_rw("hub", &Task::hub)
        .def_rw("job", &Task::job).def_rw("release", &Task::release).def_rw("demand", &Task::demand)
        .def_rw("due_from", &Task::due_from).def_rw("due", &Task::due)
        .def_rw("late_once", &Task::late_once).def_rw("late_second", &Task::late_second)
        .def_rw("max_aboard", &Task::max_aboard).def_rw("goods", &Task::goods)
        .def_rw("is_pickup", &Task::is_pickup).def_rw("is_paired", &Task::is_paired);
    nb::class_<Instance>(m, "Instance").def(nb::init<>()).def_rw("places", &Instance::places)
        .def_rw("dimensions", &Instance::dimensions).def_rw("payload", &Instance::payload)
        .def_rw("station_place", &Instance::station_place).def_rw("conflicts", &Instance::conflicts)
        .def("add_profile", &add_profile, "distance"_a, "duration"_a, "energy"_a, "energy_per_kg"_a)
        .def("add_traffic", &add_traffic, "areas"_a, "starts"_a, "permille"_a, "count"_a)
        .def("add_stop_groups", [](Instance& in, std::vector<int32_t> groups) { in.profiles.back().groups = std::move(groups); })
        .def("add_kind", [](Instance& in, const Kind& kind) { in.kinds.push_back(kind); })
        .def("add_task", &add_task, "task"_a, "windows"_a)
        .def("add_group", [](Instance& in, std::vector<int32_t> jobs) { in.groups.push_back(std::move(jobs)); })
        .def("add_apart", [](Instance& in, std::vector<int32_t> jobs) { in.apart.push_back(std::move(jobs)); })
        .def("add_plugs", [](Instance& in, const std::vector<std::pair<int32_t, int32_t>>& free) {
            auto& windows = in.plugs.emplace_back();
            for (auto [open, close] : free) windows.push_back({open, close});
        })
        .def("add_job", &add_job, "tasks"_a, "pickups"_a, "prize"_a, "is_mandatory"_a);
}

void bind_search(nb::module_& m) {
    nb::class_<Budget>(m, "Budget").def(nb::init<>()).def_rw("seconds", &Budget::seconds)
        .def_rw("iterations", &Budget::iterations).def_rw("of_processor", &Budget::of_processor)
        .def_rw("cooled_from", &Budget::from).def_rw("cooled_to", &Budget::to).def_rw("average", &Budget::average);
    nb::class_<Parameters>(m, "Parameters").def(nb::init<>()).def_rw("hot", &Parameters::hot)
        .def_rw("cold", &Parameters::cold).def_rw("insertion_neighbours", &Parameters::insertion_neighbours)
        .def_rw("ruin_neighbours", &Parameters::ruin_neighbours).def_rw("tails_chance", &Parameters::tails_chance)
        .def_rw("rough_hot", &Parameters::rough_hot).def_rw("rough_most", &Parameters::rough_most)
        .def_rw("long_most", &Parameters::long_most).def_rw("lasting_hot", &Parameters::lasting_hot)
        .def_rw("retype_chance", &Parameters::retype_chance).def_rw("fleet_share", &Parameters::fleet_share)
        .def_rw("whole_tasks", &Parameters::whole_tasks).def_rw("part_tasks", &Parameters::part_tasks)
        .def_rw("least_part_tasks", &Parameters::least_part_tasks).def_rw("sweep", &Parameters::sweep)
        .def_prop_rw("average_removed", [](const Parameters& p) { return p.ruin.average_removed; },
                     [](Parameters& p, double value) { p.ruin.average_removed = value; })
        .def_prop_rw("longest_string", [](const Parameters& p) { return p.ruin.longest_string; },
                     [](Parameters& p, double value) { p.ruin.longest_string = value; });
    nb::class_<PlannedStop>(m, "PlannedStop").def("__init__", [](PlannedStop* stop, int type, int32_t item, int32_t place) {
        new (stop) PlannedStop{static_cast<StopType>(type), item, place, 0, false, 0, FAR};
    });
    nb::class_<PlannedRoute>(m, "PlannedRoute").def("__init__", [](PlannedRoute* route, int32_t kind, std::vector<PlannedStop> stops) {
        new (route) PlannedRoute{kind, std::move(stops)};
    });
    m.def("solve", &solve_problem, "instance"_a, "budget"_a, "parameters"_a, "seed"_a, "threads"_a, "start"_a,
          "on_progress"_a);
}

void bind_scout(nb::module_& m) {
    nb::enum_<Lever>(m, "Lever").value("NONE", Lever::NONE).value("LATER", Lever::LATER)
        .value("EARLIER", Lever::EARLIER).value("SHIFT_END", Lever::SHIFT_END)
        .value("SHIFT_START", Lever::SHIFT_START).value("RELEASE", Lever::RELEASE).value("LOAD", Lever::LOAD)
        .value("BATTERY", Lever::BATTERY).value("SPARES", Lever::SPARES).value("TRIPS", Lever::TRIPS)
        .value("LIMITS", Lever::LIMITS).value("BREAK", Lever::BREAK).value("FRESH", Lever::FRESH)
        .value("GOODS", Lever::GOODS).value("STACK", Lever::STACK)
        .value("TOGETHER", Lever::TOGETHER).value("APART", Lever::APART).value("ALL", Lever::ALL);
    nb::class_<Asked>(m, "Asked").def(nb::init<>()).def_rw("job", &Asked::job).def_rw("lever", &Asked::lever)
        .def_rw("most", &Asked::most).def_rw("step", &Asked::step).def_rw("swap_duration", &Asked::swap_duration)
        .def_rw("also_allowed", &Asked::also_allowed).def_rw("route", &Asked::route)
        .def_rw("without", &Asked::without).def_rw("is_each", &Asked::is_each);
    nb::class_<Scout>(m, "Scout")
        .def("__init__", &make_scout, "instance"_a, "routes"_a, nb::keep_alive<1, 2>())
        .def("find", &find_ways, "asked"_a)
        .def("instead", [](Scout& scout, int32_t job, double mandatory, const std::vector<int32_t>& kept) {
            return way(scout.instead(job, mandatory, kept));
        }, "job"_a, "mandatory"_a, "kept"_a)
        .def("change", &Scout::change, "task"_a, "now"_a, "windows"_a, "service"_a, "allowed"_a, "hours"_a);
}

}  // namespace

NB_MODULE(_core, m) {
    m.doc() = "The route optimiser's search; pannier.engine fills in its values and reads its plans.";
    bind_vehicles(m);
    bind_work(m);
    bind_search(m);
    bind_scout(m);
}
