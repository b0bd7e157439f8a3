"""Operator files: what is wrong is named before anything is sent; the demo's own file is whole."""

from pathlib import Path

import pytest

from pannier.app import demo_world as world
from pannier.app.cli_operator import OperatorFile, OperatorFileError, SetUp
from pannier.factors.kinds import vehicle_kinds

DEMO = OperatorFile.read(world.find_material() / "operator.toml")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "operator.toml"
    path.write_text(text)
    return path


def test_a_missing_file_says_where_an_example_is(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError, match=r"demo/operator\.toml"):
        OperatorFile.read(tmp_path / "nothing.toml")


def test_a_misspelt_section_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError, match="unknown section vehicle;"):
        OperatorFile.read(written(tmp_path, "[vehicle]\nname = 'x'"))


def test_an_operator_without_hub_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError, match=r"no \[hubs\]"):
        OperatorFile.read(written(tmp_path, "[organisation]\nname='x'\n[admin]\nname='y'"))


def test_broken_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError, match="is no TOML file"):
        OperatorFile.read(written(tmp_path, "[organisation"))


def test_the_demo_has_the_fleet_that_it_promises() -> None:
    kinds = [row["kind"] for row in DEMO.rows("vehicles")]
    assert set(kinds) <= set(vehicle_kinds())
    assert sum(kind.startswith("e_van") for kind in kinds) >= 2
    assert sum(kind.startswith("cargo_") for kind in kinds) >= 4
    assert kinds.count("walker") >= 1


def test_every_shift_of_the_demo_has_its_rider_and_vehicle() -> None:
    riders = {row["name"] for row in DEMO.rows("riders")}
    vehicles = {row["name"] for row in DEMO.rows("vehicles")}
    assert {row["rider"] for row in DEMO.rows("shifts")} == riders
    assert {row["vehicle"] for row in DEMO.rows("shifts")} == vehicles


def test_all_log_ins_of_the_demo_are_in_its_file() -> None:
    rows = [DEMO.admin, *DEMO.rows("people")]
    rows += [row["person"] for name in ("merchants", "partners") for row in DEMO.rows(name)]
    assert {email for _, _, email in world.LOG_INS} == {row["email"] for row in rows}
    assert {row["password"] for row in rows} == {world.PASSWORD}


def test_a_shift_for_an_unknown_rider_is_refused() -> None:
    setting_up = SetUp(None, DEMO, world.DATE)  # type: ignore[arg-type]  # nothing is sent
    row = {"rider": "Nobody", "vehicle": "Bike Olive", "starts": "08:00", "ends": "09:00"}
    with pytest.raises(OperatorFileError, match="the rider Nobody"):
        setting_up._shift(row, {}, {})
