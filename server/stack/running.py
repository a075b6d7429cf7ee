"""Start the engines and processes of one stack, in order."""

import os
import socket
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field

from server.listening_sockets import close_sockets, open_sockets
from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import (
    database_roles,
    go_engines,
    key_file,
    livekit,
    ollama,
    packed_llm,
    postgres,
    procfile,
    redis,
)
from server.stack.environment import completed, livekit_plan
from server.stack.layout import Layout
from server.stack.ports import Ports
from server.stack.request import Request
from server.stack.supervisor import Supervisor
from server.stack.tool_process import together

JOBS = "jobs"
ENGINE, PROCESS = 0, 1
"""Tiers: the Procfile's processes depend on the engines."""


@dataclass
class Running:
    """A stack that is starting or running, and its settings; the supervisor owns every process."""

    layout: Layout
    board: ProgressBoard
    request: Request
    ports: Ports
    settings: dict[str, str]
    supervisor: Supervisor
    _passwords: dict[str, str] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _sockets: list[socket.socket] = field(default_factory=list)
    """Where the web process is reached; they are open while the stack runs."""

    async def engines(self) -> None:
        """Start the engines that are not given by URL."""
        parts = {"PostgreSQL": self._database(), "Redis and LiveKit": self._bus(), "Ollama": self._model()}
        await together(*(self._awaited(name, part) for name, part in parts.items()))
        self.settings = completed(self.settings)

    async def procfile(self) -> None:
        """Start the Procfile's processes; prints a line when each is ready."""
        commands = procfile.read(self.layout.root / "Procfile")
        if not self.settings["PARLEY_WHISPER"]:
            self._leave_out(commands, "whisper", "WHISPER_PORT")
            self.board.once("no Whisper model: no captions where Vosk has no model")
        if self.request.is_small:
            commands.pop(procfile.STANDBY, None)
        else:
            commands[procfile.WEB_STANDBY] = commands["web"]
        if database_roles.BACKUP_URL not in self.settings:
            self._leave_out(commands, "wal", "WAL_PORT")
            self.board.once("no backups: BACKUP_DATABASE_URL is not set, see docs/backup.md")
        processes = {name: self._process(name, command) for name, command in commands.items()}
        await together(*(self._awaited(name, process) for name, process in processes.items()))

    def _leave_out(self, commands: dict[str, str], name: str, port: str) -> None:
        """Start neither the process nor let monitors look for its page."""
        commands.pop(name, None)
        self.settings.pop(port, None)

    async def _awaited(self, name: str, part: Coroutine[None, None, None]) -> None:
        with self.board.waiting(name):
            await part

    async def _database(self) -> None:
        began, given = time.monotonic(), "DATABASE_URL" in self.settings
        if given:
            self.settings[database_roles.OWNER] = self.settings["DATABASE_URL"]
        else:
            url, program = postgres.program(self.layout.data / "postgres")
            await self.supervisor.begin(program, ENGINE)
            await postgres.ensure_database(url, postgres.DATABASE)
            self.settings[database_roles.OWNER] = f"{url}/{postgres.DATABASE}"
        self._passwords = database_roles.passwords_of(self.layout)
        with key_file.found_or_made(self.layout) as self._keys:
            await database_roles.prepare_database(self.settings[database_roles.OWNER], self._passwords)
        copied = os.environ.get(database_roles.BACKUP_URL)
        if not given:
            copied = await database_roles.backup_url(self.settings[database_roles.OWNER], self._passwords)
        self.settings |= {database_roles.BACKUP_URL: copied} if copied else {}
        web = database_roles.settings_of("web", self.settings, self._passwords)
        self.settings["DATABASE_URL"] = web["DATABASE_URL"]
        self.board.ready("PostgreSQL", "given by DATABASE_URL" if given else "started", began)

    async def _bus(self) -> None:
        began, given = time.monotonic(), "REDIS_URL" in self.settings
        if not given:
            self.settings["REDIS_URL"], program = redis.program(self.layout.data / "redis")
            await self.supervisor.begin(program, ENGINE)
        self.board.ready("Redis", "given by REDIS_URL" if given else "started", began)
        await self._media()

    async def _media(self) -> None:
        began = time.monotonic()
        if "LIVEKIT_URL" in self.settings:
            self.board.ready("LiveKit", "given by LIVEKIT_URL", began)
            return
        binary = go_engines.find(self.layout, go_engines.LIVEKIT)
        if binary is None:
            raise OperatorError("livekit-server is not installed", "parley up")
        plan = livekit_plan(self.request, self.ports, self.settings)
        log = self.layout.log_of("livekit")
        program = livekit.program(binary, self.layout.data / "livekit", plan, log)
        await self.supervisor.begin(program, ENGINE)
        self.settings["LIVEKIT_URL"] = plan.url
        self.board.ready("LiveKit", f"port {plan.port}", began)

    async def _model(self) -> None:
        began, wanted = time.monotonic(), ollama.wanted_model(self.request.is_small)
        if os.environ.get("PARLEY_LLM_URL"):
            self.settings["OLLAMA_HOST"] = ""
            self.board.ready("language model", "given by PARLEY_LLM_URL", began)
            return
        if "OLLAMA_HOST" in os.environ:
            self.settings["PARLEY_LLM"] = wanted
            self.board.ready(
                "Ollama", "given by OLLAMA_HOST" if os.environ["OLLAMA_HOST"] else "not wanted", began
            )
            return
        binary = go_engines.find(self.layout, go_engines.OLLAMA)
        if binary is None:
            self.settings["OLLAMA_HOST"] = ""
            return
        log = self.layout.log_of("ollama")
        self.settings["OLLAMA_HOST"], program = ollama.program(binary, self.layout, log)
        await self.supervisor.begin(program, ENGINE)
        room = not self.request.is_small and packed_llm.has_memory()
        url = self.settings["OLLAMA_HOST"]
        model = await ollama.ensure_model(url, wanted, self.layout, self.board, has_room=room)
        if model is None:
            self.settings["OLLAMA_HOST"] = ""
            await self.supervisor.end(program.name)
            return
        self.settings["PARLEY_LLM"] = model
        self.board.ready("Ollama", model, began)

    async def _process(self, name: str, command: str) -> None:
        began, is_web = time.monotonic(), name in ("web", procfile.WEB_STANDBY)
        told = database_roles.settings_of("web" if is_web else name, self.settings, self._passwords)
        given = procfile.TOLD_TO.get(name, ())
        told |= {variable: os.environ[variable] for variable in given if variable in os.environ}
        if is_web:
            told |= procfile.mail_server(os.environ)
        if is_web or (name == JOBS and "PARLEY_SMTP_URL" in told):
            told |= self._keys
            self._sockets = self._sockets or self._opened()
        sockets = self._sockets if is_web else ()
        program = procfile.program(name, command, self.layout, told, sockets)
        child = await self.supervisor.begin(program, PROCESS)
        self.board.ready(name, f"process {child.process.pid}", began)

    def _opened(self) -> list[socket.socket]:
        try:
            return open_sockets(self.request.host, self.ports.web)
        except OSError as error:
            raise OperatorError(
                f"cannot listen on port {self.ports.web}: {error.strerror}",
                f"parley up --port {self.ports.web + 1}",
            ) from error

    async def stop(self) -> None:
        """Stop every part; clients are refused once the web process has stopped."""
        close_sockets(self._sockets)
        await self.supervisor.stop()
