"""The states of routes, stops and tasks, and which of them count as open."""

ROUTE_STATES = ("choice", "draft", "released", "in_progress", "completed", "cancelled")
STOP_STATES = ("pending", "arrived", "done", "skipped")
TASK_STATES = ("unassigned", "assigned", "started", "arrived", "closed")
OUTCOMES = ("succeeded", "partial", "failed", "cancelled", "skipped")

CHOICE = "choice"
"""The state of a plan, and of its routes, that waits beside others to be chosen: nobody drives it."""
UNSEEN = (CHOICE, "cancelled")
"""Routes that are no part of the day."""
OUT = ("released", "in_progress")
"""Routes that a rider has; planning anew leaves them alone."""
DRIVEN = (*OUT, "completed")
"""Routes that use up a shift's time and spare batteries."""
ALIVE = ("draft", *OUT)
"""Routes whose open tasks still wait to be done."""

VISITS = frozenset({"delivery", "pickup", "collect"})
"""Kinds of stops where somebody is met; all others are the hub's, a charger's or a break."""
