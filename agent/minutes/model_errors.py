"""How a model can fail us; each of them leads to minutes from people's own words.

ModelError
├── ModelUnavailable    cannot be reached, too busy, or the model is not there
├── ModelTimeout      no answer within the time that was left
├── ModelOutputInvalid  answers came, and none was of use
└── PromptTruncated      the server cut the prompt: the answer is about something else
"""

# ruff: noqa: N818  the names are the faults themselves


class ModelError(Exception):
    """The model gave nothing of use."""


class ModelUnavailable(ModelError):
    """Ollama cannot be reached, is too busy, or does not have the model."""


class ModelTimeout(ModelError):
    """No answer within the time that was left."""


class ModelOutputInvalid(ModelError):
    """Answers came, and none was of use."""


class PromptTruncated(ModelError):
    """The server cut the prompt: whatever it answered, it answered about something else."""
