"""libFuzzer at one door: `python -m fuzz.one_door DOOR FOLDER [OPTION OR FILE …]`.

Ends non-zero where some bytes bring an exception other than SheetnetError, a warning or
a hang; libFuzzer then writes them to a file. Given such a file, it only takes that one.
"""

import sys
import warnings
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from random import Random

import atheris

from fuzz.mutations import mutated

# So many of the changes are ours; the rest is libFuzzer's, which know no tokens.
_OURS = 0.9


def change(data: bytes, most: int, seed: int) -> bytes:
    """Return the bytes with some changes, cut to a length."""
    rng = Random(seed)
    if rng.random() < _OURS:
        return mutated(data, rng)[:most]
    return bytes(atheris.Mutate(data, most))


def main() -> None:
    """Take the seeds, then what libFuzzer makes of them, until it ends the process."""
    name, place, *rest = sys.argv[1:]
    corpus, work = Path(place, "corpus"), Path(place, "work")
    warnings.simplefilter("error")
    # Much is imported late. The seeds bring it in here, where atheris counts its branches
    # (and would say so, module by module).
    with redirect_stderr(StringIO()), atheris.instrument_imports(["sheetnet"]):
        from fuzz.doors import DOORS, accepted

        door = DOORS[name]
        for number, seed in enumerate(door.seeds()):
            door.enter(seed, work)
            (corpus / f"seed-{number}").write_bytes(seed)

    def take(data: bytes) -> None:
        accepted(door, data, work)

    atheris.Setup([name, *rest], take, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
