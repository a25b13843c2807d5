"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..image_classifier import EPOCHS, RATES, network
from ..question import came_out

FACTS = {
    "epochs of each run": lambda: EPOCHS,
    "test images": lambda: len(network().data.y_test),
    "span of the rates": lambda: RATES[-1] / RATES[0],
}
BY_HAND = {}
SAID = {"explain": {"the good rates lie close to the edge of a cliff": came_out("start_here.1", "near the large end")}}
