"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {"prove-3": {"45": "the limit of arctan(ratio) − 45° for ever larger ratios"}}
SAID = {
    "explain-1": {"The rate stayed the same; the steps shrank": came_out("one_step.1", "2 and 1.2")},
    "explain-2": {
        "The first step on 1000 × the loss is 2000 long instead of 2": came_out("one_step.2", "1000 times as long")
    },
    "explain-3": {"crosses the valley instead of following it": came_out("one_step.3", "about 40° off")},
}
