"""Schedules and the floor of the noise (lesson 07)."""

__all__ = []
