"""Sweeps over learning rates on the digits (lessons 00 and 05)."""

__all__ = []
