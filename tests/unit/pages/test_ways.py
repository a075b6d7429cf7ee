"""Redirects after sign-in, and built files."""

from pathlib import Path

import pytest

from server.pages.account import device_name
from server.pages.assets import Assets
from server.pages.auth import safe_next_path


@pytest.mark.parametrize("ours", ["/", "/r/atrium", "/m/atrium?x=1#s-2", "/a//b"])
def test_return_path(ours: str) -> None:
    """A path of this site is accepted."""
    assert safe_next_path(ours) == ours


@pytest.mark.parametrize(
    "theirs",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        "/\n/evil",
        "/\t/evil.example",
        "//[",
        "r/a",
        "",
    ],
)
def test_return_path_to_another_site(theirs: str) -> None:
    """Anything that browsers read as another site becomes `/`."""
    assert safe_next_path(theirs) == "/"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build of a page that shares styles with another."""
    dist = tmp_path / "dist"
    (dist / ".vite").mkdir(parents=True)
    (dist / "assets").mkdir()
    (dist / "assets" / "home-abc.js").write_text("1")
    (tmp_path / "secret").write_text("s")
    (dist / ".vite" / "manifest.json").write_text(
        '{"src/home.ts": {"file": "assets/home-abc.js", "imports": ["_page.js"], "css": ["assets/home.css"]},'
        ' "_page.js": {"file": "assets/page.js", "css": ["assets/page.css"], "imports": ["_page.js"]}}'
    )
    return dist


def test_shared_styles_first(build: Path) -> None:
    """Shared styles are loaded before the page's own."""
    tags = str(Assets.load(build).tags("src/home.ts"))
    assert (
        tags.index("/static/assets/page.css")
        < tags.index("/static/assets/home.css")
        < tags.index("home-abc.js")
    )


def test_without_a_build(tmp_path: Path) -> None:
    """Without a build pages have no styles or scripts."""
    assert Assets.load(tmp_path / "dist").tags("src/home.ts") == ""


@pytest.mark.parametrize(
    "name", ["../secret", "assets/../../secret", "/etc/passwd", ".vite/manifest.json", "assets", "", "a\x00b"]
)
def test_only_built_files(build: Path, name: str) -> None:
    """Files outside the build, and the manifest, are 404."""
    assert Assets.load(build).file(name) is None


def test_built_file(build: Path) -> None:
    """A built file is served."""
    assert Assets.load(build).file("assets/home-abc.js") == build / "assets" / "home-abc.js"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
    ],
)
def test_device_names(agent: str, name: str) -> None:
    """A device is named by browser and system."""
    assert device_name(agent) == name
