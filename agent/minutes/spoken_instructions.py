"""Lines that speak to whoever writes the minutes: people may say them, a language model must not read them.

They stay in the transcript, and rules may quote them with their speaker; nothing a model words rests on them.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from server.meeting.minutes import Minutes

_WRITERS = (
    "note[- ]?taker|assistant|a\\.?i\\.?|(?:language )?model|chat ?bot|bot|summari[sz]er|gpt|llm|scribe"
)
_WRITE = (
    "write|say|state|put|add|record|note|include|report|list|answer|respond|reply|output|print|mention|claim"
)
_OUTPUT = (
    "notes?|minutes|summary|summaries|action items?|to-?do list|decisions?|key points?|answer|output|json"
)
_ORDERS = "instructions?|rules?|prompts?|orders?|guidelines?|directions?|commands?"
ENGLISH = (
    rf"\b(?:ignore|disregard|forget|override|stop following)\b[^.?!]{{0,40}}\b(?:{_ORDERS})\b",
    rf"\b(?:you are now|you're now|act as|pretend to be|behave as)\b(?: \w+){{0,3}} (?:{_WRITERS})\b",
    r"\b(?:system|developer) (?:prompt|message|instructions?)\b|\bnew instructions?:",
    rf"^\W*(?:(?:hey|dear|ok|okay|hello|attention|note to)\W+)?(?:the )?(?:{_WRITERS})\W+"
    rf"(?:\w+\W+){{0,4}}?(?:{_WRITE})\b",
    rf"\b(?:{_WRITE})\b[^.?!]{{0,120}}\b(?:in|into|to|as|under|for) (?:the|your) (?:\w+ )?(?:{_OUTPUT})\b",
    rf"\b(?:in|for|as) (?:the|your) (?:\w+ )?(?:{_OUTPUT})\W+(?:\w+\W+){{0,3}}?(?:{_WRITE})\b",
    r"\b(?:write|say|state|record|report|claim) that (?:everyone|everybody|all|we all|the whole|the \w+) "
    r"(?:\w+ ){0,2}(?:agree|approve|decide|accept|consent|promise)",
    r"\b(?:transcript|meeting) (?:ends|is over) (?:here|now)\b[^.?!]{0,40}\b(?:instruction|task|now you)",
)
OTHERS = (
    r"\b(?:ignorier\w*|vergiss|vergesst|missachte\w*)\b[^.?!]{0,40}\b(?:anweisung|regel|vorgabe)",
    r"\b(?:schreib\w*|notier\w*|vermerk\w*)\b[^.?!]{0,120}\b(?:protokoll|zusammenfassung|notizen)\b",
    r"\b(?:ignore[rz]?|oublie[rz]?)\b[^.?!]{0,40}\b(?:instructions?|consignes?|règles?)\b",
    r"\b(?:écri\w+|note[rz]?|ajoute[rz]?)\b[^.?!]{0,120}\b(?:compte[- ]rendu|procès-verbal|résumé)\b",
    r"\b(?:ignora\w*|olvida\w*)\b[^.?!]{0,40}\b(?:instrucciones|reglas|istruzioni|regole)\b",
    r"\b(?:escrib\w+|anota\w*|pon|scriv\w+|annota\w*)\b[^.?!]{0,120}\b(?:acta|resumen|verbale|riassunto)\b",
    r"\b(?:negeer|vergeet)\b[^.?!]{0,40}\b(?:instructies|regels|opdrachten)\b",
    r"\b(?:schrijf|noteer)\b[^.?!]{0,120}\b(?:notulen|verslag|samenvatting)\b",
    r"\b(?:ignor[ea]m?|esque[çc]a\w*)\b[^.?!]{0,40}\b(?:instruções|regras)\b",
    r"\b(?:escrev\w+|anot[ea]\w*)\b[^.?!]{0,120}\b(?:ata|resumo)\b",
    r"(?:지시|명령|규칙|지침)\S*\s*(?:\S+\s+){0,3}무시",
    r"(?:회의록|요약|메모)\S*에\s*(?:\S+\s+){0,12}(?:써|쓰|적어|적으|기록)",
)
MARKUP = r"</?(?:transcript|notes|system|instructions?)>|<\|\w+\|>|\[/?INST\]|^\W*(?:system|assistant)\s*:"
ADDRESSED = re.compile("|".join((*ENGLISH, *OTHERS, MARKUP)), re.IGNORECASE)


def addresses_the_writer(text: str) -> bool:
    """Whether a line gives orders to a machine, or dictates what the minutes shall say."""
    return ADDRESSED.search(text) is not None


def without_lines(minutes: Minutes, segments: Collection[UUID]) -> Minutes:
    """Return the minutes without what cites any of the segments."""
    return replace(
        minutes,
        key_points=[each for each in minutes.key_points if set(segments).isdisjoint(each.evidence)],
        decisions=[each for each in minutes.decisions if set(segments).isdisjoint(each.evidence)],
        topics=[each for each in minutes.topics if set(segments).isdisjoint(each.evidence)],
        actions=[each for each in minutes.actions if set(segments).isdisjoint(each.evidence)],
    )
