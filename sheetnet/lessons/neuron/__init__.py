"""One neuron: inputs, weights and a threshold or bias; weighted input z; activation a."""

from sheetnet.lessons.neuron.drawing import sheets
from sheetnet.lessons.neuron.numbers import given, truth
from sheetnet.lessons.neuron.settings import INPUTS, SECTIONS, Settings

__all__ = ["INPUTS", "SECTIONS", "Settings", "given", "sheets", "truth"]
