"""Files at the edge: bytes in, bytes out; bounded, whole or not at all."""
