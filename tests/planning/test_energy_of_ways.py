"""The energy of a day's ways is reckoned in parts: that changes no joule, however many places there are."""

import numpy as np
import pytest

from pannier.connect.road_network import UNREACHABLE
from pannier.core.energy import linear_upper_bound
from pannier.factors.kinds import vehicle_kind
from pannier.planning import streets
from pannier.planning.streets import energy_of_ways

PAYLOAD_G = 150_000


def ways(places: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return drawn metres and seconds between places, some without a way, and seconds of standing."""
    rng = np.random.default_rng(places)
    metres = rng.integers(0, 9000, (places, places), dtype=np.int32)
    seconds = (metres / rng.uniform(2, 8, metres.shape)).astype(np.int32)
    for one in (metres, seconds):
        one[0, -1] = UNREACHABLE
    return metres, seconds, rng.integers(0, 600, places, dtype=np.int32)


@pytest.mark.parametrize("code", ["cargo_bike", "e_van"])
@pytest.mark.parametrize("at_once", [1, 7, 100, 1_000_000])
def test_reckoned_in_parts_it_is_what_it_is_as_a_whole(
    code: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, (metres, seconds, standing) = vehicle_kind(code), ways(23)
    monkeypatch.setattr(streets, "_WAYS_AT_ONCE", at_once)
    found = energy_of_ways(
        kind, metres, seconds, standing_s=standing, payload_max_g=PAYLOAD_G, temperature_c=3.0, traffic=None
    )
    bounds = [
        linear_upper_bound(
            kind.energy,
            np.maximum(metres, 0).astype(np.float64),
            duration_s=np.maximum(seconds, 0) / faster,
            payload_max_kg=PAYLOAD_G / 1000,
            temperature_c=3.0,
            service_s=np.broadcast_to(standing.astype(np.float64), metres.shape),
        )
        for faster in {1.0, kind.routing.duration_factor}
    ]
    for part, of_paces in zip(found, zip(*bounds, strict=True), strict=True):
        whole = np.maximum.reduce(of_paces)
        assert part[0, -1] == UNREACHABLE
        assert np.array_equal(part[metres >= 0], whole[metres >= 0])
        assert part.max() > 0
