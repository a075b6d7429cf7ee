"""Errors of the language model; each leads to extractive minutes.

ModelError
├── ModelUnavailable    unreachable, too busy, or the model is not installed
├── ModelTimeout      no answer in the remaining time
├── ModelOutputInvalid  no valid answer
└── PromptTruncated      the server truncated the prompt: the answer is about something else
"""

# ruff: noqa: N818  the names state the error


class ModelError(Exception):
    """The model gave no usable answer."""


class ModelUnavailable(ModelError):
    """Ollama is unreachable, too busy, or does not have the model."""


class ModelTimeout(ModelError):
    """No answer in the remaining time."""


class ModelOutputInvalid(ModelError):
    """No valid answer."""


class PromptTruncated(ModelError):
    """The server truncated the prompt, so the answer is about something else."""
