"""Errors of accounts."""

from pannier.base.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn


class WrongCredentials(NotSignedIn):
    """E-mail and password do not belong together (never says which of the two is wrong)."""

    code = "wrong_credentials"
    title = "E-mail or password is wrong"


class TokenExpired(NotSignedIn):
    """The session or code is over."""

    code = "token_expired"
    title = "The sign-in has expired"


class EmailTaken(Conflict):
    """Someone has an account with this e-mail already."""

    code = "email_taken"
    title = "This e-mail has an account already"


class UnknownRole(Invalid):
    """A role that data/roles.toml does not have."""

    code = "unknown_role"
    title = "Unknown role"


class UnknownPermission(Invalid):
    """A scope that no role has, or that the asking person lacks."""

    code = "unknown_permission"
    title = "Unknown or too wide scope"


class RoleTooWide(NotAllowed):
    """An account that may do more than who makes or changes it."""

    code = "role_too_wide"
    title = "This account may do more than you"


class LastAdministrator(Conflict):
    """Without this person the organisation would have no administrator."""

    code = "last_administrator"
    title = "The last administrator stays"


class WrongPassword(Invalid):
    """The present password, asked for before it is changed, is another one."""

    code = "wrong_password"
    title = "The present password is wrong"


class NoRiderAccount(Conflict):
    """A phone is signed in by QR for riders only."""

    code = "no_rider_account"
    title = "Not the open account of a rider"


class PersonNotFound(NotFound):
    """No such person in this organisation."""

    code = "person_not_found"
    title = "Person not found"


class KeyNotFound(NotFound):
    """No such API key in this organisation."""

    code = "api_key_not_found"
    title = "API key not found"


class NoOperator(NotAllowed):
    """A merchant that no operator (or not the named one) works with."""

    code = "no_operator"
    title = "No operator"


class AlreadySetUp(Conflict):
    """The first-run set-up was done before."""

    code = "already_set_up"
    title = "Already set up"
