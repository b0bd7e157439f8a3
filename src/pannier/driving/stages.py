"""The two ends at which an order is tried: the recipient's door, and the sender's where it is collected."""

from collections.abc import Iterable
from enum import StrEnum

from pannier.driving.models import Attempt


class Stage(StrEnum):
    """At which end an attempt was made; a return's pickup is its delivery to the rider."""

    DELIVERY = "delivery"
    COLLECTION = "collection"


def of_stage(rows: Iterable[Attempt], stage: Stage) -> list[Attempt]:
    """Return the attempts that were made at one end."""
    return [row for row in rows if row.stage == stage]
