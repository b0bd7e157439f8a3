"""What each role may do, from data/roles.toml."""

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from pannier.accounts.problems import UnknownRole


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
