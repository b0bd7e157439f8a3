"""Days of many hubs: solve_city(city, ...) -> plan, in parts that any number of workers search."""

from pannier.engine.city.checking import check_city
from pannier.engine.city.city import City
from pannier.engine.city.parts import Part, PartFound, PieceSearch, Work, search_part, search_piece
from pannier.engine.city.solving import search_city, solve_city
from pannier.engine.city.standing import Standing
from pannier.engine.city.travel import GivenTravel, Travel
from pannier.engine.city.workers import Threads
from pannier.engine.searching import Found, Stretch

__all__ = [
    "City",
    "Found",
    "GivenTravel",
    "Part",
    "PartFound",
    "PieceSearch",
    "Standing",
    "Stretch",
    "Threads",
    "Travel",
    "Work",
    "check_city",
    "search_city",
    "search_part",
    "search_piece",
    "solve_city",
]
