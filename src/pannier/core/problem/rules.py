"""Every constraint of the routing problem by name."""

from enum import StrEnum


class Rule(StrEnum):
    """What a plan must keep; the scheduler and the checker name a breach by it."""

    ASSIGNMENT = "assignment"
    REASON = "reason"
    VEHICLE = "vehicle"
    PLACE = "place"
    HUB = "hub"
    PAIR = "pair"
    SKILL = "skill"
    CAPACITY = "capacity"
    REACHABLE = "reachable"
    WINDOW = "window"
    RELEASE = "release"
    SHIFT = "shift"
    BREAK = "break"
    BATTERY = "battery"
    TRIPS = "trips"
    DISTANCE = "distance"
    DURATION = "duration"
    STOPS = "stops"
    SCHEDULE = "schedule"
    ONLY = "only"
    ABOARD = "aboard"
    GOODS = "goods"
    STACK = "stack"
    COST = "cost"
