"""Methods that rescale each coordinate (lesson 09)."""

__all__ = []
