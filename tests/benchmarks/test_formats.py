"""Files become instances; what is no such file gets one clear sentence."""

import pytest

from benchmarks.routing.instance import BadFile
from benchmarks.routing.sets import SETS
from tests.benchmarks.files import CVRP, LI_LIM, MTVRPTW, SCHNEIDER, SOLOMON, TEXTS, VRP_REP
from tests.benchmarks.judging import tiny


def test_solomon_gives_vehicles_windows_and_the_depot_first():
    instance = tiny("vrptw")
    assert len(instance.vans) == 2
    assert instance.vans[0].capacity == 10
    assert instance.customers == (1, 2, 3)
    assert (instance.nodes[2].ready, instance.nodes[2].due, instance.nodes[2].service) == (20, 30, 2)


def test_li_lim_joins_pickup_and_delivery():
    assert tiny("pdptw").pairs == ((1, 2),)


def test_schneider_gives_a_linear_curve_that_ends_full():
    electric = tiny("evrptw-pr").electric
    assert electric is not None
    assert electric.curves[2] == ((0.0, 0.0), (20.0, 10.0))
    assert not electric.only_full
    assert tiny("evrptw").electric.only_full


def test_vrplib_without_a_fleet_gets_enough_vehicles():
    assert len(tiny("cvrp").vans) == 2


def test_vrplib_reads_a_mixed_fleet_in_the_files_order():
    vans = tiny("hfvrp").vans
    assert [(van.capacity, van.fixed_cost, van.unit_cost) for van in vans] == [(6, 100, 2), (3, 50, 3)]


def test_vrplib_reads_depots_of_vehicles_and_the_longest_duration():
    vans = tiny("mdvrptw").vans
    assert [(van.depot, van.max_duration) for van in vans] == [(0, 15), (1, 15)]
    assert tiny("mdvrptw").depots == (0, 1)


def test_one_service_time_for_all_spares_the_depot():
    instance = tiny("mtvrptw")
    assert [node.service for node in instance.nodes] == [0, 2, 2]
    assert [node.release for node in instance.nodes] == [0, 0, 20]
    assert instance.vans[0].reloads


def test_vrp_rep_counts_time_and_knows_stations_by_kind():
    instance = tiny("evrp-nl")
    assert instance.minimise == "time"
    assert instance.stations == {2}
    assert instance.electric.curves[2] == ((0.0, 0.0), (0.3, 6000.0), (0.7, 10000.0))


@pytest.mark.parametrize("set_name", SETS)
@pytest.mark.parametrize("text", ["", "hello\n", "1 2 3\n4 5\n", "<a/>"])
def test_every_reader_refuses_other_files_with_a_sentence(set_name, text):
    with pytest.raises(BadFile, match=r"^tiny.*[.?]$"):
        SETS[set_name].read(text, name="tiny")


@pytest.mark.parametrize(
    ("set_name", "text", "words"),
    [
        ("vrptw", SOLOMON.replace("20         30", "40         30"), "ends at 30 before it begins at 40"),
        ("vrptw", SOLOMON.replace("    3      1", "    3      x"), "'x' is not a number"),
        ("vrptw", SOLOMON.replace("    3      1", "    3      nan"), "not a finite number"),
        ("pdptw", LI_LIM.replace("0 2\n", "0 9\n"), "names delivery 9"),
        ("evrptw", SCHNEIDER.replace("Q Vehicle", "X Vehicle"), "found 'X Vehicle"),
        ("cvrp", CVRP.replace("EUC_2D", "GEO"), "only EUC_2D"),
        ("cvrp", CVRP.replace("3 6\n", ""), "DEMAND_SECTION needs 3 rows"),
        (
            "mtvrptw",
            MTVRPTW.replace("RELEASE_TIME_SECTION", "PRIZE_SECTION"),
            "PRIZE_SECTION are not understood",
        ),
        ("evrp-nl", VRP_REP.replace(">fast<", ">odd<"), "unknown kind odd"),
    ],
)
def test_a_mistake_is_named_where_it_is(set_name, text, words):
    with pytest.raises(BadFile, match=words):
        SETS[set_name].read(text, name="tiny")


def test_every_set_has_a_tiny_file():
    assert TEXTS.keys() == SETS.keys()
