"""Several plans of one run that nobody can rank but the dispatcher: `choices(problem, ...) -> (Choice, ...)`."""

from pannier.engine.choices.choosing import Choice, choices
from pannier.engine.choices.figures import Aim, Figures

__all__ = ["Aim", "Choice", "Figures", "choices"]
