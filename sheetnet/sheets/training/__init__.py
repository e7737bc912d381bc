"""The Training sheet: data, parameters, and a band for each epoch."""
