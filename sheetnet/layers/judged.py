"""What is said of a run as quantities: costs, answers, how many of them are right."""

from collections.abc import Iterator

from sheetnet.model.network import Network
from sheetnet.model.notation import total_cost_equation
from sheetnet.model.quantities import Each, Quantity


def judged(network: Network) -> Iterator[Quantity]:
    """Yield C, and what is said of all examples together."""
    equation = network.cost_record.equation
    # C alone is a reserved letter in a spreadsheet.
    strip: tuple[Each, ...] = ("epoch", "example")
    if network.is_sequence:
        strip = (*strip, "position")
    yield Quantity("C", 0, "cost", (), strip, equation, name="C_k", source="§3-4")
    total = total_cost_equation(network.reduction, counts=network.counts)
    yield Quantity("C_T", 0, "total", equation=total, name="C_T", source="§3-4")
    if network.test:
        unseen = total_cost_equation(network.reduction)
        yield Quantity("test_C_T", 0, "total", equation=unseen, name="test_C_T")
    if network.labelled:
        yield Quantity("answer", 0, "answer", (), strip)
        yield Quantity("correct", 0, "answer", (), strip)
        yield Quantity("accuracy", 0, "answer", name="accuracy")
        if network.test:
            yield Quantity("test_accuracy", 0, "answer", name="test_accuracy")
