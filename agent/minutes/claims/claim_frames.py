"""Brings the frames in which minutes report speech into one form, in which statements are read.

“According to Bob, …”, “…, Bob explains”, “Bob wanted to know …”, “Bob told Alice to …”, “Alice was asked by
Bob …” and “Asked by Bob …, Alice …” become “Bob says that …”, “Bob asks Alice to …”, “Bob asks …; Alice …”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

STAND_IN = r"name\d+stands"
"""The form of the word that stands for a name."""
SAYS = (
    r"says|said|states|stated|notes|noted|explains|explained|reports|reported|adds|added|argues|argued|warns"
    r"|warned|points out|pointed out|thinks|thought|believes|believed|recalls|recalled|announces|announced"
    r"|complains|complained|remarks|remarked|stresses|stressed|emphasi[sz]es|emphasi[sz]ed|mentions|mentioned"
    r"|reckons|reckoned|admits|admitted|clarifies|clarified|confirms|confirmed|observes|observed|insists"
    r"|insisted|estimates|estimated|tells the (?:group|team|meeting)|told the (?:group|team|meeting|others)"
)
_WONDERS = (
    r"(?:wants?|wanted|would like|asks?|asked) to know(?: from (?P<from>@))?|is curious|was curious|wonders?"
    r"|wondered|inquires?|inquired|enquires?|enquired"
    r"|rais(?:es|ed) the question(?: of)?|asks? the question|pos(?:es|ed) the question"
)
_TELLS = (
    r"tells|told|reminds|reminded|urges|urged|instructs|instructed|advises|advised|invites|invited|orders"
    r"|encourages|encouraged|begs|begged|wants|wanted|would like|requests|requested"
)
_ABOUT = r"whether|if|about|what|how|why|who|when|where|which|to"


@dataclass(frozen=True, slots=True)
class _Frame:
    """A pattern in which `@` is somebody's name, and what replaces it."""

    pattern: str
    form: str


_FRAMES = (
    _Frame(r"^(?:according to|as per) (?P<who>@), ", r"\g<who> says that "),
    _Frame(
        r"^(?P<said>[^;]+), (?:according to|in the (?:view|opinion) of) (?P<who>@)\.?$",
        r"\g<who> says that \g<said>.",
    ),
    _Frame(
        r"^(?P<a>[^;]+?),? in (?P<who>@)'s (?:view|opinion|words|experience),?(?P<b>.*)$",
        r"\g<who> says that \g<a>\g<b>",
    ),
    _Frame(
        r"(?P<who>@) (?:doubts|doubted|questions|questioned) (?:that|whether|if)\b",
        r"\g<who> is not convinced that",
    ),
    _Frame(
        r"(?P<who>@) (?:is|was|remains) (?:\w+ly )?(?:sceptical|skeptical|doubtful)(?: about| of| that| "
        r"whether)?\b",
        r"\g<who> is not convinced that",
    ),
    _Frame(
        r"(?P<who>@) (?:accept(?:s|ed)|agree[sd] to|agree[sd] with|welcome[sd]|support(?:s|ed)"
        r"|approve[sd](?: of)?|endorse[sd]"
        r"|back(?:s|ed)) (?P<by>@)'s (?:proposal|suggestion|idea|request|plan) (?:to|that|of) (?P<rest>.+)$",
        r"\g<by> proposes \g<rest>; \g<who> agrees to \g<rest>",
    ),
    _Frame(r"(?P<who>@) (?:fears|feared|worries|suspects|suspected) that\b", r"\g<who> says that"),
    _Frame(r"^given (?=(?:enough|sufficient|more) )", "if "),
    _Frame(r"^in (?P<who>@)'s (?:view|opinion|words|experience|judge?ment|eyes), ", r"\g<who> says that "),
    _Frame(
        rf"^(?P<said>[^;]+), (?:as )?(?P<who>@) (?:also |has |had )?(?:{SAYS})\.?$",
        r"\g<who> says that \g<said>.",
    ),
    _Frame(
        r"^(?:when |after (?:being )?)?asked by (?P<who>@) (?P<what>.+?), (?P<next>@) ",
        r"\g<who> asks \g<what>; \g<next> ",
    ),
    _Frame(r"^(?:when |after being )?asked (?P<what>.+?), (?P<next>@) ", r"Someone asks \g<what>; \g<next> "),
    _Frame(
        rf"^(?:when|after) (?P<who>@) (?:{_WONDERS}|asks|asked) (?P<what>.+?), (?P<next>@) ",
        r"\g<who> asks \g<what>; \g<next> ",
    ),
    _Frame(
        r"^(?P<main>(?P<who>@) .+?),? (?:when|after) (?P<by>@) (?:asks|asked) (?P<what>.+)$",
        r"\g<by> asks \g<what>; \g<main>",
    ),
    _Frame(
        r"^(?:at|on|following|upon) (?P<who>@)'s request,? (?P<next>@) (?:will|is to|would|agreed to"
        r"|agrees to) ",
        r"\g<who> asks \g<next>; \g<next> will ",
    ),
    _Frame(
        rf"(?P<next>@) (?:was|were|is|are|has been) asked by (?P<who>@) (?P<what>{_ABOUT})\b",
        r"\g<who> asks \g<next> \g<what>",
    ),
    _Frame(
        rf"(?P<next>@) (?:was|were|is|are|has been) asked (?P<what>{_ABOUT})\b",
        r"Someone asks \g<next> \g<what>",
    ),
    _Frame(
        r"(?P<who>@)'s (?:question|query) (?:is|was|about|on|of|as to)?\s*(?P<what>whether|if|what|how"
        r"|why|who|when"
        r"|where|which)\b",
        r"\g<who> asks \g<what>",
    ),
    _Frame(r"(?P<who>@)'s (?:proposal|suggestion|idea) (?:is|was) (?:that|to)\b", r"\g<who> proposes that"),
    _Frame(
        r"(?P<who>@)'s (?:concern|point|view|opinion|position|worry) (?:is|was) that\b", r"\g<who> says that"
    ),
    _Frame(rf"(?P<who>@) (?:{_WONDERS})(?: about)?(?= )", r"\g<who> asks"),
    _Frame(rf"(?P<who>@) (?:{_TELLS}) (?P<next>@) (?=(?:not )?to\b)", r"\g<who> asks \g<next> "),
    _Frame(
        r"(?P<who>@) (?:is|was) (?:\w+ly |also |a bit |still )?(?:worried|concerned|afraid|surprised"
        r"|convinced"
        r"|sure|certain|confident|of the opinion|adamant) that\b",
        r"\g<who> says that",
    ),
    _Frame(
        r"(?P<who>@) (?:told|tells|informs|informed|assures|assured|reminded) (?:@) (?=that\b)",
        r"\g<who> says ",
    ),
)


def framed(sentence: str) -> str:
    """The sentence, with stand-ins for names, with its frames in one form."""
    for pattern, form in _compiled():
        sentence = pattern.sub(form, sentence)
    return sentence


@cache
def _compiled() -> Sequence[tuple[re.Pattern[str], str]]:
    named = rf"(?:the )?(?:{STAND_IN})(?!\w)"
    return tuple(
        (re.compile(frame.pattern.replace("@", named), re.IGNORECASE), frame.form) for frame in _FRAMES
    )
