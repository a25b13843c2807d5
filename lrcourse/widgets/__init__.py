"""The sliders, scrub and explore, and what the page of JupyterLab needs for them."""
