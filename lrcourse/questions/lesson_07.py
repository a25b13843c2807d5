"""Lesson 07: its predictions and exercises."""

QUESTIONS = {}
