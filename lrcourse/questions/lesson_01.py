"""Lesson 01: its predictions and exercises."""

QUESTIONS = {}
