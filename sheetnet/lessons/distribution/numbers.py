"""NumPy's side of the normal distribution: inputs, and what must be shown. Knows no sheets."""

import numpy as np

from sheetnet.lessons.distribution.settings import (
    BINS,
    DRAWS,
    PER_ROW,
    POINTS,
    Settings,
)
from sheetnet.model.lesson import Arrays, Lesson, LessonSpec, same


def given(spec: LessonSpec) -> Arrays:
    """Return mean, standard deviation, and numbers drawn from the standard normal."""
    settings = spec.settings
    assert isinstance(settings, Settings)
    u = np.random.default_rng(settings.seed).normal(size=DRAWS)
    return {
        "mu": np.array(0.0),
        "sigma": np.array(1.0),
        "u": np.round(u, 3).reshape(-1, PER_ROW).clip(-3.999, 3.999),
    }


def truth(lesson: Lesson, given: Arrays) -> Arrays:  # noqa: ARG001
    """Return the density, the weights w = μ + σ u, their mean, sd and histogram.

    Equation: f(x) = e^(−(x−μ)²/2σ²) / √(2π) σ  (book 2-1)
    """
    mu, sigma, u = given["mu"], given["sigma"], given["u"]
    x = mu + sigma * (np.arange(POINTS) / 4 - 4)
    density = np.exp(-(((x - mu) / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma)
    w = mu + sigma * u
    mean, sd = w.mean(), w.std(ddof=1)
    number = np.floor((w - mu) / sigma * 2 + 8 + 1e-9) + 1
    bins = np.arange(1.0, BINS + 1)
    centre = mu + sigma * (bins / 2 - 4.25)
    at_centre = np.exp(-(((centre - mu) / sigma) ** 2) / 2) / np.sqrt(2 * np.pi)
    sum_sd = np.sqrt(((w - mean) ** 2).sum() / (DRAWS - 1))
    within = [((number > 8 - 2 * k) & (number <= 8 + 2 * k)).mean() for k in (1, 2, 3)]
    return {
        "w": w,
        "mean": mean,
        "sd": sd,
        "sum_sd": sum_sd,
        "same_sd": same(sd, sum_sd),
        "within": np.array(within),
        "x": x,
        "density": density,
        "normdist": density,
        "same_density": same(density, density),
        "area": (density * sigma / 4).sum(),
        "number": number,
        "bin": bins,
        "centre": centre,
        "count": np.array([(number == k).sum() for k in bins], dtype=float),
        "expected": DRAWS / 2 * at_centre,
    }
