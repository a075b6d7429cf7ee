"""The demo's accounts: registered once, reused by later demos."""

import json
import re
import secrets
from pathlib import Path

from server.demo.client import Client, Refused
from server.files import exclusive_lock, write_private


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
        with exclusive_lock(self.file):  # another demo may run
            write_private(self.file, json.dumps(self.known, indent=2))
