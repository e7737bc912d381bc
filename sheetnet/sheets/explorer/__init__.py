"""Explorer: the whole network for one example in one epoch, as the book draws it."""
