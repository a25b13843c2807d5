"""Lesson 06: the claims it tries first."""

CLAIMS = ()
