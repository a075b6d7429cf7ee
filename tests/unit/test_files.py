"""Small files are replaced as a whole."""

from pathlib import Path

import pytest

from server.files import write_private


@pytest.mark.parametrize("durable", [True, False])
def test_replaced(tmp_path: Path, *, durable: bool) -> None:
    """The new text stands alone, for its owner only, also where a writer was interrupted before."""
    path = tmp_path / "keys"
    path.write_text("an older and longer text")
    (tmp_path / "keys.new").write_text("half a t")
    write_private(path, "회의", durable=durable)
    assert path.read_text("utf-8") == "회의"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_not_replaced(tmp_path: Path) -> None:
    """Where the file cannot be replaced, nothing else is left behind."""
    path = tmp_path / "keys"
    (path / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_private(path, "text")
    assert list(tmp_path.iterdir()) == [path]
