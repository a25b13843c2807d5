"""Lesson 08: the claims it tries first."""

CLAIMS = ()
