"""The one way the command line says that something is missing: the cause, and what mends it."""


class OperatorError(Exception):
    """Something outside the code must change first; `cause` is one line, `mend` a command or None."""

    def __init__(self, cause: str, mend: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.cause} — mend it with: {self.mend}" if self.mend else self.cause
