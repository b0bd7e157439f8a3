"""Which proofs an attempt needs: the order's wish, and what its outcome asks for by itself."""

from collections.abc import Iterable, Mapping

from pannier.core.attempts import Outcome
from pannier.factors.reasons import failure_reasons, success_codes

KINDS = ("photo", "signature", "pin", "name")
LEVELS = ("off", "optional", "warn", "required")
DEFAULT = {"photo": "optional", "signature": "off", "pin": "off", "name": "optional"}


def policy_of(wish: Mapping[str, str]) -> dict[str, str]:
    """Return the level of every kind of proof for an order; kinds that it does not name are as usual."""
    known = {kind: level for kind, level in wish.items() if kind in KINDS and level in LEVELS}
    return DEFAULT | known


def required_proofs(wish: Mapping[str, str], outcome: Outcome, reason: str | None) -> list[str]:
    """Return the kinds of proof without which this attempt is marked.

    A hand-over needs what the order requires and, left in a safe place for instance, a photo by its success code. A
    failure needs only the photo that its reason asks for: nobody signs for a closed door.
    """
    if outcome is Outcome.FAILED:
        row = failure_reasons().get(reason or "")
        return ["photo"] if row is not None and row.photo == "required" else []
    needed = [kind for kind, level in policy_of(wish).items() if level == "required"]
    code = success_codes().get(reason or "")
    if code is not None and code.photo == "required" and "photo" not in needed:
        needed.append("photo")
    return needed


def missing_proofs(required: Iterable[str], present: Iterable[str]) -> list[str]:
    """Return what is required and not there."""
    there = set(present)
    return [kind for kind in required if kind not in there]
