"""Try: draw an input of your own; the answer before training and after it."""
