"""Drive a plan on many drawn days and tell how it holds: `judge(problem, plan, ...) -> Judgement`."""

from pannier.engine.endurance.judging import DAYS, judge

__all__ = ["DAYS", "judge"]
