"""Asking questions and judging answers: forms to click, readers' functions, the file of answers, progress."""
