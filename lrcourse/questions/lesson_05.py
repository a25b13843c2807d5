"""Lesson 05: its predictions and exercises."""

QUESTIONS = {}
