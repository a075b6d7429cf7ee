"""Create and enter our own Python environment; standard library only, nothing else is installed yet."""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from server.operator_error import OperatorError
from server.places import ROOT, home

OLDEST_PYTHON = (3, 11)
PIP_TIMEOUT_S = 20
NETWORK_ERROR = re.compile(r"connection|resolve|timed out|network|unreachable|retries", re.IGNORECASE)


def lock_for(command: str) -> Path:
    """Return a command's lock file; that of `test` and `dev` includes the other."""
    return ROOT / ("requirements-test.lock" if command in ("test", "dev") else "requirements.lock")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lock_stamp(environment: Path) -> Path:
    return environment / "parley-locks.json"


def is_current(environment: Path, lock: Path) -> bool:
    """Whether `environment` was installed from this `lock`; the stamp is written last."""
    try:
        installed = json.loads(_lock_stamp(environment).read_text())
    except (OSError, ValueError):
        return False
    return bool(installed["root"] == str(ROOT) and installed["locks"].get(lock.name) == _digest(lock))


def installed_by_others() -> bool:
    """Whether pip or uv installed Parley into this Python's environment."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        importlib.metadata.distribution("parley")
        return True
    return False


def enter(argv: list[str]) -> None:
    """Return if this environment has the command's packages; otherwise exec a Python that has them."""
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise OperatorError(
            f"Parley needs Python {oldest} or newer, this is {sys.version.split()[0]}",
            "apt-get install python3 python3-venv",
        )
    environment, lock = home() / "venv", lock_for(argv[0] if argv else "up")
    here = Path(sys.prefix).resolve() == environment.resolve()
    if not here and installed_by_others():
        _ensure_pip()
        return
    if here and is_current(environment, lock):
        return
    if not is_current(environment, lock):
        if argv[:1] == ["doctor"]:
            raise OperatorError(
                "the Python packages are not installed, or not those of the lock", "python3 -m server up"
            )
        with exclusive_setup(home()):
            prepare(environment, lock)
    python = str(environment / "bin" / "python")
    sys.stdout.flush()
    os.execv(python, [python, "-P", "-m", "server", *argv])


@contextlib.contextmanager
def exclusive_setup(directory: Path) -> Iterator[None]:
    """Lock the set-up of `directory`; a second process waits, then finds it done."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = (directory / "setup.lock").open("w")
    except OSError as fault:
        raise OperatorError(
            f"cannot write {directory}: {fault.strerror}", "PARLEY_HOME=DIRECTORY python3 -m server up"
        ) from fault
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(environment: Path, lock: Path) -> None:
    """Create the environment and install the locked packages; continues an interrupted run."""
    if is_current(environment, lock):
        return
    if not _has_pip(environment):
        _require_ensurepip()
        shutil.rmtree(environment, ignore_errors=True)
        say("making the Python environment")
        try:
            venv.EnvBuilder(with_pip=True, symlinks=True).create(environment)
        except (OSError, subprocess.CalledProcessError) as fault:
            raise OperatorError(
                f"the Python environment cannot be made: {fault}", f"df -h {environment.parent}"
            ) from fault
    pip_install(environment / "bin" / "python", lock, "Python packages")
    _install_command(environment)
    satisfied = {lock, ROOT / "requirements.lock"}  # the lock of the tests includes the other
    locks = {path.name: _digest(path) for path in satisfied}
    _lock_stamp(environment).write_text(json.dumps({"root": str(ROOT), "locks": locks}))


def _has_pip(environment: Path) -> bool:
    python = environment / "bin" / "python"
    return (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    )


def _require_ensurepip() -> None:
    """Debian packages `venv` apart: install it as root, otherwise raise OperatorError with the command."""
    if importlib.util.find_spec("ensurepip"):
        return
    fix = "apt-get install --yes python3-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing python3-venv")
        for command in ("apt-get update", fix):
            subprocess.run(
                command.split(), capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip"):
            return
    raise OperatorError("this Python cannot make environments (ensurepip is missing)", f"sudo {fix}")


def _ensure_pip() -> None:
    """Engines and models are installed by pip, which an environment made by uv lacks."""
    if importlib.util.find_spec("pip") is None:
        subprocess.run([sys.executable, "-m", "ensurepip"], capture_output=True)


def _install_command(environment: Path) -> None:
    """Do what an editable install does: make the code importable, and the command `parley`."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (environment / "lib" / version / "site-packages" / "parley.pth").write_text(f"{ROOT}\n")
    command = environment / "bin" / "parley"
    command.write_text(
        f"#!{environment / 'bin' / 'python'}\n"
        "import sys\n\nfrom server.__main__ import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)


def pip_install(python: Path, lock: Path, what: str, *options: str) -> None:
    """Install `lock` with its hashes and show progress; the whole output goes to the log."""
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))
    log = home() / "log" / f"pip-{lock.stem}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check",
        "--root-user-action=ignore", "--retries=2", f"--timeout={PIP_TIMEOUT_S}", "--progress-bar=off",
        *options, "-r", str(lock),
    ]  # fmt: skip
    done, fault = 0, ""
    with (
        log.open("w") as kept,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip,
    ):
        for line in pip.stdout or ():
            kept.write(line)
            if line.startswith(("Collecting", "Requirement already")):
                done += 1
                bar(what, done, total)
            if line.startswith("ERROR"):
                fault = fault or line.removeprefix("ERROR: ").strip()
    bar(what, total if not pip.returncode else done, total, last=True)
    if pip.returncode:
        _raise_pip_error(fault, log.read_text(), log)


def _raise_pip_error(fault: str, output: str, log: Path) -> None:
    if "No space left" in output:
        raise OperatorError("the disk is full", f"df -h {log.parent}")
    if NETWORK_ERROR.search(output) and "THESE PACKAGES DO NOT MATCH" not in output:
        raise OperatorError("the Python package index cannot be reached", f"less {log}")
    raise OperatorError(f"pip failed: {fault or 'no reason given'}", f"less {log}")


def say(line: str) -> None:
    """Print a line for the person at the terminal."""
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def bar(what: str, done: int, total: int, *, last: bool = False) -> None:
    """Draw a progress bar on a terminal; elsewhere print one line at the end."""
    total = max(total, 1)
    if sys.stdout.isatty():
        full = 30 * min(done, total) // total
        sys.stdout.write(
            f"\r  {what:<28} [{'━' * full}{' ' * (30 - full)}] {min(done, total)}/{total}"
            + ("\n" if last else "")
        )
    elif last:
        sys.stdout.write(f"  {what}: {min(done, total)} of {total}\n")
    sys.stdout.flush()
