"""Loss curves to be read (lesson 06)."""

__all__ = []
