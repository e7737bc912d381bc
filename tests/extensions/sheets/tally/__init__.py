"""A sheet with an input of its own: the first cost, so many times."""
