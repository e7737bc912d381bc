"""A sequence as it is drawn: what is seen and said at each position, and all activations."""
