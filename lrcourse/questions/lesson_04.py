"""Lesson 04: its predictions and exercises."""

QUESTIONS = {}
