"""Lesson 05: the claims it tries first."""

CLAIMS = ()
