"""`parley demo`: synthetic voices play a scripted meeting in a real room."""


def main(argv: list[str]) -> int:
    """Run `parley demo`; loads the audio and LiveKit libraries."""
    from server.demo.command import demo  # noqa: PLC0415  the package is imported for its parts as well

    return demo(argv)
