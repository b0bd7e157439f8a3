"""Classes of goods of an organisation, and which of them never share a trip."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.base.problems import Invalid


@dataclass(frozen=True, slots=True)
class GoodsClass:
    """A class of goods: its code, what people call it, and the codes it never shares a trip with."""

    code: str
    label: str
    not_with: tuple[str, ...] = ()


@cache
def usual_classes() -> tuple[GoodsClass, ...]:
    """Return the classes of an organisation that says nothing of its own (goods_classes.toml)."""
    table = tomllib.loads((files("pannier") / "data" / "goods_classes.toml").read_text(encoding="utf-8"))
    return tuple(GoodsClass(code, row["label"], tuple(row["not_with"])) for code, row in table.items())


def classes_of(stored: Sequence[Mapping[str, Any]] | None) -> tuple[GoodsClass, ...]:
    """Return the classes as an organisation keeps them, the usual ones where it keeps none of its own."""
    if stored is None:
        return usual_classes()
    return tuple(GoodsClass(row["code"], row["label"], tuple(row["not_with"])) for row in stored)


def my_classes(db: Session) -> tuple[GoodsClass, ...]:
    """Return the classes of the organisation that the session works for."""
    return classes_of(my_organisation(db).goods_classes)


def check_classes(classes: Sequence[GoodsClass]) -> None:
    """Raise Invalid for a code that stands twice and for one in `not_with` that is no class."""
    codes = [one.code for one in classes]
    for position, one in enumerate(classes):
        if one.code in codes[:position]:
            text = f"The class {one.code} stands twice; give each code once."
            raise Invalid(text, pointer=f"/goods_classes/{position}/code")
        for strange in sorted(set(one.not_with) - set(codes)):
            text = f"{strange!r} is no class here; use one of {', '.join(codes)}."
            raise Invalid(text, pointer=f"/goods_classes/{position}/not_with")


def conflicts_of(classes: Sequence[GoodsClass]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of codes that never share a trip, each once; saying it of one of two is enough."""
    pairs = {tuple(sorted((one.code, other))) for one in classes for other in one.not_with}
    return tuple(sorted((first, second) for first, second in pairs))
