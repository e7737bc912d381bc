"""The zip writer: what any reader finds in it, the same bytes always, and its limits."""

import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest

import sheetnet
from sheetnet.errors import LimitError
from sheetnet.xlsx.writing import archive
from sheetnet.xlsx.writing.archive import zipped
from tests.nets import small_net

PARTS = {
    "[Content_Types].xml": [b"<Types/>"],
    "xl/δ.xml": [b"a" * 100_000, b"", b"b", b"ab" * 50_000],
    "xl/empty.xml": [],
}
CONTENTS = {name: b"".join(pieces) for name, pieces in PARTS.items()}


def zip_of(parts):
    return b"".join(zipped(parts.items()))


def read(content):
    return zipfile.ZipFile(BytesIO(content))


def test_every_part_is_read_back_whole_and_in_order():
    with read(zip_of(PARTS)) as book:
        assert book.testzip() is None
        assert book.namelist() == list(PARTS)
        assert {name: book.read(name) for name in PARTS} == CONTENTS


def test_the_directory_says_what_stands_before_and_behind_each_part():
    content = zip_of(PARTS)
    for info in read(content).infolist():
        name = info.filename.encode()
        at = info.header_offset
        assert content[at : at + 4] == b"PK\x03\x04"
        header = struct.unpack("<HHHHHIIIHH", content[at + 4 : at + 30])
        assert header == (20, 0x0808, 8, 0, 0x21, 0, 0, 0, len(name), 0)
        assert content[at + 30 :].startswith(name)
        behind = at + 30 + len(name) + info.compress_size
        assert content[behind : behind + 4] == b"PK\x07\x08"
        assert struct.unpack("<III", content[behind + 4 : behind + 16]) == (
            info.CRC,
            info.compress_size,
            info.file_size,
        )
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.external_attr == 0o600 << 16
        assert (info.flag_bits, info.create_system, info.extra) == (0x0808, 3, b"")


def test_each_part_follows_the_one_before_at_once():
    """Some readers go from header to header and look for no directory."""
    content = zip_of(PARTS)
    ends = [
        info.header_offset + 30 + len(info.filename.encode()) + info.compress_size + 16
        for info in read(content).infolist()
    ]
    starts = [info.header_offset for info in read(content).infolist()]
    assert starts == [0, *ends[:-1]]
    assert content[ends[-1] :].startswith(b"PK\x01\x02")


def test_the_same_parts_give_the_same_bytes():
    assert zip_of(PARTS) == zip_of(PARTS)


def test_nothing_is_kept_of_what_was_written():
    piece = b"".join(b"%d" % number for number in range(20_000))

    def most_held(pieces):
        tracemalloc.start()
        for _ in zipped([("a", (piece for _ in range(pieces)))]):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    most_held(1)
    assert most_held(100) < most_held(10) + 10_000


def test_a_part_that_is_too_long_is_refused_when_it_is_and_not_later(monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000)
    taken = []

    def pieces():
        for number in range(10):
            taken.append(number)
            yield b"a" * 300

    with pytest.raises(
        LimitError, match="a sheet of the workbook would have more than"
    ):
        list(zipped([("a", pieces())]))
    assert taken == [0, 1, 2, 3]
    assert len(list(zipped([("a", [b"a" * 1_000])]))) > 1


@pytest.mark.parametrize("parts", [1, 5])
def test_an_archive_that_is_too_long_is_refused(monkeypatch, parts):
    """Whether the last part makes it so or the directory at its end."""
    some = [(f"{number}", [b"abc"]) for number in range(parts)]
    size = len(b"".join(zipped(some)))
    for most in (size - 23, size - 40, 40):
        monkeypatch.setattr(archive, "MOST_BYTES", most)
        with pytest.raises(LimitError, match=r"^the workbook would have more than"):
            list(zipped(some))
    monkeypatch.setattr(archive, "MOST_BYTES", size)
    assert len(b"".join(zipped(some))) == size


def test_the_limit_is_what_four_bytes_hold_less_what_means_elsewhere():
    assert archive.MOST_BYTES == 2**32 - 2


def test_a_workbook_that_is_too_long_is_not_written(tmp_path, monkeypatch):
    path = tmp_path / "book.xlsx"
    sheetnet.build(small_net(tmp_path), path)
    before = path.read_bytes()
    monkeypatch.setattr(archive, "MOST_BYTES", len(before) // 2)
    with pytest.raises(LimitError, match=r"lower training\.epochs"):
        sheetnet.build(small_net(tmp_path), path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*"))
