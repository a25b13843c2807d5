"""It is no claim's home."""

CLAIMS = ()
