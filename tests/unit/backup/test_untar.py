"""Unpacking a base backup's tars, on every Python from 3.11.0 on."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from server.backup.restore import untar


def packed(at: Path, *members: tuple[str, bytes]) -> Path:
    """Write a tar of (name, type) members, each of another owner and with the content `data`."""
    with tarfile.open(at, "w:gz") as tar:
        for name, kind in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.uid, member.gid = kind, "/etc/passwd", 4711, 4711
            member.mode = 0o700
            member.size = 4 if kind == tarfile.REGTYPE else 0
            tar.addfile(member, io.BytesIO(b"data"))
    return at


def test_files_are_ours(tmp_path: Path) -> None:
    """Directories and files are unpacked, and belong to us whoever owned them."""
    tar = packed(tmp_path / "a.tar.gz", ("base", tarfile.DIRTYPE), ("base/1", tarfile.REGTYPE))
    untar(tar, tmp_path / "into")
    file = tmp_path / "into" / "base" / "1"
    assert (file.read_bytes(), file.stat().st_uid) == (b"data", os.geteuid())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside", tarfile.REGTYPE),
        ("/tmp/outside", tarfile.REGTYPE),  # noqa: S108  it must not be written
        ("base/../../outside", tarfile.REGTYPE),
        ("link", tarfile.SYMTYPE),
        ("link", tarfile.LNKTYPE),
        ("pipe", tarfile.FIFOTYPE),
        ("device", tarfile.CHRTYPE),
    ],
)
def test_others_are_refused(tmp_path: Path, name: str, kind: bytes) -> None:
    """A path outside, and whatever is neither file nor directory, is damage and is not written."""
    with pytest.raises(tarfile.TarError):
        untar(packed(tmp_path / "a.tar.gz", (name, kind)), tmp_path / "into")
    assert not (tmp_path / "outside").exists()
    assert list((tmp_path / "into").glob("*")) == []
