"""Multipart bodies: fields of a form, and one file that is written to disk as it comes."""

import asyncio
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import BinaryIO

from aiohttp import BodyPartReader, ClientPayloadError, web
from multidict import MultiDict

from server.errors import Invalid, Malformed, NotJson, StorageFull, TooLarge

MAX_FIELDS, MAX_FIELD_BYTES = 40, 4096
CHUNK_BYTES = 1 << 18
NOT_A_FORM = "Send it as multipart/form-data with the file in the field “file”."
NO_FILE = "Choose a file."


async def receive_form(request: web.Request, path: Path, most_bytes: int) -> tuple[MultiDict[str], str, int]:
    """Write the file of a form to `path`; returns the fields, the file's name and its size.

    Raises NotJson for another body, Malformed for a broken one, Invalid without file, TooLarge, StorageFull;
    then the caller deletes what was written.
    """
    if request.content_type != "multipart/form-data":
        raise NotJson(NOT_A_FORM)
    fields: MultiDict[str] = MultiDict()
    name, size = "", -1
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Malformed(NOT_A_FORM)
            if part.name == "file" and size < 0:
                name, size = part.filename or "", await _write(part, path, most_bytes)
            else:
                fields.add(part.name or "", await _field(part, len(fields)))
    except (ValueError, AssertionError, RuntimeError, ClientPayloadError, LookupError) as error:
        raise Malformed(NOT_A_FORM) from error
    if size <= 0:
        said = NO_FILE if size < 0 else "The file is empty. Choose another."
        raise Invalid(said, [{"field": "file", "message": said}])
    return fields, name, size


async def _field(part: BodyPartReader, count: int) -> str:
    if count >= MAX_FIELDS:
        raise TooLarge
    value = bytearray()
    while chunk := await part.read_chunk(MAX_FIELD_BYTES):
        value += chunk
        if len(value) > MAX_FIELD_BYTES:
            raise TooLarge
    return value.decode()


async def _write(part: BodyPartReader, path: Path, most_bytes: int) -> int:
    size = 0
    try:
        with await asyncio.to_thread(_create, path) as file:
            while chunk := await part.read_chunk(CHUNK_BYTES):
                size += len(chunk)
                if size > most_bytes:
                    raise TooLarge(f"A file may have {most_bytes >> 20} MB. Cut it into parts.")
                await asyncio.to_thread(file.write, chunk)
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise StorageFull from error
        raise
    return size


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path.open("xb")
