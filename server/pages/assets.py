"""The built web client: the files that pages load, and their caching."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from markupsafe import Markup

log = structlog.get_logger()

PREFIX = "/static/"
CACHE_FOREVER = "public, max-age=31536000, immutable"
"""For file names that contain a hash of the content."""
CACHE_ONE_DAY = "public, max-age=86400"
EARLY = "src/early.ts"


@dataclass(frozen=True, slots=True)
class Assets:
    """Vite's manifest of one build; empty if nothing was built."""

    dist: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    """The files that may be served; requested names are only looked up here, never used as paths."""

    @classmethod
    def load(cls, dist: Path) -> "Assets":
        """Read the manifest; without one the pages work, but without styles and scripts."""
        path = dist / ".vite" / "manifest.json"
        if not path.is_file():
            log.warning("web_client_missing", fix="npm ci && npm run build, in web/")
            return cls(dist)
        names = (file.relative_to(dist) for file in dist.rglob("*") if file.is_file())
        public = frozenset(str(name) for name in names if not name.parts[0].startswith("."))
        return cls(dist, json.loads(path.read_text(encoding="utf-8")), public)

    def tags(self, entry: str) -> Markup:
        """Return the HTML elements that load an entry such as `src/pages/home.ts` and its styles."""
        chunk = self.manifest.get(entry)
        if chunk is None:
            return Markup()
        styles = [_STYLE.format(PREFIX + name) for name in self._styles(entry, set())]
        return Markup("\n").join([*styles, _SCRIPT.format(PREFIX + chunk["file"])])

    def early(self) -> Markup:
        """Return the element that runs a script before the page is shown, which keeps early clicks."""
        chunk = self.manifest.get(EARLY)
        return _CLASSIC.format(PREFIX + chunk["file"]) if chunk else Markup()

    def styles(self, entry: str) -> Markup:
        """Return the elements that load an entry's styles alone."""
        found = self._styles(entry, set()) if entry in self.manifest else []
        return Markup("\n").join(_STYLE.format(PREFIX + name) for name in found)

    def _styles(self, entry: str, seen: set[str]) -> list[str]:
        """List an entry's style sheets, those of its imports first."""
        if entry in seen:
            return []
        seen.add(entry)
        chunk = self.manifest[entry]
        below = [name for part in chunk.get("imports", ()) for name in self._styles(part, seen)]
        return list(dict.fromkeys([*below, *chunk.get("css", ())]))

    def file(self, name: str) -> Path | None:
        """Return the path of a built file; None if there is none."""
        return self.dist / name if name in self.files else None


_STYLE = Markup('<link rel="stylesheet" href="{}">')
_CLASSIC = Markup('<script src="{}"></script>')
_SCRIPT = Markup('<script type="module" src="{}"></script>')

ASSETS = web.AppKey("assets", Assets)


async def static(request: web.Request) -> web.StreamResponse:
    """Serve a built file; those with hashed names may be cached for ever."""
    path = request.app[ASSETS].file(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    hashed = path.parent.name == "assets"
    return web.FileResponse(path, headers={"Cache-Control": CACHE_FOREVER if hashed else CACHE_ONE_DAY})
