"""Make parcel barcodes: the Serial Shipping Container Code of GS1, 18 digits of which the last checks the others."""

from pannier.core.barcode import SSCC_DIGITS, check_digit

_BEFORE_CHECK = SSCC_DIGITS - 1


class WrongBarcode(ValueError):
    """A company prefix or a serial number is not what GS1 demands."""


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
