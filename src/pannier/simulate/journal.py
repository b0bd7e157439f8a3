"""What a simulated day did and what went wrong, for the summary and for the decision whether it went well."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Journal:
    """Counts and troubles of one day."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def count(self, what: str, n: int = 1) -> None:
        """Count something that happened."""
        self.counts[what] += n

    def trouble(self, words: str) -> None:
        """Note something that should not have happened."""
        self.troubles.append(words)
