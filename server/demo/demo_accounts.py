"""The demo's accounts: registered once, reused by later demos."""

import json
import os
import re
import secrets
from pathlib import Path

from server.demo.client import Client, Refused


class DemoAccounts:
    """Accounts in a file with mode 0600: `{name: {email, password}}`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    async def sign_in(self, client: Client, name: str) -> None:
        """Sign in; registers the account first if needed."""
        if name in self.known:
            try:
                await client.call("POST", "/api/sessions", self.known[name])
            except Refused as refused:
                if refused.status != 401:
                    raise
            else:
                return
        await self._register(client, name)

    async def _register(self, client: Client, name: str) -> None:
        slug = re.sub("[^a-z]+", ".", name.lower()).strip(".") or "somebody"
        account = {  # under `.invalid`: never the server's administrator
            "email": f"{slug}.{secrets.token_hex(3)}@demo.invalid",
            "password": secrets.token_urlsafe(18),
        }
        await client.call("POST", "/api/people", {**account, "name": name})
        await client.call("POST", "/api/sessions", account)
        self.known[name] = account
        self._keep()

    def _keep(self) -> None:
        part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(self.known, out, indent=2)
        part.replace(self.file)
