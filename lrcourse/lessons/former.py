"""Which lesson a number meant while numbers were the lessons' names: answers given then still count."""

FORMER = {
    "00": "start_here",
    "01": "one_step",
    "02": "too_small",
    "03": "too_large",
    "04": "just_right",
    "05": "image_classifier",
    "06": "reading_loss_curves",
    "07": "schedules",
    "08": "searching",
    "09": "adaptive_methods",
    "10": "overfitting",
    "11": "verdicts",
    "12": "the_edge_of_stability",
    "13": "without_a_rate",
    "14": "from_small_to_large",
    "15": "the_border",
}


def current(name):
    """Return today's name of a lesson or a question: "too_large.1" for "03.1". Any other value comes back as it is."""
    if not isinstance(name, str):
        return name
    lesson, dot, rest = name.partition(".")
    return FORMER.get(lesson, lesson) + dot + rest


def former(name):
    """Return the name that a question had while numbers were the lessons' names, "03.1" for "too_large.1"; "" if its
    lesson never had a number.
    """
    lesson, dot, rest = name.partition(".")
    return next((number + dot + rest for number, meant in FORMER.items() if meant == lesson), "")
