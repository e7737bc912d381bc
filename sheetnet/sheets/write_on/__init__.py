"""A text that goes on by itself: what the network adds to a prompt."""
