"""What a password has to be."""

from pannier.accounts.tokens import DEMO_PASSWORD
from pannier.base.problems import Invalid
from pannier.base.settings import settings

SHORTEST = 10


def check_password(password: str, pointer: str = "/password") -> None:
    """Raise Invalid for a password that is too short or that everybody knows."""
    if len(password) < SHORTEST:
        raise Invalid(f"A password has at least {SHORTEST} characters.", pointer=pointer)
    if password == DEMO_PASSWORD and not settings().demo:
        raise Invalid("This is the demo's password, which everybody knows; choose another.", pointer=pointer)
