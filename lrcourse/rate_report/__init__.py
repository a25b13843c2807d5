"""The learning-rate report: what it finds (report.py), its words and page (page.py), its warnings (warnings.py)."""
