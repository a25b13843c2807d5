"""Lesson 06: its predictions and exercises."""

QUESTIONS = {}
