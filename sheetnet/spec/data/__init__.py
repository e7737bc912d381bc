"""Data files as people have them → checked values. Knows nothing of networks or sheets."""

from sheetnet.spec.data.dataset import Column, Dataset
from sheetnet.spec.data.grid import MAX_DATA_BYTES
from sheetnet.spec.data.reading import read_data
from sheetnet.spec.data.sequences import dataset_of_text

__all__ = ["MAX_DATA_BYTES", "Column", "Dataset", "dataset_of_text", "read_data"]
