"""Hostile maps of networks over a table: columns, features and examples that do not fit."""

import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, unescape

import sheetnet
from tests.hostile.making import CASES, MAP, hostile, parts_of, zipped
from tests.tables import table_net

_NETWORK = re.compile(r"(?<=Network )\{.*?\}(?=</t>)")
_ALTERED = "the map inside it was altered"


@cache
def book() -> dict[str, bytes]:
    """Return the parts of a workbook over a table: 9 examples learn, 3 test."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        data = 'missing = "mean"\nscale = "standard"\ntest = 0.25'
        sheetnet.build(table_net(Path(folder), data), path)
        return parts_of(path)


def _network(xml: str) -> dict[str, Any]:
    found = _NETWORK.search(xml)
    assert found is not None
    network: dict[str, Any] = json.loads(unescape(found[0]))
    return network


def _map(name: str, says: str = _ALTERED, **other: object) -> None:
    """Put other things into what the map says of the network; a function makes them anew."""

    @hostile(says)
    def make(folder):
        xml = book()[MAP].decode()
        network = _network(xml)
        for key, value in other.items():
            network[key] = value(network[key]) if callable(value) else value
        line = escape(json.dumps(network, ensure_ascii=False, separators=(",", ":")))
        altered = _NETWORK.sub(lambda _: line, xml, count=1)
        path = folder / "book.xlsx"
        path.write_bytes(zipped({**book(), MAP: altered.encode()}))
        return ["verify", path]

    CASES[f"a_table_{name}"] = CASES.pop("make")


def _last(**other: object) -> Any:
    """Return a change of the last column, which holds the words f and m."""
    return lambda fields: [*fields[:-1], {**fields[-1], **other}]


_map("that_tests_all_of_its_examples", test=12)
_map("that_tests_a_million_examples", test=1_000_000)
_map("that_tests_others_than_it_did", test=5)
_map("that_tests_and_counts_none", counts=False)
_map("of_two_examples_of_which_three_test", examples=2)
_map("without_columns", fields=[])
_map("of_fewer_columns_than_features", fields=lambda all: all[:2])
_map("of_more_columns_than_features", fields=lambda all: [*all, {"name": "more"}])
_map("of_words_before_numbers", fields=lambda all: all[::-1])
_map("of_words_alone", fields=lambda all: all[-2:])
_map(
    "of_columns_that_are_only_kept",
    fields=lambda all: [{"name": f["name"]} for f in all],
)
_map("of_a_word_twice", fields=_last(words=["f", "F"]))
_map("of_an_empty_word", fields=_last(words=["f", ""]))
_map("of_words_that_are_scaled", fields=_last(scale="range"))
_map("of_words_that_the_mean_fills", fields=_last(fills=True))
_map("of_a_hundred_thousand_words", "32,767 are possible",
     fields=_last(words=[f"w{n}" for n in range(100_000)]))  # fmt: skip
_map("of_a_hundred_thousand_columns", "32,767 are possible",
     fields=[{"name": "n"}] * 100_000)  # fmt: skip
_map("of_words_in_a_picture", input_shape=[4, 2])
_map("of_a_picture_of_two_columns", input_shape=[4, 2], fields=lambda all: all[:2])
_map("of_a_picture_of_words", input_shape=[4, 2], fields=lambda all: all[-1:])
_map("of_no_shape", input_shape=[])
_map("of_three_dimensions", input_shape=[2, 2, 2])
_map("of_no_features", features=[])
_map("of_other_features", features=lambda all: all[::-1])
_map("of_labels_that_are_scaled", target_scale="standard")
_map("of_targets_that_were_labels", labelled=False)
_map("of_an_unknown_scale", "Invalid enum value 'log'",
     fields=lambda all: [{**all[0], "scale": "log"}, *all[1:]])  # fmt: skip
_map("of_examples_that_test_less_than_none", "Expected `int` >= 0", test=-1)
