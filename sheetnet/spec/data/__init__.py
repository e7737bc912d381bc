"""Data files as people have them → checked values. Knows nothing of networks or sheets."""

from sheetnet.spec.data.dataset import Column, Dataset
from sheetnet.spec.data.grid import MAX_DATA_BYTES
from sheetnet.spec.data.reading import read_data

__all__ = ["MAX_DATA_BYTES", "Column", "Dataset", "read_data"]
