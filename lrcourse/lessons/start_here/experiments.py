"""The sweep over rates on the digits, which lesson image_classifier runs."""

from ..image_classifier import RATES, sweep  # noqa: F401
