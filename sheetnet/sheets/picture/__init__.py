"""Picture: the network drawn, what it answers, and the knobs that everything follows."""
