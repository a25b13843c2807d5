"""Training beside validation under label noise (lesson 10)."""

__all__ = []
