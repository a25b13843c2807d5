"""Searches for a rate (lesson 08)."""

__all__ = []
