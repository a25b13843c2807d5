"""For each lesson with an exercise in code, functions that students might write: WRONG ones and RIGHT ones."""
