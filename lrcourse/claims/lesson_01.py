"""Lesson 01: the claims it tries first."""

CLAIMS = ()
