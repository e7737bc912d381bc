"""What sheet and truth of Picture agree on beforehand: symbols, and who is judged."""

from sheetnet.model.network import Network

SHEET = "Picture"

# The decision map has so many squares each way; that of a hidden unit, fewer.
SQUARES, FEW_SQUARES = 25, 5
# Around the examples, the map goes on for this share of their spread.
MARGIN_OF_MAP = 0.08
# Where a point stands that is none of a class: below the map, where nobody sees it.
OFF = -9
# The ring around the chosen example: so many points, so great a part of the map.
RING, RADIUS = 17, 36
# Larger z make σ no nearer to 0, and e⁻ᶻ no number any more.
MOST_Z = 700
# A matrix of more classes is no picture; nor are more links than these.
MOST_CLASSES, MOST_LINKS = 10, 8
# Applications begin an axis at 0 unless 6 × its least number is over 5 × its largest; by
# more than calculators may differ.
NEAR = 5.00000005
# A code is 100 × label + answer.
LABEL = 100


def own(symbol: str) -> str:
    """Return the symbol of a quantity of this sheet."""
    return f"picture.{symbol}"


def knob_name(symbol: str) -> str:
    """Return the defined name of a knob, to which links lead: of epoch and example."""
    return f"knob_{symbol}"


def example_name(number: int | str) -> str:
    """Return the defined name of an example, by its number."""
    return f"example_{number}"


def judged(network: Network) -> range:
    """Return the examples (from 0) whose answers are counted: the test, where there is one.

    They stand at the right.
    """
    first = network.examples - network.test if network.test else 0
    return range(first, network.examples)


def has_matrix(network: Network) -> bool:
    """Tell whether right and wrong answers are counted by class."""
    return network.labelled and len(network.outputs) <= MOST_CLASSES


# From these parts of the largest weight on a line is strong, and of middle strength. Thirds
# themselves are met by small counts, as in a first update from zeros.
STRENGTHS = 0.667, 0.334


def strengths() -> tuple[int, ...]:
    """Return the series of lines: strong negative … weak … strong positive weights."""
    return (-3, -2, -1, 1, 2, 3)
