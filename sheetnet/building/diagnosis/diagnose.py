"""What keeps a network from learning, told from its run.

Each rule looks for one sign, and says why its threshold is where it is. They are in
order: data, units, run, result. The sentences stand in the language files, [warning];
they name keys of a spec. Knows nothing of sheets.
"""

import numpy as np

from sheetnet.building.diagnosis.course import Course, course_of, skill
from sheetnet.building.diagnosis.finding import Finding
from sheetnet.building.diagnosis.of_data import of_data
from sheetnet.building.diagnosis.of_result import of_result
from sheetnet.building.diagnosis.of_run import of_run
from sheetnet.building.diagnosis.of_units import of_outputs, of_units
from sheetnet.engine import Trace
from sheetnet.model.network import Inputs, Network

# What is no reason why steps would not help.
_HARMLESS = frozenset({"constant-feature", "one-sided-classes"})


def diagnose(network: Network, inputs: Inputs, trace: Trace) -> tuple[Finding, ...]:
    """Return what is wrong with a run, causes first; nothing where nothing is trained."""
    return diagnose_course(network, inputs, course_of(trace))


def diagnose_course(
    network: Network, inputs: Inputs, course: Course
) -> tuple[Finding, ...]:
    """Return what is wrong with a run of which no more than the course is there."""
    if network.epochs == 0:
        return ()
    learned = skill(network, inputs, course.last)
    with np.errstate(all="ignore"):
        causes = (
            *of_data(network, inputs, learned),
            *of_units(network, course, learned),
            *of_outputs(network, inputs, course, learned),
        )
        # With these, a larger step or more of them would not help.
        hindered = any(one.code not in _HARMLESS for one in causes)
        run = of_run(network, inputs.settings, course.C_T, learned, hindered)
        return (*causes, *run, *of_result(network, inputs, course, learned))
