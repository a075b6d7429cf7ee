"""Why a tool failed, in one line."""

from pathlib import Path

import pytest

from server.stack.tool_process import failed


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("\x1b[31m[X] \x1b[0mCould not resolve x\n  at build (a.js:1)\n}\n", "[X] Could not resolve x"),
        ("npm warn Could not resolve y\nnpm error code E\nnpm error reason: z\n", "npm error reason: z"),
        ("go: building\nlast words\n}\n", "last words"),
        ("", "it said nothing"),
    ],
)  # fmt: skip
def test_telling_line(tmp_path: Path, written: str, cause: str) -> None:
    """The line with the cause is shown, without colours, not the end of a stack trace."""
    (tmp_path / "log").write_text(written)
    assert failed("it", tmp_path / "log").cause == f"it failed: {cause}"


def test_full_disk(tmp_path: Path) -> None:
    """A full disk is named as such, wherever the tool says so."""
    (tmp_path / "log").write_text("write /x: no space left on device\nfailed\n")
    assert failed("it", tmp_path / "log").cause == "the disk is full"
