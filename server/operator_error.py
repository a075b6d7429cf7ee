"""The error for faults the operator must fix: the cause, and the command that fixes it."""


class OperatorError(Exception):
    """The operator must change something first; `cause` is one line, `mend` a command or None."""

    def __init__(self, cause: str, mend: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.cause} — mend it with: {self.mend}" if self.mend else self.cause
