"""Statistics of small numbers: no rate without its count and interval."""

from pannier.core.statistics.clustered import Clustered, clustered
from pannier.core.statistics.proportion import Interval, Proportion, proportion_of, wilson_interval

__all__ = ["Clustered", "Interval", "Proportion", "clustered", "proportion_of", "wilson_interval"]
