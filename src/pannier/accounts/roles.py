"""What each role may do, from data/roles.toml."""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from pannier.accounts.problems import RoleTooWide, UnknownRole

ADMINISTRATOR = "operator_admin"
DRIVE = "drive"
# What lets people do their own work only: who gives it gains nothing by it.
PERSONAL = frozenset({DRIVE})


@dataclass(frozen=True, slots=True)
class Role:
    """One row of roles.toml."""

    name: str
    label: str
    permissions: frozenset[str]


@functools.cache
def all_roles() -> dict[str, Role]:
    """Return the roles by name."""
    table = tomllib.loads(files("pannier").joinpath("data/roles.toml").read_text("utf-8"))
    return {name: Role(name, row["label"], frozenset(row["permissions"])) for name, row in table.items()}


@functools.cache
def all_permissions() -> frozenset[str]:
    """Return every permission that some role has."""
    return frozenset().union(*(role.permissions for role in all_roles().values()))


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return what someone with these roles may do; raise UnknownRole."""
    known = all_roles()
    for name in roles:
        if name not in known:
            raise UnknownRole(
                f"There is no role {name!r}; the roles are {', '.join(known)}.", pointer="/roles"
            )
    return frozenset().union(*(known[name].permissions for name in roles))


def check_may_give(roles: Iterable[str], allowed: frozenset[str]) -> None:
    """Raise RoleTooWide where a role may do more than `allowed`, UnknownRole for one that does not exist."""
    too_wide = sorted(permissions_of(roles) - allowed - PERSONAL)
    if too_wide:
        raise RoleTooWide(
            f"This account may do more than you ({', '.join(too_wide)}); ask who may do all of it.",
            pointer="/roles",
        )
