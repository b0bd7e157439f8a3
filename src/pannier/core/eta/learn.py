"""Learn how real durations differ from planned ones, from rounds that were driven.

Ratios are sums of real over sums of planned seconds, so that what adds up along a route adds up in the mean; a key with
little behind it leans on the next coarser one. Spreads come from the same rounds: what two durations of a route have in
common is what all of it shares.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pannier.core.eta.model import PRIOR, Durations, EtaModel, Key, Spread
from pannier.core.eta.pace import is_usable

TRAVEL_TRUST_S = 3_600.0
SERVICE_TRUST_S = 1_800.0
"""What is taken from the coarser key weighs as much as so many planned seconds of the key's own."""
SPREAD_TRUST = 200.0
"""What is taken for the spread before weighs as much as so many durations."""
type _Stray = tuple[float, float]
"""Seconds by which a duration was longer than expected, and the expected ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One leg or one service that was planned and then happened, in seconds."""

    route: str
    key: Key
    planned_s: float
    real_s: float


def learn(travel: Iterable[Observed], service: Iterable[Observed], *, prior: EtaModel = PRIOR) -> EtaModel:
    """Return what these durations teach; without any it is what was known before."""
    return EtaModel(
        travel=learn_durations(travel, prior.travel, trust_s=TRAVEL_TRUST_S),
        service=learn_durations(service, prior.service, trust_s=SERVICE_TRUST_S),
        early_z=prior.early_z,
        late_z=prior.late_z,
    )


def learn_durations(observed: Iterable[Observed], prior: Durations, *, trust_s: float) -> Durations:
    """Return the ratios and the spread of one sort of durations."""
    usable = [one for one in observed if is_usable(one.planned_s, one.real_s)]
    ratios = _ratios(usable, prior, trust_s)
    learned = Durations(spread=prior.spread, ratios=ratios)
    return Durations(spread=_spread(usable, learned), ratios=ratios)


def _ratios(observed: Sequence[Observed], prior: Durations, trust_s: float) -> Mapping[Key, float]:
    planned_s: dict[Key, float] = defaultdict(float)
    real_s: dict[Key, float] = defaultdict(float)
    for one in observed:
        for depth in range(len(one.key) + 1):
            planned_s[one.key[:depth]] += one.planned_s
            real_s[one.key[:depth]] += one.real_s
    found: dict[Key, float] = {}
    for key in sorted(planned_s, key=len):
        before = found[key[:-1]] if key else prior.ratio(())
        found[key] = (real_s[key] + trust_s * before) / (planned_s[key] + trust_s)
    return found


def _spread(observed: Sequence[Observed], learned: Durations) -> Spread:
    """Return the spread around what is expected (method of moments), leaning on the one before.

    With strays r over expected lengths t: what two of a route have in common is the sum of the products of different
    strays over that of their lengths; the rest of a stray's square, over its length, is its own.
    """
    if not observed:
        return learned.spread
    by_route: dict[str, list[_Stray]] = defaultdict(list)
    for one in observed:
        expected_s = one.planned_s * learned.ratio(one.key)
        by_route[one.route].append((one.real_s - expected_s, expected_s))
    strays = [one for some in by_route.values() for one in some]
    common2 = _common2(by_route.values(), strays, learned.spread.common**2)
    length_s = sum(t for _, t in strays)
    own_s2 = max(0.0, sum(r**2 - common2 * t**2 for r, t in strays))
    trusted_s = SPREAD_TRUST * length_s / len(strays)
    own = (own_s2 + trusted_s * learned.spread.own_s) / (length_s + trusted_s)
    return Spread(common=common2**0.5, own_s=own)


def _common2(routes: Iterable[Sequence[_Stray]], strays: Sequence[_Stray], before: float) -> float:
    """Return the square of the shared spread."""
    of_strays = of_lengths = 0.0
    for some in routes:
        of_strays += sum(r for r, _ in some) ** 2 - sum(r**2 for r, _ in some)
        of_lengths += sum(t for _, t in some) ** 2 - sum(t**2 for _, t in some)
    trusted = SPREAD_TRUST * sum(t**2 for _, t in strays) / len(strays)
    return max(0.0, (of_strays + trusted * before) / (of_lengths + trusted))
