"""What lesson 13's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out
from .experiments import BUDGETS, WITHIN, alone, by_budget, good

FACTS = {}
BY_HAND = {"exercise-2": {"0.05": "given", "0.3": "given"}}
SAID = {
    "explain-1": {"Most of the 20 epochs went into the run-up": came_out("13.1", "clearly behind")},
    "explain-2": {"All come to the same rate": came_out("13.2", "all end near one rate")},
    "explain-4": {"The limit is 2, once more": came_out("13.7", "beyond 2")},
    "explain-3": {
        "Adam's is the widest": came_out("13.3", "Adam"),
        "Prodigy is as good as the best of Adam's rates": lambda: alone("Prodigy", 20) >= good("Adam")[0] - WITHIN,
    },
    "budget-read": {
        "is behind at 4 epochs": lambda: (
            by_budget(4)["cosine for 20 epochs, stopped"] < by_budget(4)["cosine, budget known"] - WITHIN
        ),
        "is level with the planned cosine at every budget": lambda: all(
            abs(by_budget(epochs)["constant, then decay"] - by_budget(epochs)["cosine, budget known"]) <= WITHIN
            for epochs in BUDGETS
        ),
    },
}
