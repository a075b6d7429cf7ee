"""A meeting that holds itself: voices speak a tape in a real room, as any client would."""


def main(argv: list[str]) -> int:
    """Run `parley demo`; the sound and LiveKit libraries load only here."""
    from server.demo.command import demo

    return demo(argv)
