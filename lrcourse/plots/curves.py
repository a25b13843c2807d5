"""Loss curves of many runs (lesson 02)."""

__all__ = []
