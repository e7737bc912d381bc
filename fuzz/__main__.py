"""All doors one after the other, or those named: `python -m fuzz SECONDS [DOOR …]`.

The seconds are for all of them together. Ends with status 1 where something was found, and
says how to see it again. Corpus and findings stay in .fuzz/; the next run goes on from
there.
"""

import subprocess
import sys
from pathlib import Path

from fuzz.doors import DOORS

PLACE = Path(".fuzz")
_OPTIONS = (
    "-timeout=10",  # seconds; more for so few bytes is a hang
    "-rss_limit_mb=2048",
    "-max_len=300000",
    "-verbosity=0",
    "-print_final_stats=1",
)


def found_at(name: str, seconds: int) -> bool:
    """Fuzz one door; tell whether something was found."""
    folder = PLACE / name
    for inside in ("corpus", "work"):
        (folder / inside).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.one_door", name, str(folder)]
    limit, findings = f"-max_total_time={seconds}", f"-artifact_prefix={folder}/"
    print(f"{name}: {seconds} s", flush=True)
    ended = subprocess.run(
        [*command, *_OPTIONS, limit, findings, str(folder / "corpus")], check=False
    )
    if ended.returncode:
        print(f"{name}: see it again with: {' '.join(command)} FILE", flush=True)
    return ended.returncode != 0


def main() -> None:
    """Go through the doors."""
    seconds, *names = sys.argv[1:]
    doors = names or list(DOORS)
    found = [name for name in doors if found_at(name, int(seconds) // len(doors))]
    if found:
        sys.exit(f"something was found: {', '.join(found)}")
    print(f"{len(doors)} doors, nothing found")


if __name__ == "__main__":
    main()
