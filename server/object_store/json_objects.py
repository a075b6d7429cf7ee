"""Small JSON documents in a store."""

import json
import tempfile
from pathlib import Path
from typing import Any

from server.object_store.protocol import Store


async def put_json(store: Store, key: str, value: object, scratch: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=scratch, suffix=".json", delete=False) as fresh:
        json.dump(value, fresh, indent=1)
    try:
        await store.put(key, Path(fresh.name))
    finally:
        Path(fresh.name).unlink(missing_ok=True)


async def get_json(store: Store, key: str) -> dict[str, Any]:
    """Read a JSON object; raises FileNotFoundError, and ValueError where it is none."""
    document = json.loads(await store.read(key))
    if not isinstance(document, dict):
        raise ValueError(key)
    return document
