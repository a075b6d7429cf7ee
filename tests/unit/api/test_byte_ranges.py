"""Which bytes a request asks for."""

import pytest

from server.api.byte_ranges import is_unchanged, wanted_range
from server.recording_errors import RangeNotSatisfiable

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-", range(1000)),
        ("bytes=999-", range(999, 1000)),
        ("BYTES=10-5000", range(10, 1000)),
        ("bytes=-1", range(999, 1000)),
        ("bytes=-5000", range(1000)),
    ],
)
def test_single_range(header: str, wanted: range) -> None:
    """Ends beyond the file are cut, suffixes counted from its end."""
    assert wanted_range(header, SIZE) == wanted


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,5-6", "seconds=0-1",
     "bytes=0x1-2", "bytes=٣-٤", "bytes=" + "9" * 5000 + "-"],
)  # fmt: skip
def test_whole(header: str | None) -> None:
    """What is no single range of bytes is no range."""
    assert wanted_range(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=999999999999-", "bytes=-0"])
def test_beyond_the_end(header: str) -> None:
    """A range of which no byte exists is refused."""
    with pytest.raises(RangeNotSatisfiable):
        wanted_range(header, SIZE)


def test_empty_file() -> None:
    """An empty file has no byte to ask for."""
    with pytest.raises(RangeNotSatisfiable):
        wanted_range("bytes=0-", 0)


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [
        (None, True),
        ('"a"', True),
        ('W/"a"', False),
        ('"b"', False),
        ("Thu, 01 Jan 1970 00:01:00 GMT", True),
        ("Thu, 01 Jan 1970 00:01:01 GMT", False),
        ("yesterday", False),
        ("Thu, 99 Jan 1970 00:01:00 GMT", False),
    ],
)
def test_if_range(header: str | None, *, unchanged: bool) -> None:
    """Only the same strong ETag or the very date says that the client's part is of this version."""
    assert is_unchanged(header, '"a"', 60.7) is unchanged
