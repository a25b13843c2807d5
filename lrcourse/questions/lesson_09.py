"""Lesson 09: its predictions and exercises."""

QUESTIONS = {}
