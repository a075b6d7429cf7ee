"""Errors of the language model; each leads to minutes in people's own words.

ModelError
├── ModelUnavailable        unreachable, or it refuses us
│   ├── ModelMissing        the server is there, the model is not
│   ├── ModelBusy           its queue is full
│   ├── ModelOutOfMemory    the machine has too little memory for it
│   ├── ModelDied           the answer broke off, or the server failed
│   └── ModelSilent         it takes questions, and does not begin to answer
├── ModelTimeout            no answer in the time that is left, or no further word of it
├── ModelOutputInvalid      no valid answer
└── PromptTruncated         the server truncated the prompt: the answer is about something else
"""

# ruff: noqa: N818  the names state the error


class ModelError(Exception):
    """The model gave no usable answer; `reason` completes “The language model …” for the reader."""

    reason = "gave no usable answer"


class ModelUnavailable(ModelError):
    """It is unreachable, or it refuses us."""

    reason = "was not available"


class ModelMissing(ModelUnavailable):
    """The server does not have the model."""

    reason = "is not installed on its server"


class ModelBusy(ModelUnavailable):
    """Its queue is full."""

    reason = "was busy with other work"

    def __init__(self, said: str, retry_after_s: float | None = None) -> None:
        super().__init__(said)
        self.retry_after_s = retry_after_s


class ModelOutOfMemory(ModelUnavailable):
    """The machine has too little memory for it."""

    reason = "did not fit into the memory of its server"


class ModelDied(ModelUnavailable):
    """The server failed while it answered."""

    reason = "stopped while it answered"


class ModelSilent(ModelUnavailable):
    """It takes questions, and does not begin to answer."""

    reason = "did not answer"


class ModelTimeout(ModelError):
    """No answer in the time that is left, or no further word of it."""

    reason = "did not answer in time"


class ModelOutputInvalid(ModelError):
    """No valid answer."""


class PromptTruncated(ModelError):
    """The server truncated the prompt, so the answer is about something else."""

    reason = "did not read all it was given"
