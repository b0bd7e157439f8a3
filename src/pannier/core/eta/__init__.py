"""Expected arrivals: what is known of how long things take, learned from rounds, and when riders come."""

from pannier.core.eta.arrivals import Eta, Progress, RemainingStop, expected_arrivals
from pannier.core.eta.model import PRIOR, Durations, EtaModel, Key, Spread
from pannier.core.eta.pace import UNSEEN, Pace

__all__ = [
    "PRIOR", "UNSEEN", "Durations", "Eta", "EtaModel", "Key", "Pace", "Progress", "RemainingStop", "Spread",
    "expected_arrivals",
]  # fmt: skip
