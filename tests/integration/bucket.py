"""A bucket that speaks as much of S3 as obstore asks: objects, uploads in parts, lists, and deleting many."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from server.stack.child_process import free_port

KEY = re.compile(r"<Key>([^<]+)</Key>")


@dataclass
class Bucket:
    """Objects by key. `refusing`: every write is answered by 403; `gone`: by 404, as by no bucket."""

    port: int
    objects: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    refusing: bool = False
    gone: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """Writes wait for it; it is set unless a test clears it."""

    @property
    def environment(self) -> dict[str, str]:
        """What the environment says of it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "eu-central-1",
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Do what one request asks."""
        key, query = request.match_info.get("key", ""), request.query
        if request.method in ("GET", "HEAD"):
            return self._list(query.get("prefix", "")) if "list-type" in query else self._read(key, request)
        if self.refusing:
            return web.Response(status=403, text="<Error><Code>AccessDenied</Code></Error>")
        if self.gone:
            return web.Response(status=404, text="<Error><Code>NoSuchBucket</Code></Error>")
        body = await request.read()
        self.begun.set()
        await self.open.wait()
        if request.method == "DELETE":
            self.uploads.pop(query.get("uploadId", ""), None) or self.objects.pop(key, None)
            return web.Response(status=204)
        if request.method == "POST" and "delete" in query:
            return self._delete(KEY.findall(body.decode()))
        if request.method == "POST":
            return self._begin(key) if "uploads" in query else self._join(key, query["uploadId"])
        if "uploadId" in query:
            self.uploads[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.objects[key] = body
        return web.Response(headers={"ETag": f'"{hashlib.sha256(body).hexdigest()}"'})

    def _read(self, key: str, request: web.Request) -> web.Response:
        if key not in self.objects:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        headers = {"ETag": '"x"', "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}
        content, part = self.objects[key], request.http_range
        if part.start is None:
            return web.Response(body=content, headers=headers)
        begin, end, _ = part.indices(len(content))
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(content)}"
        return web.Response(status=206, body=content[begin:end], headers=headers)

    def _list(self, prefix: str) -> web.Response:
        found = "".join(
            f"<Contents><Key>{key}</Key><LastModified>2026-03-02T10:00:00.000Z</LastModified>"
            f"<ETag>x</ETag><Size>{len(content)}</Size></Contents>"
            for key, content in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml(f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>")

    def _delete(self, keys: list[str]) -> web.Response:
        for key in keys:
            self.objects.pop(key, None)
        told = "".join(
            f"<Deleted><Key>{key}</Key></Deleted>" for key in keys
        )  # S3 says so of missing ones, too
        return _xml(f"<DeleteResult>{told}</DeleteResult>")

    def _begin(self, key: str) -> web.Response:
        upload = f"u{len(self.uploads)}"
        self.uploads[upload] = {}
        return _xml(
            f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        )

    def _join(self, key: str, upload: str) -> web.Response:
        self.objects[key] = b"".join(part for _, part in sorted(self.uploads.pop(upload).items()))
        return _xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')


def _xml(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/xml")


@asynccontextmanager
async def bucket(name: str) -> AsyncIterator[Bucket]:
    """Serve one while the block runs."""
    made = Bucket(free_port())
    made.open.set()
    app = web.Application(client_max_size=1 << 30)
    app.router.add_route("*", f"/{name}", made.answer)
    app.router.add_route("*", f"/{name}/{{key:.*}}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    try:
        yield made
    finally:
        await runner.cleanup()
