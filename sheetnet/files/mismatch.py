"""A tree of values that does not fit its type: which key, what was expected, what is there.

msgspec finds the place and says it in Python's words; here it is said in a user's.
"""

import re
from typing import Any

import msgspec
from msgspec import inspect

from sheetnet.errors import nearest
from sheetnet.wording import worded

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
_MOST_SHOWN = 40

Steps = list[str | int]


def mismatch(error: msgspec.ValidationError, tree: object, kind: type) -> str:
    """Return in a user's words why a tree is not of its kind."""
    text, _, at = str(error).partition(" - at `")
    steps: Steps = [
        int(number) if number else name
        for name, number in _STEP.findall(at.rstrip("`").removeprefix("$"))
    ]
    key, (expected, value) = _key(steps), _followed(steps, tree, kind)
    within = f"{key}." if key else ""
    if unknown := re.search("unknown field `(.*)`", text):
        known = [one.encode_name for one in getattr(expected, "fields", ())]
        return worded(
            "{within}{key}: unknown key; {hint}",
            within=within,
            key=unknown[1],
            hint=nearest(unknown[1], known),
        )
    if missing := re.search("missing required field `(.*)`", text):
        return worded("{within}{key}: is missing", within=within, key=missing[1])
    key = key or worded("the file")
    if isinstance(expected, inspect.LiteralType) and isinstance(value, str):
        known = [str(one) for one in expected.values]
        shown = value[:_MOST_SHOWN]
        return worded(
            '{key}: unknown value "{shown}"; {hint}',
            key=key,
            shown=shown,
            hint=nearest(shown, known),
        )
    wanted = _table_of(expected, value) or _wanted(expected)
    if not wanted:  # a type that no spec of ours has
        return f"{key}: {text[0].lower()}{text[1:]}".replace("`", "")
    return worded(
        "{key}: expected {wanted}, found {found}",
        key=key,
        wanted=wanted,
        found=_found(value, expected),
    )


def _key(steps: Steps) -> str:
    """Return a place as people name it; layers by the book's number (2 is the first).

    >>> _key(["layer", 0, "units"]), _key(["data", "image", 1])
    ('layer.2.units', 'data.image, number 2')
    """
    text = ""
    for before, step in zip(["", *steps], steps, strict=False):
        if isinstance(step, str):
            text += f".{step}" if text else step
        else:
            text += (
                f".{step + 2}"
                if before == "layer"
                else worded(", number {step}", step=step + 1)
            )
    return text


def _followed(steps: Steps, tree: Any, kind: type) -> tuple[inspect.Type | None, Any]:  # noqa: ANN401
    """Return which type is expected at a place, None if that is not known; and what is there."""
    expected: inspect.Type | None = _one(inspect.type_info(kind), tree)
    for step in steps:
        inner = _inside(expected, step)
        tree = tree[step]
        expected = None if inner is None else _one(inner, tree)
    return expected, tree


def _inside(expected: inspect.Type | None, step: str | int) -> inspect.Type | None:
    if isinstance(expected, inspect.StructType):
        types = {one.encode_name: one.type for one in expected.fields}
        return types.get(str(step))
    if isinstance(expected, inspect.TupleType):
        return expected.item_types[int(step)]
    if isinstance(expected, inspect.ListType | inspect.VarTupleType):
        return expected.item_type
    if isinstance(expected, inspect.DictType):
        return expected.value_type
    return None


def _one(kind: inspect.Type, value: Any) -> inspect.Type:  # noqa: ANN401
    """Return of several types the one that is meant: by its tag, or the only one to give."""
    if isinstance(kind, inspect.Metadata):
        return _one(kind.type, value)
    if not isinstance(kind, inspect.UnionType):
        return kind
    types = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    for one in types:
        if (
            isinstance(one, inspect.StructType)
            and isinstance(value, dict)
            and value.get(one.tag_field or "") == one.tag
        ):
            return one
        if isinstance(one, inspect.StructType) and one.tag == value:
            return one
        if isinstance(one, inspect.DictType) and isinstance(value, dict):
            return one
    return _one(types[0], value)


# ------------------------------------------------------------------ in words


def _table_of(kind: inspect.Type | None, value: object) -> str:
    """Say which table is meant where its kind alone stands; "" elsewhere."""
    if (
        not isinstance(kind, inspect.StructType)
        or kind.tag is None
        or kind.tag != value
    ):
        return ""
    needed = [f"{one.encode_name} = …" for one in kind.fields if one.required]
    keys = ", ".join([f'{kind.tag_field} = "{kind.tag}"', *needed])
    return worded("a table, as {example}", example=f"{{ {keys} }}")


def _wanted(kind: inspect.Type | None) -> str:
    """Say what a type takes; "" where it is none of those that specs have."""
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        what = (
            worded("a whole number")
            if isinstance(kind, inspect.IntType)
            else worded("a number")
        )
        return what + _bounds(kind)
    if isinstance(kind, inspect.LiteralType):
        return worded(" or ").join(f'"{one}"' for one in kind.values)
    if isinstance(kind, inspect.TupleType):
        return worded("a list of {count} values", count=len(kind.item_types))
    if isinstance(kind, inspect.VarTupleType) and kind.max_length is not None:
        least, most = kind.min_length, kind.max_length
        return worded("a list of {least} to {most} values", least=least, most=most)
    if isinstance(kind, inspect.DictType):
        wanted = _wanted(kind.value_type)
        return worded("a table with {wanted} under each key", wanted=wanted)
    plain: dict[type, str] = {
        inspect.StrType: worded("a text"),
        inspect.BoolType: worded("true or false"),
        inspect.ListType: worded("a list"),
        inspect.VarTupleType: worded("a list"),
        inspect.StructType: worded("a table"),
    }
    return plain.get(type(kind), "")


def _bounds(kind: inspect.IntType | inspect.FloatType) -> str:
    if kind.gt is not None and kind.lt is not None:
        return worded(" above {gt} and below {lt}", gt=kind.gt, lt=kind.lt)
    if kind.ge is not None and kind.lt is not None:
        return worded(" of at least {ge} and below {lt}", ge=kind.ge, lt=kind.lt)
    if kind.ge is None:
        return "" if kind.le is None else worded(" of at most {le}", le=kind.le)
    if kind.le is None:
        return worded(" of at least {ge:g}", ge=kind.ge)
    return worded(" from {ge} to {le}", ge=kind.ge, le=kind.le)


def _found(value: object, expected: inspect.Type | None) -> str:
    """Say what is there.

    >>> _found("abc", None), _found(True, None), _found([1], None), _found(1.5, None)
    ("the text 'abc'", 'true', 'a list', '1.5')
    """
    if isinstance(value, str):
        return worded("the text {value!r}", value=value[:_MOST_SHOWN])
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        counted = isinstance(expected, inspect.TupleType | inspect.VarTupleType)
        return (
            worded("one of {count}", count=len(value)) if counted else worded("a list")
        )
    if isinstance(value, dict):
        others = isinstance(expected, inspect.DictType)
        return worded("something else in it") if others else worded("a table")
    return worded("nothing") if value is None else str(value)[:_MOST_SHOWN]
