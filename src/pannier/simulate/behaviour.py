"""How people and streets behave: published rates where there are any, else our estimates, all in one place.

Sources: first attempts fail at 5 to 10 % (OneRail 2022: 8 %; UK 2015: at least 5 %), most because nobody is home; a
cargo cycle's stop takes 4 minutes (Dalla Chiara et al. 2023); service times spread with quartiles of 420/540/720 s
around a mean of 578 s (ORTEC), which is a log-normal deviation of about 0.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """Rates (0 to 1), deviations (log-normal) and times of a simulated day."""

    failure_rate: float = 0.07
    """First attempts that fail; published figures lie between 5 and 10 %."""
    failure_reasons: Mapping[str, float] = field(
        default_factory=lambda: {
            "recipient_absent": 0.62,
            "closed": 0.12,
            "address_wrong": 0.07,
            "access_blocked": 0.08,
            "refused": 0.08,
            "damaged": 0.03,
        }
    )
    collection_failure_rate: float = 0.1
    """Collections at shops where nothing can be taken; our estimate, most often since it is not packed yet."""
    collection_reasons: Mapping[str, float] = field(default_factory=lambda: {"not_ready": 0.8, "closed": 0.2})
    success_codes: Mapping[str, float] = field(
        default_factory=lambda: {
            "delivered_to_recipient": 0.76,
            "delivered_to_third_party": 0.13,
            "delivered_to_mailbox": 0.06,
            "delivered_to_safe_place": 0.05,
        }
    )
    mailbox_up_to_g: int = 1500
    partial_rate: float = 0.02
    """Orders of several parcels of which one stays aboard, damaged."""
    driving_deviation: float = 0.10
    service_deviation: float = 0.40
    energy_deviation: float = 0.06
    offline_share: float = 0.3
    """Riders whose phone loses the network once in the day."""
    offline: tuple[timedelta, timedelta] = (timedelta(minutes=25), timedelta(minutes=55))
    fix_every: timedelta = timedelta(seconds=10)
    """How often a moving phone takes a position."""
    send_every: timedelta = timedelta(seconds=30)
    """How often it sends what it has."""
    stand_every: timedelta = timedelta(minutes=2)
    """How often a phone that stands at a door or in the hub tells so; in breaks it is silent."""
    fix_noise_m: float = 5.0
    give_up_after: timedelta = timedelta(minutes=45)
    """How long after the end of the shift a late rider brings the rest back."""
    partner_refuses: float = 0.08
    missing_parcels: int = 1
    """Parcels that never arrive at the hub in the morning."""


UNHURRIED = Behaviour(
    fix_every=timedelta(seconds=20), send_every=timedelta(minutes=4), stand_every=timedelta(minutes=8)
)
"""For runs until done: the same day with fewer, larger batches of positions."""
