"""The built web client: which file a page asks for, and how it is served."""

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
"""Built names carry a hash of their content."""
CACHE_ONE_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class Assets:
    """Vite's manifest of one build; empty where nothing was built."""

    dist: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    """What may be asked for; a request's name is looked up here and never becomes a path by itself."""

    @classmethod
    def load(cls, dist: Path) -> "Assets":
        """Read the manifest once; without one the pages work, unstyled."""
        path = dist / ".vite" / "manifest.json"
        if not path.is_file():
            log.warning("web_client_missing", fix="npm ci && npm run build, in web/")
            return cls(dist)
        names = (file.relative_to(dist) for file in dist.rglob("*") if file.is_file())
        public = frozenset(str(name) for name in names if not name.parts[0].startswith("."))
        return cls(dist, json.loads(path.read_text(encoding="utf-8")), public)

    def tags(self, entry: str) -> Markup:
        """Give the elements that load an entry such as `src/pages/home.ts` with its styles."""
        chunk = self.manifest.get(entry)
        if chunk is None:
            return Markup()
        styles = [_STYLE.format(PREFIX + name) for name in self._styles(entry, set())]
        return Markup("\n").join([*styles, _SCRIPT.format(PREFIX + chunk["file"])])

    def _styles(self, entry: str, seen: set[str]) -> list[str]:
        """The styles of what an entry imports come before its own."""
        if entry in seen:
            return []
        seen.add(entry)
        chunk = self.manifest[entry]
        below = [name for part in chunk.get("imports", ()) for name in self._styles(part, seen)]
        return list(dict.fromkeys([*below, *chunk.get("css", ())]))

    def file(self, name: str) -> Path | None:
        """Find a built file."""
        return self.dist / name if name in self.files else None


_STYLE = Markup('<link rel="stylesheet" href="{}">')
_SCRIPT = Markup('<script type="module" src="{}"></script>')

ASSETS = web.AppKey("assets", Assets)


async def static(request: web.Request) -> web.StreamResponse:
    """Serve a built file; hashed ones may be kept for good."""
    path = request.app[ASSETS].file(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    hashed = path.parent.name == "assets"
    return web.FileResponse(path, headers={"Cache-Control": CACHE_FOREVER if hashed else CACHE_ONE_DAY})
