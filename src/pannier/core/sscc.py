"""Parcel barcodes: the Serial Shipping Container Code of GS1, 18 digits of which the last one checks the others."""

DIGITS = 18
_BEFORE_CHECK = DIGITS - 1


class WrongBarcode(ValueError):
    """A barcode, a company prefix or a serial number is not what GS1 demands."""


def check_digit(digits: str) -> int:
    """Return the check digit of a GS1 key without it: weights 3 and 1 from the right, up to the next ten.

    Source: GS1 General Specifications, section 7.9.1. Raises WrongBarcode for anything but digits.
    """
    if not digits.isascii() or not digits.isdigit():
        raise WrongBarcode(f"{digits!r} is not made of digits.")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def sscc(prefix: str, serial: int) -> str:
    """Return the code of the `serial`-th parcel (from 0) under a company prefix of 4 to 12 digits.

    The serial fills the places between prefix and check digit and, when they are used up, counts on in the
    extension digit at the front. Raises WrongBarcode when prefix or serial does not fit.
    """
    if not (prefix.isascii() and prefix.isdigit() and 4 <= len(prefix) <= 12):
        raise WrongBarcode(f"A GS1 company prefix has 4 to 12 digits; {prefix!r} is none.")
    places = _BEFORE_CHECK - 1 - len(prefix)
    extension, reference = divmod(serial, 10**places)
    if not 0 <= extension <= 9:
        raise WrongBarcode(f"Serial {serial} does not fit behind the prefix {prefix}; use a shorter prefix.")
    body = f"{extension}{prefix}{reference:0{places}d}"
    return f"{body}{check_digit(body)}"


def is_sscc(code: str) -> bool:
    """Tell whether a scanned text is an SSCC with a right check digit."""
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return False
    return int(code[-1]) == check_digit(code[:-1])
