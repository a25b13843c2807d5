"""The article's table, measured (lesson 11)."""

__all__ = []
