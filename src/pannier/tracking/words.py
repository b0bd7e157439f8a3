"""The sentences of the recipient's page."""

from datetime import date, datetime

_HEADLINES = {
    "planned": "Your delivery is planned",
    "loaded": "Your parcel is on the vehicle",
    "on_the_way": "On the way to you",
    "next": "You are next",
    "delivered": "Delivered",
    "partially_delivered": "Delivered in part",
    "attempted": "We could not hand over your parcel",
    "returning": "Your parcel goes back to the sender",
    "returned": "Your parcel is back with the sender",
    "cancelled": "This delivery was cancelled",
    "lost": "Your parcel cannot be found",
}
_RETURNS = {
    "planned": "Your pickup is planned",
    "loaded": "Your pickup is planned",
    "delivered": "Picked up",
    "partially_delivered": "Picked up in part",
    "attempted": "We could not pick up your parcel",
    "cancelled": "This pickup was cancelled",
}
_NEXT = {
    "held": "We need an answer before we try again; the sender will contact you.",
    "returning": "It goes back to the sender, who will contact you.",
    "cancelled": "No further attempt is planned; please ask the sender.",
}
_HOW = {"picked_up_from_customer": "Picked up"}
"""In place of words that speak about the reader to a dispatcher."""


def headline(phase: str, kind: str) -> str:
    """Return the page's first line."""
    return (_RETURNS if kind == "return" else {}).get(phase) or _HEADLINES[phase]


def handed_over(code: str | None, label: str | None) -> str:
    """Return how an order was handed over; `label` is what those who deliver call it."""
    return _HOW.get(code or "") or label or "Handed over"


def next_step(status: str, on: date) -> str:
    """Return what happens after a failed attempt."""
    if status in _NEXT:
        return _NEXT[status]
    return f"We try again on {on:%A %-d %B}."


def last_sign(at: datetime | None, now: datetime) -> str:
    """Return what is known of a rider who is later than expected."""
    if at is None:
        return "We tell you a new time as soon as we have one."
    return f"Your rider was last heard from {heard_in_words(at, now)}. A new time follows as soon as we have one."


def heard_in_words(at: datetime, now: datetime) -> str:
    """Return how long ago a rider was heard from, rounded so that it tells nothing of their way."""
    minutes = round((now - at).total_seconds() / 60)
    if minutes < 2:
        return "a moment ago"
    if minutes < 10:
        return f"about {minutes} minutes ago"
    if minutes < 58:
        return f"about {5 * round(minutes / 5)} minutes ago"
    hours = round(minutes / 60)
    if hours < 24:
        return f"about {hours} {'hour' if hours == 1 else 'hours'} ago"
    return "more than a day ago"
