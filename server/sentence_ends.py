"""Where a sentence ends: a point after a title, an initial, an abbreviation or a German day ends none.

“Call Mr. Halden”, “J. Smith”, “bis 6. März”, “5 p.m. Friday” and “room No. 5” are not two sentences;
“At 5 p.m. We meet” and “Plan B. Then we go” are.
"""

import re

KEPT = "\ue000"
"""Stands for a point that ends no sentence: a private character, so that all others keep their places."""
BREAK = re.compile(
    r"(?:(?<=[.!?。？！])|(?<=[.!?…。？！])(?P<closed>[”“»\"')\]]+)(?=\s+[^a-zà-ÿ])|(?<=…)(?=\s+[^\Wa-zà-ÿ]))\s+"
)
_TITLES = (
    "mr mrs ms mx messrs dr drs prof rev capt lt sgt hr fr dipl sra srta dña mme mlle mgr dott avv dhr mevr"
    " mw exmo exma"
)
_MIDDLE = "e.g i.e a.k.a cf vs viz approx z.b d.h u.a z.t i.d.r bzw ca inkl ggf evtl vgl p.ej p.ex bijv"
"""What they abbreviate goes on after them."""
_LAST = "a.m p.m etc usw inc ltd co corp sr jr u.s u.k"
"""These may be a sentence's last word, too."""
_NUMBERED = "no nr nº núm fig art abs kap vol pp jan feb mar apr jun jul aug sept sep oct nov dec"
_OPENERS = (
    "then|we|i|it|so|the|a|an|but|and|or|they|he|she|you|that|this|there|here|what|when|where|who|how|why"
    "|if|in|on|at|let's|we'll|i'll|that's|it's|yes|no|okay|after|before|our|my|your|please|can|could|would"
    "|should|dann|wir|ich|es|das|die|der|und|aber|also|entonces|pero|nosotros|yo|el|la|alors|mais|nous|je"
    "|on|il|elle"
)
"""Words by which a capital letter is that of a sentence, not of a name."""
_GERMAN_MONTHS = (
    "januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
)
_DAYS = (
    "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|january|february|march|april|may"
    "|june|july|august|september|october|november|december|today|tomorrow|utc|gmt|cet|est|pst"
)
_LABELS = (
    "plan|option|variant|version|vitamin|type|grade|group|team|class|room|hall|block|part|step|section"
    "|appendix|point|item|gruppe|variante|raum|teil|punkt|opción|grupo|groupe"
)


def _any(listed: str) -> str:
    return "|".join(re.escape(each) for each in listed.split())


_KEPT_POINTS = re.compile(
    rf"""
      (?P<inner>\.)(?=\w)                                   # 3.5, parley.example
    | (?<![\w.])(?:{_any(_TITLES)})(?P<title>\.)(?=\s+[\w(“„«"])
    | (?<![\w.])(?:{_any(_MIDDLE)})(?P<middle>\.)(?=\s)
    | (?<![\w.])(?:{_any(_LAST)})(?P<last>\.)(?=\s+(?:(?-i:[a-zà-ÿ])|(?:{_DAYS})\b))
    | (?<![\w.])st(?P<saint>\.)(?=\s+(?!(?:{_OPENERS})\b)\w)
    | (?<=\w\s)(?:{_any(_NUMBERED)})(?P<number>\.)(?=\s+\d)
    | (?<![\w.'’])(?P<letter>(?-i:[A-HJ-ZÀ-Þ]))(?P<initial>\.)(?=\s+(?!(?:{_OPENERS})\b)(?-i:[A-ZÀ-Þ])[\w.])
    | (?<![\w.])(?-i:[zdu])(?P<spaced>\.)(?=\s(?-i:[Bha])\.)
    | (?<=(?-i:[zdu])[.]\s)(?-i:[Bha])(?P<spaced_too>\.)(?=\s)   # z. B., d. h., u. a.
    | (?<![\w.,])\d{{1,2}}(?P<day>\.)(?=\s+(?:{_GERMAN_MONTHS})\b)
    | (?<!\w)(?:am|der|den|dem|des|die|das|im|zum|vom|beim)\s\d{{1,2}}(?P<ordinal>\.)(?=\s+(?-i:[a-zà-ÿ]))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LABELLED = re.compile(rf"\b(?:{_LABELS})\s+(?:\w\s+(?:and|or|und|oder|y|o|et|ou)\s+)?$", re.IGNORECASE)


def with_kept_points(text: str) -> str:
    """The text with KEPT for each point that ends no sentence; every other character is at its place."""
    marked = list(text)
    for found in _KEPT_POINTS.finditer(text):
        if found["letter"] is None or not _LABELLED.search(text[: found.start()]):
            marked[found.start(found.lastgroup or 0)] = KEPT
    return "".join(marked)


def without_kept_points(text: str) -> str:
    """The text as it was before `with_kept_points`."""
    return text.replace(KEPT, ".")


def split_sentences(text: str) -> list[str]:
    """The sentences; a text without marks at their ends is one."""
    marked, found, start = with_kept_points(text.strip()), list[str](), 0
    for each in BREAK.finditer(marked):
        found.append(marked[start : each.end("closed") if each["closed"] else each.start()])
        start = each.end()
    return [without_kept_points(each) for each in (*found, marked[start:]) if each]


def goes_on_in(text: str, following: str) -> bool:
    """Whether the last sentence of a text goes on in what is said next: “I'll ask Mr.”, “Halden”."""
    return len(split_sentences(f"{text.strip()} {following.strip()}")) < len(
        [*split_sentences(text), *split_sentences(following)]
    )
