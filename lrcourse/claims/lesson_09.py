"""Lesson 09: the claims it tries first."""

CLAIMS = ()
