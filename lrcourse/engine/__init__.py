"""The engine: losses, networks, schedules, optimizers, training and search, all runs at once, in numpy only."""
