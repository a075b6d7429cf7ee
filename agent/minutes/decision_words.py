"""A decision in the words of who stated it: without what leads to it, and what is said twice or too long."""

import re

from agent.minutes.cue_phrases import KOREAN_DECIDED, TAG
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.summary_frames import FRAMES
from agent.minutes.task_titles import QUOTE_WORDS
from agent.minutes.text_normalization import as_sentence, content, sentences

SUMS_UP = re.compile(
    r"^.{0,40}?\bso\b[,\s]+(?:(?:actually|basically|then|yeah|okay|in the end),?\s+)*", re.IGNORECASE
)
MIN_WORDS = 3
MAX_WORDS = 45
"""Longer, unpunctuated speech is cut: it starts at the cue."""
STAMMERED = re.compile(r"\b(\w+(?: \w+){0,2}),? \1\b(?!-)", re.IGNORECASE)
THEN = re.compile(r",? then(?=\W*$)", re.IGNORECASE)
MAY_REPEAT = frozenset({"had", "that", "very", "no", "really", "so", "many", "much", "far"})
REASON = re.compile(r",?\s+(?:because|'cause|cause|since it|as it would)\b.*$", re.IGNORECASE | re.DOTALL)
"""Why it is so: no part of what is decided."""

LISTED = re.compile(
    r"^(?:so |okay,? |ok,? )*(?:those|these|here) are (?:the|our|all (?:the|our)) (?:\w+ )?(?:things"
    r"|points|decisions"
    r"|changes|rules|conclusions)(?: (?:that )?we (?:'ve |have )?(?:agreed|decided|settled|said"
    r"|want)(?: on)?)?\s*[,:–]\s*"
    r"(?P<items>.+)",
    re.IGNORECASE,
)
ITEMS = re.compile(r"\s*[,;]\s*(?:and |or )?|\s+and (?=\w+ \w+$)")


def listed(text: str) -> list[str]:
    """What an announced list has, each by itself: “those are the two points: no dogs, and no music”."""
    found = LISTED.match(text)
    items = [each.strip(" .") for each in ITEMS.split(found["items"])] if found else []
    return [as_sentence(each) for each in items if content(each)]


def stated(sentence: str) -> str:
    """What a question states that asks for a yes to it: “we take the big one, right?”.

    In English it needs no tag; elsewhere the order of the words may be all that makes it a question.
    """
    told = TAG.sub(".", sentence)
    return re.sub(r"\s*\?$", ".", told) if language.get() == "en" else told


def in_words(sentence: str) -> str:
    """The sentence without lead-in and repeated words."""
    return as_sentence(THEN.sub("", once(spoken_tables().lead_in.sub("", cut(sentence)) or sentence)))


def once(text: str) -> str:
    """The text without what its speaker said twice in a row; who stammers more than once is left as heard."""
    if len([each for each in STAMMERED.findall(text) if each.lower() not in MAY_REPEAT]) > 1:
        return text
    return STAMMERED.sub(lambda found: found[0] if found[1].lower() in MAY_REPEAT else found[1], text)


def answering(text: str, asked: str) -> str:
    """The decision with the sentence that it answers, as it says too little by itself: “We accept it”."""
    frame = FRAMES.get(language.get(), FRAMES["en"])
    answered = _answered(text, asked)
    if set(content(answered)) <= set(content(text)):
        return text
    words = answered.strip(" .?!").split()
    quoted = " ".join(words[:QUOTE_WORDS])
    opens, closes = frame.quotes
    return f"{text.rstrip('.')} ({opens}{quoted}{'…' if len(words) > QUOTE_WORDS else ''}{closes})"


def _answered(text: str, asked: str) -> str:
    """The sentence with most of the decision's words, else the last question, else the last."""
    said = sentences(asked) or [asked]
    about = set(content(text))
    return max(
        enumerate(said), key=lambda each: (len(about & set(content(each[1]))), "?" in each[1], each[0])
    )[1]


def summed_up(sentence: str) -> str:
    """A sum-up without what leads to it: "so no lid?" is "No lid."."""
    whole = once(cut(REASON.sub("", sentence))).rstrip("?!, ")
    bare = SUMS_UP.sub("", whole)
    return as_sentence(bare if len(bare.split()) >= MIN_WORDS else whole)


def cut(sentence: str) -> str:
    """Cut long speech to MAX_WORDS words, starting at the cue."""
    if len(sentence.split()) <= MAX_WORDS:
        return sentence
    cue = (
        spoken_tables().decided.search(sentence)
        or spoken_tables().proposed.search(sentence)
        or KOREAN_DECIDED.search(sentence)
    )
    start = cue.start() if cue and cue.re is not KOREAN_DECIDED else 0
    words = sentence[start:].split()
    return " ".join(words[:MAX_WORDS]) + ("…" if len(words) > MAX_WORDS else "")
