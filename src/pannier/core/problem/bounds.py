"""The largest numbers a routing problem may hold, so that no sum over a route outgrows whole numbers of 64 bits.

Every moment is at most MOST_S, every duration too; so a shift with its overtime ends below 2^31 - 1. With
MOST_ITEMS tasks a load stays below 2^49. What depends on several numbers at once (metres, joules and money of
a whole route) is checked together, against MOST_SUM, in `sums`.
"""

MOST_S = 2**30 - 1
"""Moments of the day, and how long anything takes: 34 years."""
MOST_NUMBER = 2**31 - 1
"""Demands, capacities, counts, grams per kilowatt-hour: whatever has no bound of its own."""
MOST_J = 2**32
"""What a battery holds: 1,193 kWh."""
MOST_RATE = 2**40
"""A rate in thousandths of a cent, or a prize in cents."""
MOST_PERCENT = 100_000
"""How much slower than usual somebody may serve."""
MOST_BREAKS = 6
"""Breaks of one shift: every subset of them is looked at."""
MOST_GOODS = 64
"""Kinds of goods that exclude others: the search keeps them as the bits of one number."""
MOST_SLICES = 192
"""Slices with travel times of their own: one each quarter of an hour, of a day and the next."""
MOST_AREAS = 64
"""Areas of a city with travel times of their own."""
MOST_PERMILLE = 20_000
"""How much longer than at its quickest hour a way may take, in thousandths."""
MOST_ITEMS = 2**17
"""Places, vehicles, tasks, stations."""
MOST_SUM = 2**60
"""Any one sum over a route, and any one part of a cost; seven of them still fit into 64 bits."""
