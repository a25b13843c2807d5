"""No exercise in code in this lesson."""

CODING = {}
