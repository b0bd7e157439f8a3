"""What a scanner reads from a parcel, as the plain code under which the parcel is known."""

from __future__ import annotations

from pannier.core.sscc import DIGITS

_MARKS = ("]C1", "]d2", "]Q3", "]e0")


def plain_barcode(scanned: str) -> str:
    """Return what a scanner read without symbology mark, GS1 brackets and application identifier 00.

    `]C100340123450000000018`, `(00)340123450000000018` and the 18 digits alone all mean the same parcel; other
    barcodes (a merchant's own) are only stripped of blanks.
    """
    text = "".join(scanned.split())
    for mark in _MARKS:
        text = text.removeprefix(mark)
    text = text.removeprefix("(00)")
    if len(text) == DIGITS + 2 and text.isdigit() and text.startswith("00"):
        return text[2:]
    return text
