"""The reading edition of the course: the lessons as a site that needs no kernel and no network, its sliders alive."""
