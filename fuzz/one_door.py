"""libFuzzer at one door: `python -m fuzz.one_door DOOR FOLDER [OPTION OR FILE …]`.

Ends non-zero where some bytes bring an exception other than SheetnetError, a warning or
a hang; libFuzzer then writes them to a file. Given such a file, it only takes that one.
"""

import sys
import warnings
from pathlib import Path
from random import Random

import atheris

# Doors import much of sheetnet late; it is followed from here on, as seeds are taken.
_following = atheris.instrument_imports(include=["sheetnet"])

# Of what is changed by our mutations; the rest is libFuzzer's.
_OURS = 0.9


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Return the bytes with some changes, at most so many of them."""
    from fuzz.mutations import mutated

    rng = Random(seed)
    if rng.random() < _OURS:
        return mutated(data, rng)[:most]
    return bytes(atheris.Mutate(data, most))


def main() -> None:
    """Take seeds, then whatever libFuzzer makes of them, until it ends the process."""
    name, place, *rest = sys.argv[1:]
    folder = Path(place)
    warnings.simplefilter("error")
    with _following:
        from fuzz.doors import DOORS, accepted

        door = DOORS[name]
        for number, seed in enumerate(door.seeds()):
            assert accepted(door, seed, folder / "work"), f"a seed is refused: {seed!r}"
            (folder / "corpus" / f"seed-{number}").write_bytes(seed)

    def take(data: bytes) -> None:
        accepted(door, data, folder / "work")

    atheris.Setup([name, *rest], take, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
