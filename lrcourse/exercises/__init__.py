"""Asking, and what comes of it: questions, forms, readers' functions, the file of answers, progress."""
