"""The tables, as Piccolo knows them; CHECKs, indexes and triggers are in the migrations."""


def bind(engine: object) -> None:
    """Bind every table to this engine."""
