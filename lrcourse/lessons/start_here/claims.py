"""No claim is tried in lesson start_here."""

CLAIMS = ()
