"""Lesson 00: its predictions and exercises."""

QUESTIONS = {}
