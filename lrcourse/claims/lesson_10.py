"""Lesson 10: the claims it tries first."""

CLAIMS = ()
