"""`python -m server.backup`: the Procfile's `wal` process, which archives the write-ahead log."""

import asyncio
import contextlib
import signal
import sys

import structlog

from server.backup.backup_context import BackupContext
from server.backup.wal_metrics import WalMetrics
from server.backup.wal_receiver import WalReceiver
from server.config import Settings, SettingsError
from server.health_page import health_pages
from server.logs import configure_logs
from server.metrics_page import MetricsPage, process_registry
from server.object_store.protocol import STORE_ERRORS
from server.operator_error import OperatorError
from server.process_main import HOST


async def serve(settings: Settings) -> None:
    """Receive until SIGTERM or SIGINT, with metrics if there is a port for them."""
    metrics = WalMetrics(process_registry())
    work = asyncio.ensure_future(WalReceiver(BackupContext.of(settings), metrics).run())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    port, page = settings.wal_port, MetricsPage(metrics.registry)
    async with health_pages({}, HOST, port, page) if port is not None else contextlib.nullcontext():
        with contextlib.suppress(asyncio.CancelledError):
            await work


def main() -> int:
    """Return the exit code: 2 when the settings are invalid."""
    configure_logs()
    try:
        asyncio.run(serve(Settings.from_env()))
    except (SettingsError, OperatorError, *STORE_ERRORS) as error:
        structlog.get_logger().error("settings", cause=str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
