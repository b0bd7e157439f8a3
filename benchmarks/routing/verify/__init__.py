"""The judge of the benchmarks: drives tours again in the set's own numbers and lists what they break.

It shares no arithmetic with Pannier's checker nor with the conversion to whole numbers, on purpose: what both
accept is right in the published convention too.
"""

from benchmarks.routing.verify.verdict import Verdict, judge

__all__ = ["Verdict", "judge"]
