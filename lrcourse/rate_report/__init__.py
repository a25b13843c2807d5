"""The learning-rate report: what is found (report.py), its page (page.py) and its warnings (warnings.py)."""
