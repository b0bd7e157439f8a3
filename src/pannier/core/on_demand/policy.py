"""What an operator decides on orders on demand: how long they may wait for company, and what counts how much."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules of the choice; times in seconds, prices in thousandths of a cent.

    An order is looked at `ahead_s` before it is ready, and kept back for `hold_s` at most, so that another one may
    come that shares its ride. Each minute late counts `late_minute`, each minute until the door `minute`, and taking an
    order from the rider who has it `changed`. A rider who was given one and does not move for `answer_s` has not
    answered. With `serve_late` an order that nobody can serve in time goes to who is least late, else to nobody.
    """

    ahead_s: int = 1_200
    hold_s: int = 60
    answer_s: int = 300
    serve_late: bool = True
    late_minute_millicents: int = 100_000
    minute_millicents: int = 15_000
    changed_millicents: int = 50_000
