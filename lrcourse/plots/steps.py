"""Single steps (lesson 01)."""

__all__ = []
