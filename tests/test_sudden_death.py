"""Whatever ends a run, and whenever: the old file or the new one, whole, and nothing else."""

import errno
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import sheetnet
from sheetnet.calculators._alone import name_spaces
from sheetnet.errors import OutputError
from sheetnet.files.writing import scratch_folder, write_whole
from tests.calculating import left_out
from tests.nets import RANDOM_RUNS, small_net
from tests.test_recalc import stays, workbook

COMMAND = [sys.executable, "-m", "sheetnet"]


def started(*arguments: object, before: tuple[str, ...] = (), **env: str):
    """Start a command as a shell does."""
    return subprocess.Popen(
        [*before, *COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SHEETNET_LANG": "en", **env},
    )


def ended(process) -> tuple[int, str]:
    """Wait for a command; return its status and what it said of errors."""
    _, err = process.communicate(timeout=60)
    return process.returncode, err


def kill(process) -> None:
    process.kill()
    process.communicate()


def build(target: Path, eta: float = 0.2, **more):
    return started(
        "build", "digits", "--set", f"training.eta={eta}", "-o", target, **more
    )


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> tuple[bytes, bytes]:
    """Return what an old and a new build write."""
    folder = tmp_path_factory.mktemp("books")
    for eta in (0.1, 0.2):
        assert ended(build(folder / f"{eta}.xlsx", eta)) == (0, "")
    return (folder / "0.1.xlsx").read_bytes(), (folder / "0.2.xlsx").read_bytes()


# ------------------------------------------------------------------ killed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4 if RANDOM_RUNS >= 300 else 1))
def test_a_build_killed_at_any_moment_leaves_a_whole_file(tmp_path, books, seed):
    """25 kills, for each of four seeds in `make random`: half at any moment, half while it writes."""
    old, new = books
    rng = random.Random(seed)
    target = tmp_path / "book.xlsx"
    started_at = time.monotonic()
    assert ended(build(target))[0] == 0
    usual = time.monotonic() - started_at
    halves = 0
    for number in range(25):
        target.write_bytes(old)
        process = build(target)
        if number % 2:
            time.sleep(rng.uniform(0, usual))
        else:
            wait_for_a_part(tmp_path, process)
            time.sleep(rng.uniform(0, 0.1))
        kill(process)
        assert target.read_bytes() in (old, new)
        halves += len(os.listdir(tmp_path)) > 1
    # Some died while they wrote; what they left goes with the next build.
    assert halves > 3
    assert ended(build(target)) == (0, "")
    assert os.listdir(tmp_path) == ["book.xlsx"]
    assert target.read_bytes() == new


def wait_for_a_part(folder: Path, process) -> None:
    while process.poll() is None and not list(folder.glob(".*.part")):
        time.sleep(0.001)


@pytest.mark.slow
def test_verify_killed_takes_libreoffice_along_and_its_folder_goes_later(
    tmp_path, monkeypatch
):
    if not name_spaces():
        left_out("NO NAME SPACES HERE: a killed verify may leave LibreOffice")
    book = tmp_path / "small.xlsx"
    sheetnet.build(small_net(tmp_path), book)
    word, program, temporary = hanging_libreoffice(tmp_path)
    env = {"SHEETNET_LIBREOFFICE": str(program), "TMPDIR": str(temporary)}
    process = started("verify", book, "--calculator", "libreoffice", **env)
    deadline = time.monotonic() + 30
    while not (tmp_path / "hangs").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kill(process)
    assert not stays(word)
    assert list(temporary.iterdir()) != []
    assert ended(started("calculators", **env))[0] == 0
    assert list(temporary.iterdir()) == []


def hanging_libreoffice(folder: Path) -> tuple[str, Path, Path]:
    """Put a script in LibreOffice's place: it has a child, and both hang."""
    word = f"child-{os.getpid()}-{time.monotonic_ns()}"
    program, temporary = folder / "soffice", folder / "tmp"
    temporary.mkdir()
    hang = f"touch {folder}/hangs; sh -c 'sleep 300; true' {word} & wait"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *--version*) echo 1.2;; *) {hang};; esac\n'
    )
    program.chmod(0o755)
    return word, program, temporary


# ------------------------------------------------------------------ no room, no folder


def limited_file_size(folder: Path, size: int) -> Iterator[str]:
    yield from ("prlimit", f"--fsize={size}")


def small_disk(folder: Path, size: int) -> Iterator[str]:
    """Put a small file system, with the old file in it, in the folder's place."""
    script = f"""
        cp "$0/book.xlsx" "$0/../kept"
        mount -t tmpfs -o size={size} none "$0"
        cp "$0/../kept" "$0/book.xlsx"
        status=0
        "$@" || status=$?
        ls -A "$0" >&2
        cmp "$0/book.xlsx" "$0/../kept"
        exit $status"""
    alone = ("unshare", "--map-root-user", "--mount", "sh", "-ec")
    yield from (*alone, script, str(folder))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "reason"),
    [(limited_file_size, "File too large"), (small_disk, "No space left on device")],
)
def test_a_full_disk_leaves_the_old_file(tmp_path, limit, reason):
    folder = tmp_path / "disk"
    folder.mkdir()
    target = folder / "book.xlsx"
    sheetnet.build(small_net(tmp_path), target)
    before = target.read_bytes()
    # Room for the old file and half of a new one.
    size = len(before) * 3 // 2 if limit is small_disk else len(before) // 2
    status, err = ended(build(target, before=tuple(limit(folder, size))))
    first, *rest = err.splitlines()
    assert (status, first) == (2, f"sheetnet: {target}: cannot be written: {reason}")
    assert rest in ([], ["book.xlsx"])
    assert os.listdir(folder) == ["book.xlsx"]
    assert target.read_bytes() == before


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_is_named(tmp_path):
    folder = tmp_path / "fixed"
    folder.mkdir()
    folder.chmod(0o555)
    # Root may write anywhere, unless its rights are taken away.
    fewer = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
    before = fewer if os.getuid() == 0 else ()
    status, err = ended(build(folder / "book.xlsx", before=before))
    assert (status, err) == (
        2, f"sheetnet: {folder / 'book.xlsx'}: cannot be written: Permission denied\n"
    )  # fmt: skip
    assert os.listdir(folder) == []


