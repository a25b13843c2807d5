"""For instructors: homework is released, collected, run in a sandbox and graded. It needs the extra [teach]."""
