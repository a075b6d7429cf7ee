"""The agent's composition root: one worker, one process per room, Vosk models shared by all."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from livekit.agents import (
    AgentServer,
    JobContext,
    JobExecutorType,
    JobProcess,
    JobRequest,
    WorkerPermissions,
)

from agent.admission import REFUSE_AT, Admission
from agent.capacity_record import Machine, read_capacity
from agent.fork_server import JOB_MODULES
from agent.job_journal import JobJournal, RunningJob
from agent.job_replacement import JobReplacement
from agent.job_reports import JobReporter, socket_path
from agent.journal_recovery import storing_late_journals
from agent.load_exchange import MachineLoad, load_socket
from agent.recording.part_delivery import deliver_left
from agent.time_limits import SESSION_END_S, SHUTDOWN_S
from agent.worker_metrics import worker_metrics
from server.check_room_names import is_check_room
from server.config import Settings
from server.health_page import health_pages, ready_when
from server.logs import configure_logs
from server.models import installed_models
from server.process_lock import ProcessLock
from server.recording_files import RecordingFiles

NAME = "Transcriber"
INITIALIZE_S = 120.0
JOB = "job"
REPORTER = "reporter"

log = structlog.get_logger()


class TranscriptionServer(AgentServer):
    """LiveKit's worker, which takes rooms that begin at the same time.

    By its own estimate a job that has not begun yet adds as much as a busy processor or a full worker: the
    second of two rooms would be refused, and is not asked for again.
    """

    def __init__(self, admission: Admission, **options: Any) -> None:
        super().__init__(load_fnc=self._load, load_threshold=REFUSE_AT, **options)
        self.admission = admission

    @property
    def job_ids(self) -> list[str]:
        """The jobs that run."""
        return [info.job.id for info in self.active_jobs]

    @property
    def reserved(self) -> int:
        """How many rooms are accepted and not begun."""
        return self._reserved_slots

    def _load(self) -> float:
        return self.admission.load(self.job_ids)

    def _get_effective_load(self) -> float:
        return max(self._worker_load, self.admission.fullness(self.job_ids, self.reserved))


def build(settings: Settings) -> TranscriptionServer:
    """Create the worker; nothing is opened before it runs."""
    models = (each.path.name for each in installed_models(settings.models))
    capacity = read_capacity(settings.data, Machine.here(), models)
    server = TranscriptionServer(
        Admission(capacity, MachineLoad()),
        job_executor_type=JobExecutorType.PROCESS,
        preload_modules=JOB_MODULES,
        setup_fnc=prepare,
        num_idle_processes=1,
        initialize_process_timeout=INITIALIZE_S,
        session_end_timeout=SESSION_END_S,
        shutdown_process_timeout=SHUTDOWN_S,
        permissions=WorkerPermissions(can_publish=False, can_publish_data=True, can_update_metadata=True),
        ws_url=settings.livekit_url,
        api_key=settings.livekit_api_key,
        api_secret=settings.livekit_api_secret.reveal(),
        host="127.0.0.1",
        port=0,  # LiveKit's own health page says OK before the worker is registered; ours is in run()
    )
    server.rtc_session(transcribe, on_request=accept, on_session_end=finish)
    return server


def prepare(process: JobProcess) -> None:
    """Set up a job process; a forkserver has preloaded the models, otherwise they are loaded here."""
    configure_logs()
    settings = Settings.from_env()
    reporter = process.userdata[REPORTER] = JobReporter(socket_path(settings.data, settings.agent_port))
    reporter.start()
    from agent import model_preload  # noqa: PLC0415  loads the models, which the worker itself must not hold

    process.userdata["languages"] = tuple(model_preload.MODELS)


async def accept(request: JobRequest) -> None:
    """Accept every meeting; the lease decides whether this job transcribes it.

    LiveKit opens a room anew, for an agent too, for whoever comes with a token that outlives it.
    """
    if is_check_room(request.room.name):
        await request.reject()
    else:
        await request.accept(name=NAME)


async def transcribe(context: JobContext) -> None:
    """Entry point of a job process: caption its room."""
    from agent.transcription_job import TranscriptionJob  # noqa: PLC0415  loads the models, as above

    structlog.contextvars.bind_contextvars(job=context.job.id)
    job = context.proc.userdata[JOB] = TranscriptionJob(context, Settings.from_env())
    await job.begin()


async def finish(context: JobContext) -> None:
    """End the job while the room is still connected."""
    if (job := context.proc.userdata.get(JOB)) is not None:
        await job.end()
    await asyncio.to_thread(context.proc.userdata[REPORTER].send)


async def run(settings: Settings) -> None:
    """Run until stopped, then hand the meetings over: leases are released, rooms stay open.

    While another worker serves this port, only wait for its end. Raises the error that prevents the worker
    from running, such as a LiveKit that does not answer.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    try:
        if await _is_active(settings, stopping):
            await _work(settings, stopping)
    finally:
        stopping.cancel()


async def _is_active(settings: Settings, stopping: asyncio.Task[Any]) -> bool:
    """Wait until this worker is the active one of its port; False if it is stopped before."""
    lock = ProcessLock(settings.data / f"agent-{settings.agent_port}.lock")
    if settings.agent_port == 0 or lock.try_acquire():
        return True
    log.info("worker_standby")
    acquiring = asyncio.create_task(lock.acquire())
    await asyncio.wait({acquiring, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if acquiring.cancel():
        return False
    await acquiring
    return True


async def _work(settings: Settings, stopping: asyncio.Task[Any]) -> None:
    server = build(settings)
    registered = asyncio.Event()
    server.on("worker_registered", lambda *_: registered.set())
    working: asyncio.Task[Any] = asyncio.create_task(server.run())
    taking = asyncio.create_task(registered.wait())
    await asyncio.wait({working, stopping, taking}, return_when=asyncio.FIRST_COMPLETED)
    if taking.done():
        log.info("worker_ready")
        pages = {"/": ready_when(registered.is_set)}
        async with (
            worker_metrics(server, settings) as metrics,
            server.admission.machine.open(load_socket(settings.data, settings.agent_port)),
            health_pages(pages, "127.0.0.1", settings.agent_port, metrics),
            replacing_jobs(server, settings),
        ):
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    taking.cancel()
    if not working.done():
        log.info("worker_stopping", rooms=len(server.active_jobs))
        await server.aclose()
    await working


@asynccontextmanager
async def replacing_jobs(server: AgentServer, settings: Settings) -> AsyncIterator[None]:
    """Replace the jobs of a predecessor that died, and jobs whose process dies while the block runs.

    Entered while this worker holds its port: whoever wrote the journal at that port has ended.
    """
    replacement, pool = JobReplacement(settings), server._proc_pool
    journal = JobJournal(settings.data / "agent-jobs.json", settings.agent_port)
    left = journal.read()

    def note(_: object) -> None:
        journal.write(RunningJob(info.job.id, info.job.room.name) for info in server.active_jobs)

    def closed(process: Any) -> None:
        replacement.closed(process)
        asyncio.get_running_loop().call_soon(note, process)  # by then it is off the list

    pool.on("process_job_launched", note)
    pool.on("process_closed", closed)
    note(None)
    for each in left:
        replacement.replace(each.job, each.room)
    delivering = asyncio.create_task(deliver_left(RecordingFiles.of(settings)))
    try:
        async with storing_late_journals(settings, replacement.database_lock):
            yield
    finally:
        delivering.cancel()