def test_a_folder_that_vanishes_is_told_and_not_made_again(tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()

    def chunks():
        yield b"half"
        shutil.rmtree(folder)
        yield b"more"

    with pytest.raises(
        OutputError, match=r"book\.xlsx: cannot be written: No such file"
    ):
        write_whole(folder / "book.xlsx", chunks())
    assert not folder.exists()


# ------------------------------------------------------------------ side by side


@pytest.mark.slow
def test_two_builds_to_one_path_leave_one_of_the_two(tmp_path, books):
    target = tmp_path / "book.xlsx"
    for _ in range(3):
        both = [build(target, eta) for eta in (0.1, 0.2)]
        assert [ended(process) for process in both] == [(0, ""), (0, "")]
        assert target.read_bytes() in books
        assert os.listdir(tmp_path) == ["book.xlsx"]


def test_a_file_that_is_being_written_is_not_swept_away(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"

    def chunks():
        yield b"1"
        write_whole(other, [b"2"])
        yield b"1"

    write_whole(one, chunks())
    assert (one.read_bytes(), other.read_bytes()) == (b"11", b"2")


def test_a_folder_in_use_is_not_swept_away_and_one_that_was_left_is(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "sheetnet-test-left"
    left.mkdir()
    told = []
    with scratch_folder("test", told.append) as one:
        assert told == [left]
        with scratch_folder("test", told.append) as other:
            assert {one, other} == set(tmp_path.iterdir())
    assert told == [left, other, one]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_swept_away_before_it_is_held_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made, make = [], tempfile.mkdtemp

    def swept_once(**how):
        made.append(make(**how))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr("tempfile.mkdtemp", swept_once)
    with scratch_folder("test") as folder:
        assert [Path(made[1])] == [folder] == list(tmp_path.iterdir())


def test_another_files_named_alike_are_left_alone(tmp_path):
    theirs = tmp_path / ".book-abc.part"
    theirs.write_text("theirs")
    (tmp_path / ".sheetnet-link.part").symlink_to(theirs)
    write_whole(tmp_path / "a", [b"a"])
    assert theirs.read_text() == "theirs"


@pytest.mark.slow
@pytest.mark.libreoffice
def test_eight_verifications_side_by_side_agree_and_leave_nothing(
    tmp_path, libreoffice
):
    book, temporary = tmp_path / "small.xlsx", tmp_path / "tmp"
    temporary.mkdir()
    sheetnet.build(small_net(tmp_path), book)
    running = [
        started("verify", book, "--calculator", name, TMPDIR=str(temporary))
        for name in 4 * ["embedded", "libreoffice"]
    ]
    assert [ended(process) for process in running] == 8 * [(0, "")]
    assert list(temporary.iterdir()) == []
    with suppress(FileNotFoundError):
        assert not stays(str(temporary))


# ------------------------------------------------------------------ what is no file


@pytest.mark.parametrize("what", ["pipe", "device"])
def test_what_is_no_regular_file_is_not_replaced(tmp_path, what):
    target = Path("/dev/null")
    if what == "pipe":
        target = tmp_path / "pipe"
        os.mkfifo(target)
    before = os.stat(target)
    with pytest.raises(OutputError, match="is no regular file; expected a file name"):
        write_whole(target, [b"x"])
    assert os.path.samestat(os.stat(target), before)


def test_a_link_is_replaced_and_what_it_leads_to_is_not(tmp_path):
    theirs = workbook(tmp_path / "theirs.xlsx", {"A1": 1})
    before = theirs.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(theirs)
    sheetnet.build(small_net(tmp_path), tmp_path / "link.xlsx", force=True)
    assert theirs.read_bytes() == before


# ------------------------------------------------------------------ other file systems


def test_where_there_are_no_locks_files_are_written_all_the_same(tmp_path, monkeypatch):
    def unsupported(*_):
        raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unsupported)
    write_whole(tmp_path / "a", [b"a"])
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_keeps_its_rights_when_it_is_written_anew(tmp_path):
    (tmp_path / "a").touch(0o600)
    write_whole(tmp_path / "a", [b"a"])
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("buffered", [True, False])
def test_a_full_disk_behind_the_output_is_one_line(buffered):
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [*COMMAND, "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"},
        )
    said = "sheetnet: [Errno 28] No space left on device\n"
    assert (ran.returncode, ran.stderr) == (2, said)
