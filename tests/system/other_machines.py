"""Two machines on one: network namespaces with a cable between them, a reverse proxy, a firewall."""

import asyncio
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.places import ROOT

PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
NEEDED = {"ip": "iproute2", "nft": "nftables", "nginx": "nginx-light"}
SERVER, PERSON = "198.51.100.1", "198.51.100.2"
"""Addresses of documentation (RFC 5737): they lead nowhere else."""
HOST, ASCII_HOST = "b\u00fccher.example", "xn--bcher-kva.example"
NGINX = """
daemon off; pid {directory}/nginx.pid; error_log {directory}/error.log; worker_processes 1; user root;
events {{ }}
http {{ access_log off; client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;
fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
{site}
}}
"""


@dataclass(frozen=True)
class Machine:
    """A network namespace, and what is run in it."""

    name: str

    def inside(self, *argv: str) -> list[str]:
        """The command that runs another one here."""
        return [program("ip"), "netns", "exec", self.name, *argv]

    async def run(self, *argv: str) -> None:
        """Run a command here to its end."""
        await run(*self.inside(*argv))

    def browser(self, directory: Path, executable: str) -> Path:
        """A program that starts the browser here; its pipes to the test pass any namespace."""
        script = directory / f"browser-{self.name}"
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.inside(executable))} "$@"\n')
        script.chmod(0o755)
        return script

    async def firewall(self, *rules: str) -> None:
        """Let everything out but what the rules drop; no rules: everything."""
        chain = f"chain out {{ type filter hook output priority 0; {'; '.join(rules)}; }};"
        await self.run(program("nft"), f"flush ruleset; table inet parley {{ {chain} }};")


def program(name: str) -> str:
    """Where a tool is; what is missing is said, never skipped."""
    found = shutil.which(name, path=PATH)
    assert found, f"{NEEDED[name]} is not installed: apt-get install {NEEDED[name]}"
    assert os.geteuid() == 0, "network namespaces need root"
    return found


async def run(*argv: str) -> None:
    """Run a command that must not fail."""
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, f"{' '.join(argv)}: {said.decode()}"


@asynccontextmanager
async def two_machines() -> AsyncIterator[tuple[Machine, Machine]]:
    """Make the server's machine and somebody else's, with a cable between and no way elsewhere."""
    mark, ip = secrets.token_hex(3), program("ip")
    server, person = Machine(f"parley-a-{mark}"), Machine(f"parley-b-{mark}")
    try:
        for machine in (server, person):
            await run(ip, "netns", "add", machine.name)
            await machine.run(ip, "link", "set", "lo", "up")
        ends = (("a", server, SERVER), ("b", person, PERSON))
        await server.run(
            ip, "link", "add", "cable-a", "type", "veth", "peer", "cable-b", "netns", person.name
        )
        for end, machine, address in ends:
            await machine.run(ip, "address", "add", f"{address}/24", "dev", f"cable-{end}")
            await machine.run(ip, "link", "set", f"cable-{end}", "up")
        yield server, person
    finally:
        for machine in (server, person):
            await run(ip, "netns", "delete", machine.name)


def site_of_the_readme(directory: Path) -> str:
    """The README's nginx configuration, with this test's name and certificate."""
    text = re.search(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert text
    certificate, key = certify(directory)
    return (
        text[1]
        .replace("/etc/ssl/meet.example.org.pem", str(certificate))
        .replace("/etc/ssl/meet.example.org.key", str(key))
        .replace("meet.example.org", ASCII_HOST)
    )


def certify(directory: Path) -> tuple[Path, Path]:
    """Sign a certificate for the name ourselves."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ASCII_HOST)]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(ASCII_HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = directory / "site.pem", directory / "site.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


@asynccontextmanager
async def reverse_proxy(machine: Machine, directory: Path) -> AsyncIterator[None]:
    """Run nginx as the README has it."""
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(directory=directory, site=site_of_the_readme(directory)))
    await machine.run(program("nginx"), "-t", "-q", "-c", str(configuration))
    process = await asyncio.create_subprocess_exec(
        *machine.inside(program("nginx"), "-c", str(configuration)), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()
