"""Working-time law as pure rules: the breaks of a shift, what earlier work leaves of it, and the sets of rules."""

from pannier.core.work_time.lawful import lawful, lawful_problem, missing_breaks
from pannier.core.work_time.so_far import Doing, Spent, after, is_counted

__all__ = ["Doing", "Spent", "after", "is_counted", "lawful", "lawful_problem", "missing_breaks"]
