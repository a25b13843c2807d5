"""Lesson 04: the claims it tries first."""

CLAIMS = ()
