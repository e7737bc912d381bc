"""One sheet of a package: what stands in its XML, in one pass; without some of its cells."""
