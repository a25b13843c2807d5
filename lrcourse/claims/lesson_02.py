"""Lesson 02: the claims it tries first."""

CLAIMS = ()
