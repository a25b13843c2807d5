"""It looks at lesson image_classifier's sweep on the digits, which is all it runs."""

from ..image_classifier import RATES, sweep  # noqa: F401
