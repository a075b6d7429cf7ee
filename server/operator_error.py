"""The error for faults the operator must fix: the cause, and the command that fixes it."""


class OperatorError(Exception):
    """The operator must change something first; `cause` is one line, `fix` a command or None."""

    def __init__(self, cause: str, fix: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.cause} — fix: {self.fix}" if self.fix else self.cause
