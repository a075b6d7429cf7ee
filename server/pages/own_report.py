"""A reader's own report in words: each figure, how it is counted and what it cannot know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from server.durations import clock, to_the_second
from server.meeting.gap_sentences import REASONS
from server.meeting.minutes import Action, Claim, Minutes, Report
from server.meeting.report_figures import Figures, Interval
from server.pages.formatting import percent
from server.pages.markup import blocks

MAX_NUMBER = 12
"""Characters of “1 h 2 min”, “3 times”."""
LISTED = 12
"""Stays and stretches that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure; `how` it is counted."""

    name: str
    value: str
    how: str

    @property
    def is_text(self) -> bool:
        """Whether the value is words, not a number to be seen at a glance."""
        return len(self.value) > MAX_NUMBER


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report as it is shown; what does not apply is empty."""

    facts: tuple[Fact, ...]
    there: str
    """When the person was in the meeting."""
    unheard: tuple[str, ...]
    """What of them could not be written down, and why."""
    silence: str
    """Said of a person without words."""
    actions: tuple[Action, ...]
    contributions: tuple[Claim, ...]
    mentions: tuple[Claim, ...]
    more_mentions: int
    """Those that are counted and not quoted."""
    prose: tuple[str, ...]
    """The sentences of a report from before there were figures."""


def own_report(minutes: Minutes | None) -> OwnReport | None:
    """Lay out the report that was read with the minutes; None without one."""
    if minutes is None or not minutes.reports:
        return None
    report = minutes.reports[0]
    figures = report.figures
    return OwnReport(
        facts=tuple(_facts(report)),
        there=_listed(figures.attendance) if figures else "",
        unheard=tuple(_unheard(figures)) if figures else (),
        silence=_silence(report),
        actions=tuple(each for each in minutes.actions if each.participant_id == report.participant_id),
        contributions=tuple(report.key_contributions),
        mentions=tuple(report.mentions),
        more_mentions=max(0, figures.mentions_count - len(report.mentions)) if figures else 0,
        prose=tuple(_prose(report.content)),
    )


def _facts(report: Report) -> Iterator[Fact]:
    yield Fact(
        "You spoke for",
        to_the_second(report.speaking_time_s),
        "From the first to the last word of each of your sentences; what overlaps counts once.",
    )
    yield Fact(
        "Share of talk time",
        percent(report.speaking_percentage),
        "Your speaking time, of the sum of everybody’s.",
    )
    if report.figures is not None:
        yield from _counted(report.figures)
    yield Fact("Your action items", str(report.tasks_assigned_count), "Those that these minutes gave to you.")


def _counted(figures: Figures) -> Iterator[Fact]:
    yield Fact(
        "Turns",
        str(figures.turns),
        "Your speech until somebody else has the floor. Up to three words while another speaks on, such as"
        " “yes, right”, are no turn and end none, unless they answer a question.",
    )
    yield Fact(
        "Longest turn",
        to_the_second(figures.longest_ms / 1000),
        "The most speech in one turn, without pauses.",
    )
    yield Fact(
        "Words a minute",
        _rate(figures),
        "Words between spaces, a minute of speaking time; from 30 s of it on.",
    )
    yield Fact(
        "Questions asked",
        str(figures.questions),
        "Sentences with a question mark, or with the form of a question. Rhetorical ones count, too.",
    )
    yield Fact(
        "You interrupted",
        _times(figures.interruptions_made),
        "You began while somebody had spoken for a second or longer, both spoke for half a second or longer,"
        " and they fell silent within three seconds while you went on. It may have been welcome.",
    )
    yield Fact(
        "You were interrupted", _times(figures.interruptions_received), "The same, the other way round."
    )
    yield Fact(
        "Response time",
        _response(figures),
        "The median from the end of another person’s turn to the beginning of yours, where that took no"
        " longer than ten seconds; from three times on.",
    )
    yield Fact(
        "Named by others",
        _times(figures.mentions_count),
        "Sentences in which others said your name. A name that two people here share is counted for neither.",
    )


def _rate(figures: Figures) -> str:
    if figures.words is None:
        return "Not counted in this language"
    return "Too little speech" if figures.words_per_minute is None else f"{figures.words_per_minute:.0f}"


def _response(figures: Figures) -> str:
    if figures.response_time_ms is None:
        return "Too few answers"
    return f"{figures.response_time_ms / 1000:.1f} s"


def _times(count: int) -> str:
    return {0: "Never", 1: "Once", 2: "Twice"}.get(count, f"{count} times")


def _silence(report: Report) -> str:
    if report.speaking_time_s or report.figures is None or report.figures.words:
        return ""
    if report.figures.unheard:
        return "Parts of this meeting were not transcribed, and none of your words were."
    return "No speech of yours was captured."


def _listed(intervals: Iterable[Interval]) -> str:
    return _cut([f"{clock(each.from_ms)}–{clock(each.to_ms)}" for each in intervals])


def _unheard(figures: Figures) -> Iterator[str]:
    by_cause: dict[str, list[str]] = {}
    for each in figures.unheard:
        by_cause.setdefault(REASONS[each.cause], []).append(f"{clock(each.from_ms)}–{clock(each.to_ms)}")
    yield from (f"{_cut(stretches)}: {reason}" for reason, stretches in by_cause.items())


def _cut(found: list[str]) -> str:
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return ", ".join(found[:LISTED]) + more


def _prose(content: str) -> Iterator[str]:
    """Return the sentences of old prose; its lists are shown from data."""
    sentences = (block.lines[0] for block in blocks(content) if block.kind == "paragraph")
    return (each for each in sentences if not each.endswith(":"))
