"""Errors of driving.

DrivingProblem -> NotARider · AttemptNotFound · ProofNotFound · RoundNotFound · ProofRefused · ShaMismatch ·
NotAnImage · TooManyProofs · RoundOpen
"""

from pannier.base.problems import Conflict, Invalid, NotAllowed, NotFound, Problem


class DrivingProblem(Problem):
    """Base of all errors of driving."""


class NotARider(DrivingProblem, NotAllowed):
    """The signed-in person is no active rider."""

    code = "not_a_rider"
    title = "Not a rider"


class AttemptNotFound(DrivingProblem, NotFound):
    """No such attempt in the caller's view."""

    code = "attempt_not_found"
    title = "Attempt not found"


class ProofNotFound(DrivingProblem, NotFound):
    """No such proof, or one without a file, in the caller's view."""

    code = "proof_not_found"
    title = "Proof not found"


class RoundNotFound(DrivingProblem, NotFound):
    """No such round in this organisation."""

    code = "round_not_found"
    title = "Round not found"


class RoundOpen(DrivingProblem, Conflict):
    """The round is not closed yet."""

    code = "round_open"
    title = "The round is still open"


class ShaMismatch(DrivingProblem, Invalid):
    """The file is not the one whose hash was sent."""

    code = "sha256_mismatch"
    title = "File and hash differ"


class NotAnImage(DrivingProblem, Invalid):
    """The file is no picture that can be read."""

    code = "not_an_image"
    title = "Not a readable picture"


class TooManyProofs(DrivingProblem, Conflict):
    """The attempt has as many photos as it may have."""

    code = "too_many_proofs"
    title = "Too many photos"


class ProofElsewhere(DrivingProblem, Conflict):
    """The event of this proof belongs to another order."""

    code = "proof_of_other_order"
    title = "The event belongs to another order"
