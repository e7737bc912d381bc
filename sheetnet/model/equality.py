"""When a spreadsheet's `=` finds two constants equal: labels, classes, targets."""

Label = float | str


def same_in_sheet(label: Label) -> Label:
    """Return what a spreadsheet's `=` compares: text without case, 15 digits."""
    if isinstance(label, str):
        return label.casefold()
    return float(f"{label:.15g}")


def equal_in_sheet(one: object, other: object) -> bool:
    """Tell whether a spreadsheet's `=` finds two constants equal.

    Text without case, numbers to 15 digits; an empty cell equals 0 and "".

    >>> equal_in_sheet("Cat", "cat"), equal_in_sheet(None, 0.0), equal_in_sheet("1", 1.0)
    (True, True, False)
    """
    if one is None or other is None:
        return (other if one is None else one) in (None, 0.0, "")
    if type(one) is not type(other):
        return False
    if isinstance(one, float | str) and isinstance(other, float | str):
        return same_in_sheet(one) == same_in_sheet(other)
    return one == other
