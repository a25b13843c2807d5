"""Lesson 08: its predictions and exercises."""

QUESTIONS = {}
