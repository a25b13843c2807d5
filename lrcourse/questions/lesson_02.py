"""Lesson 02: its predictions and exercises."""

QUESTIONS = {}
