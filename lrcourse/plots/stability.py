"""What bounds a rate: conditioning, momentum, several minima (lesson 04)."""

__all__ = []
