"""Lesson 07: the claims it tries first."""

CLAIMS = ()
