"""Sections that somebody describes in their own words, without a model: sentences that have these words."""

from agent.minutes.quotable_sentences import quotable
from agent.minutes.special.found_statements import statement
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes_templates import TemplateSection
from server.meeting.special_sections import Statement

MOST = 6
ORDERS = (
    "list name mention write tell note collect show give describe include summarise summarize find everything"
    " section meeting people sentence short brief"
)
"""Words of an instruction that say what to do, not what about."""


def custom_of(spoken: MeetingSpeech, section: TemplateSection) -> list[Statement]:
    """The sentences with most of the heading's and the instruction's words, in the order they were said."""
    wanted = set(content(f"{section.heading}. {section.instruction}")) - set(content(ORDERS))
    scored = [
        (-len(wanted & set(content(each.text))), at, each)
        for at, each in enumerate(each for line in spoken.lines for each in quotable(line))
    ]
    best = sorted((each for each in scored if each[0]), key=lambda each: each[:2])[:MOST]
    return [
        statement("custom", "point", each.line, each.text, section.heading)
        for _, _, each in sorted(best, key=lambda each: each[1])
    ]
