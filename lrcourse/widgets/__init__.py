"""The sliders scrub and explore, the progress bar, and the style and scripts that they bring to a notebook's page."""
