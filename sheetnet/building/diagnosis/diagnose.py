"""What keeps a network from learning, told from its run.

Each rule looks for one sign, and says why its threshold is where it is. They are in
order: data, units, run, result. The sentences stand in the language files, [warning];
they name keys of a spec. Knows nothing of sheets.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from sheetnet.building.diagnosis.course import (
    Course,
    Examples,
    by_epochs,
    course_of,
    learned_from,
    score,
    skill,
    unseen,
)
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.building.diagnosis.of_classes import of_classes
from sheetnet.building.diagnosis.of_data import of_data
from sheetnet.building.diagnosis.of_result import learned_little, of_result
from sheetnet.building.diagnosis.of_run import of_run
from sheetnet.building.diagnosis.of_test import gap_to_test, of_test_cost, thrown
from sheetnet.building.diagnosis.of_units import of_outputs, of_units
from sheetnet.engine import Trace, data_of
from sheetnet.model.network import Inputs, Network

# What is no reason why steps would not help.
_HARMLESS = frozenset({"constant-feature", "one-sided-classes", "rare-class"})


def diagnose(network: Network, inputs: Inputs, trace: Trace) -> tuple[Finding, ...]:
    """Return what is wrong with a run, causes first; nothing where nothing is trained."""
    return diagnose_course(network, inputs, course_of(trace))


def diagnose_course(
    network: Network, inputs: Inputs, course: Course
) -> tuple[Finding, ...]:
    """Return what is wrong with a run of which no more than the course is there."""
    if network.last_band == 0:
        return ()
    if not network.checkpoints:  # else nobody sees each epoch
        course = by_epochs(course, network.batches)
    with np.errstate(all="ignore"):
        data = data_of(network, inputs)
        examples = learned_from(network, data, course)
        test = unseen(network, data, course) if network.test else None
        learned = skill(network, examples)
        causes = (
            *of_data(network, examples, learned),
            *of_classes(network, examples, test, learned),
            *of_units(network, examples, learned),
            *of_outputs(network, examples, learned),
        )
        # With these, a larger step or more of them would not help.
        hindered = any(one.code not in _HARMLESS for one in causes)
        run = of_run(network, inputs.settings, course.C_T, learned, hindered)
        result = of_result(network, examples, learned)
        told = _of_test(network, course, inputs.settings["eta"], examples, test)
        every = tuple(_at_updates(network, (*causes, *run, *result, *told)))
        return every or tuple(learned_little(network, examples, learned))


def _at_updates(network: Network, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; with checkpoints a band is told by how many updates it had."""
    for one in found:
        if network.checkpoints and "epoch" in one.numbers:
            update = network.update_of(int(one.numbers["epoch"]))
            numbers = {**one.numbers, "epoch": update, "fewer": update}
            yield Finding(one.code, numbers, by_updates=True)
        else:
            yield one


def _of_test(
    network: Network,
    course: Course,
    eta: float,
    examples: Examples,
    test: Examples | None,
) -> Iterator[Finding]:
    """Look at the test examples, where there are any."""
    if course.test_cost is None or test is None:
        return
    by_sum = network.reduction == "sum"
    sizes = [len(one.t) if by_sum else 1 for one in (examples, test)]
    costs = course.C_T / sizes[0], course.test_cost / sizes[1]
    rises = [*of_test_cost(*costs, eta, thrown=thrown(network, examples))]
    yield from rises
    if not rises:
        known, new = (score(network, one, one.last) for one in (examples, test))
        yield from gap_to_test(known, new, len(test.t))
