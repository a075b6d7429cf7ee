"""Marks the models that Parley installed, which are the only ones it deletes."""

from pathlib import Path

from server.stack import model_wheels

MARK = ".installed-by-parley"


def mark(model: Path) -> None:
    """Mark a model before it gets its name."""
    (model / MARK).touch()


def is_ours(models: Path, model: Path) -> bool:
    """Whether Parley unpacked this model into its directory; never what a link leads to."""
    if model.parent != models or model.is_symlink():
        return False
    return (model / MARK).exists() or model.name in model_wheels.SPEECH


def replacement(models: Path, model: Path) -> str:
    """Return what replaces a damaged model."""
    if is_ours(models, model):
        return f"parley models remove {model.name}, then parley up or parley models add"
    return f"replace {model}"
