"""Lesson 11: its predictions and exercises."""

QUESTIONS = {}
