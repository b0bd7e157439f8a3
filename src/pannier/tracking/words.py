"""The sentences of the recipient's page."""

from datetime import date

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


def headline(phase: str, kind: str) -> str:
    """Return the page's first line."""
    return (_RETURNS if kind == "return" else {}).get(phase) or _HEADLINES[phase]


def next_step(status: str, on: date) -> str:
    """Return what happens after a failed attempt."""
    if status in _NEXT:
        return _NEXT[status]
    return f"We try again on {on:%A %-d %B}."
