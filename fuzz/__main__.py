"""Every door, or those named, one after the other: `python -m fuzz SECONDS [DOOR …]`.

The seconds are for all of them. Ends with status 1 where there was a finding, and says how
to see it again. Corpus and findings stay in .fuzz/, and the next run goes on from there.
"""

import subprocess
import sys
from pathlib import Path

from fuzz.doors import DOORS

HERE = Path(".fuzz")
# More for so little is a hang.
_MOST_SECONDS = 10
_OPTIONS = (
    f"-timeout={_MOST_SECONDS}",
    "-rss_limit_mb=2048",
    "-max_len=300000",
    "-len_control=0",
    "-print_final_stats=1",
    "-verbosity=0",
)


def found_at(name: str, seconds: int) -> bool:
    """Fuzz one door; tell whether something was found."""
    folder = HERE / name
    for inside in ("corpus", "work"):
        (folder / inside).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.one_door", name, str(folder)]
    ended = subprocess.run(
        [
            *command,
            *_OPTIONS,
            f"-max_total_time={seconds}",
            f"-artifact_prefix={folder}/",
            str(folder / "corpus"),
        ],
        check=False,
    )
    if ended.returncode:
        print(
            f"{name}: a finding. Again: {' '.join(command)} {folder}/FILE", flush=True
        )
    return ended.returncode != 0


def main() -> None:
    """Go through the doors."""
    seconds, *names = sys.argv[1:]
    doors = names or list(DOORS)
    found = [name for name in doors if found_at(name, int(seconds) // len(doors))]
    if found:
        sys.exit(f"findings: {', '.join(found)}")
    print(f"{len(doors)} doors: nothing found")


if __name__ == "__main__":
    main()
