"""Lesson 11: the claims it tries first."""

CLAIMS = ()
