from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from pannier.core.structure import StructureError, build


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Wheel:
    size: float

    def __post_init__(self) -> None:
        if self.size <= 0:
            raise ValueError("size must be positive.")


@dataclass(frozen=True, kw_only=True)
class Bike:
    name: str
    gears: int
    colour: Colour
    wheels: tuple[Wheel, ...]
    spare: Wheel | None = None
    built: date | None = None
    box: tuple[float, float] = (1.0, 1.0)
    loads: Mapping[str, int] | None = None
    folds: bool = False
    extra: Any = None


PLAIN: dict[str, Any] = {"name": "Ida", "gears": 3, "colour": "red", "wheels": [{"size": 26}, {"size": 20.5}]}


def test_plain_data_become_frozen_values() -> None:
    bike = build(Bike, {**PLAIN, "built": "2026-03-02", "box": [1, 2], "loads": {"front": 3}, "extra": [1]})
    assert bike.wheels == (Wheel(size=26.0), Wheel(size=20.5))
    assert bike.colour is Colour.RED
    assert bike.built == date(2026, 3, 2)
    assert bike.box == (1.0, 2.0)
    assert bike.loads == {"front": 3}
    assert bike.spare is None


def test_parts_that_are_built_already_are_kept() -> None:
    wheel = Wheel(size=1)
    bike = build(Bike, {**PLAIN, "wheels": [wheel], "spare": wheel})
    assert bike.spare is wheel
    assert bike.wheels[0] is wheel


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"bell": True}, "bell: is unknown; known are name, gears"),
        ({"gears": "3"}, "gears: must be a whole number, not '3'"),
        ({"gears": True}, "gears: must be a whole number, not True"),
        ({"name": None}, "name: must be a text, not None"),
        ({"folds": 1}, "folds: must be true or false"),
        ({"colour": "green"}, "colour: must be one of red, blue, not 'green'"),
        ({"wheels": {"size": 3}}, "wheels: must be a list"),
        ({"wheels": [{"size": 26}, {"size": -1}]}, "wheels/1: size must be positive"),
        ({"wheels": [{"size": float("nan")}]}, "wheels/0/size: must be a finite number"),
        ({"wheels": [{}]}, "wheels/0/size: is missing"),
        ({"wheels": [7]}, "wheels/0: must be an object"),
        ({"built": "yesterday"}, "built: must be a date"),
        ({"built": 7}, "built: must be a date"),
        ({"box": [1]}, "box: must hold 2 values, not 1"),
    ],
)
def test_a_wrong_place_is_named(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(StructureError) as caught:
        build(Bike, {**PLAIN, **change})
    assert str(caught.value).startswith(complaint)


def test_data_that_are_no_object_are_refused() -> None:
    with pytest.raises(StructureError, match="The top: must be an object"):
        build(Bike, [])
