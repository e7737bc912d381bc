"""An activation: half the identity, half tanh."""

import numpy as np

from sheetnet.model.functions import Activation

HALF_TANH = Activation(
    "half-tanh",
    equation="a = (z + tanh z) / 2",
    slope="a′(z) = 1 − tanh² z / 2",
    f=lambda z: (z + np.tanh(z)) / 2,
    f_prime=lambda z, _: 1.0 - np.tanh(z) * np.tanh(z) / 2,
    excel=lambda z: f"({z}+TANH({z}))/2",
    excel_prime=lambda z, _: f"(1-TANH({z})*TANH({z})/2)",
)
