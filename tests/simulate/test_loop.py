"""The event loop: the earliest goes first, whoever is late acts at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pannier.simulate.loop import run

START = datetime(2026, 3, 10, 7, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


class Told:
    """A clock that remembers to which times it was brought."""

    def __init__(self) -> None:
        self.at = START
        self.reached: list[datetime] = []

    def now(self) -> datetime:
        return self.at

    def reach(self, when: datetime) -> None:
        self.at = max(self.at, when)
        self.reached.append(when)


class Walker:
    def __init__(self, name: str, acts: list[float], diary: list[str]) -> None:
        self.name = name
        self._acts = acts
        self._diary = diary

    def steps(self) -> Iterator[datetime]:
        for minutes in self._acts:
            yield after(minutes)
            self._diary.append(f"{self.name} {minutes}")


def test_actors_act_in_the_order_of_time_and_of_their_names_on_a_tie() -> None:
    diary: list[str] = []
    run([Walker("Ana", [1, 5, 9], diary), Walker("Bo", [3, 5], diary)], Told())
    assert diary == ["Ana 1", "Bo 3", "Ana 5", "Bo 5", "Ana 9"]


def test_an_actor_whose_time_is_past_acts_before_the_others() -> None:
    diary: list[str] = []
    run([Walker("Ana", [10, 2], diary), Walker("Bo", [11], diary)], Told())
    assert diary == ["Ana 10", "Ana 2", "Bo 11"]


def test_the_clock_is_brought_to_each_act() -> None:
    clock = Told()
    run([Walker("Ana", [1, 4], [])], clock)
    assert clock.reached == [after(1), after(4)]
