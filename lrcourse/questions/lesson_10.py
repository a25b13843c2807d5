"""Lesson 10: its predictions and exercises."""

QUESTIONS = {}
