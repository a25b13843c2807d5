"""For maintainers: storing notebooks and their records, strict nbval, measuring the claims, writing the site."""
