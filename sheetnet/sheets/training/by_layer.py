"""What each band tells of a layer: parameters moved, slopes, dead units, largest gradient."""

from sheetnet.layers.quantities import parameters, with_role
from sheetnet.model.notation import Key
from sheetnet.sheets.cost.signs import STEEPEST
from sheetnet.sheets.positions import of_each
from sheetnet.sheets.training.layout import Layout
from sheetnet.workbook.address import Area, reference
from sheetnet.workbook.formula import formulas


def moved(layout: Layout, key: Key, here: Area) -> str:
    """Return how far the parameters have moved since epoch 0."""
    areas = layout.rectangles(parameters(layout.network.layer(key.layer)))
    pairs = [
        (reference(here, area), reference(here, area._replace(down=False)))
        for area in areas
    ]
    return formulas.distance(pairs)


def largest(layout: Layout, key: Key, here: Area) -> str:
    """Return the largest size of a gradient."""
    layer = layout.network.layer(key.layer)
    areas = layout.rectangles(with_role(layer, "gradient"))
    return formulas.largest_size([reference(here, area) for area in areas])


def slope(layout: Layout, key: Key, here: Area) -> str:
    """Return the mean slope of the units over all examples, in parts of the steepest."""
    a = reference(here, layout.through(layout.block("a", key.layer).area()))
    squares = f"SUMSQ({a})/COUNT({a})"
    if layout.network.layer(key.layer).activation == "tanh":
        return f"1-{squares}"
    return f"(SUM({a})/COUNT({a})-{squares})/{STEEPEST['sigmoid']}"


def dead(layout: Layout, key: Key, here: Area) -> str:
    """Return the share of units that are 0 for every example."""
    places, units = of_each(layout), layout.network.layer(key.layer).units
    z = places.block("z", key.layer)
    each = (reference(here, places.through(z.area(j))) for j in range(units))
    total = "+".join(f"IF(MAX({one})<=1E-9,1,0)" for one in each)
    return f"({total})/{units}"
