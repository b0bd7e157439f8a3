"""Orders that must leave within minutes: which rider takes which, how long one may wait for company, who keeps one.

Pure: the ways to serve an order come from outside, priced and timed by the engine; the choice among them is made here.
"""

from pannier.core.on_demand.asking import ask_again, ask_anybody, asked_again_s, stuck
from pannier.core.on_demand.choosing import Choice, next_choice
from pannier.core.on_demand.deadlines import with_deadlines
from pannier.core.on_demand.holding import held_until, is_due
from pannier.core.on_demand.option import Option, lateness_s, price_of
from pannier.core.on_demand.order import OpenOrder, Terms, open_order
from pannier.core.on_demand.policy import Policy
from pannier.core.on_demand.promises import with_promises
from pannier.core.on_demand.ready import counts_from
from pannier.core.on_demand.standing import Answer, is_unanswered

__all__ = [
    "Answer",
    "Choice",
    "OpenOrder",
    "Option",
    "Policy",
    "Terms",
    "ask_again",
    "ask_anybody",
    "asked_again_s",
    "counts_from",
    "held_until",
    "is_due",
    "is_unanswered",
    "lateness_s",
    "next_choice",
    "open_order",
    "price_of",
    "stuck",
    "with_deadlines",
    "with_promises",
]
