"""The templates by what they are about, and their plans."""

from functools import cache
from pathlib import Path

from sheetnet.building.builder import draft
from sheetnet.model.lesson import LessonSpec
from sheetnet.spec.loading import Spec, load_spec, template_names
from sheetnet.workbook import Plan

LESSONS = [name for name in template_names() if isinstance(load_spec(name), LessonSpec)]
NETWORKS = [name for name in template_names() if name not in LESSONS]

# The bands of all epochs have the same formulas: one trained epoch shows them all.
_EPOCHS = 1
# So have the strips of all examples: of the largest networks a dozen, in which every
# class is. `iris` keeps its 150.
_LARGEST = ("digits-conv", "digits-8x8")
_DOZEN = 12


@cache
def plan_of_template(name: str, lang: str = "en") -> Plan:
    """Return the plan of a template's workbook, as it would be built."""
    return draft(load_spec(name), lang).plan


def shortened(name: str, folder: Path) -> Spec | LessonSpec:
    """Return a template's spec with all its structure and little of its length.

    `folder` takes the data where there are fewer.
    """
    spec = load_spec(name)
    if isinstance(spec, LessonSpec):
        return spec
    if spec.training.epochs is None:
        chosen = ["training.checkpoints=[0,5]"]
    else:
        chosen = [f"training.epochs={min(_EPOCHS, spec.training.epochs)}"]
    if name in _LARGEST:
        chosen.append(f"data.file={_fewer(spec.beside(spec.data.file), folder)}")
    return load_spec(name, chosen)


def _fewer(data: Path, folder: Path) -> Path:
    """Write the first examples of a template's data, and return the file."""
    header, *examples = data.read_text("utf-8").splitlines(keepends=True)
    path = folder / data.name
    path.write_text("".join([header, *examples[:_DOZEN]]), "utf-8")
    return path
