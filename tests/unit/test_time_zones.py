"""Time zones as browsers name them."""

import pytest

from server.time_zones import time_zone, zone_of


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("UTC", "UTC"),
    ],
)
def test_known(name: str, zone: str) -> None:
    """A zone is spelt as IANA spells it."""
    assert time_zone(name) == zone


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "+02:00", "CEST", "localtime", "a\0b"]
)
def test_unknown(name: str) -> None:
    """What is no zone is refused, whatever file it names."""
    with pytest.raises(ValueError, match="must be a time zone"):
        time_zone(name)


def test_gone_from_this_machine() -> None:
    """A zone that the tables no longer have is read as UTC."""
    assert zone_of("Mars/Olympus").key == "UTC"
