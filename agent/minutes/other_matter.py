"""Whether what is put off or left open is another matter than a decision before it."""

import re

from agent.minutes.decision_cues import is_course
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import content

_FLAGS = re.IGNORECASE
_LEADS = r"(?:(?:and|but|so|okay|ok|yes|well|und|aber|et|mais|y|e|pero|ma|en|maar|mas)\W+){0,2}"
_NAMED = {
    "en": r"(?:(?:as for|about|what about|how about) |(?:on|with|for) (?=the |our |my |those ))"
    r"(?:(?:the|our|my|those) )?{some}|(?:the|our|my|those) {one}",
    "de": r"(?:beim|(?:bei|mit|für) (?:de[mrn]|die|das|unser\w*)) {some}|(?:der|die|das|den|unsere?n?) {one}",
    "fr": r"(?:pour|concernant|quant à|avec) (?:le |la |les |l'|notre |nos ){some}"
    r"|(?:le |la |les |l'|notre |nos ){one}",
    "es": r"(?:con|para|sobre|en cuanto a) (?:el|la|los|las|nuestr[oa]s?) {some}"
    r"|(?:el|la|los|las|nuestr[oa]s?) {one}",
    "it": r"(?:con|per|su) (?:il |lo |la |i |gli |le |l'){some}|(?:il |lo |la |i |gli |le |l'){one}",
    "nl": r"(?:met|bij|voor) (?:de|het|onze|ons) {some}|(?:de|het|onze|ons) {one}",
    "pt": r"(?:com|para|sobre|quanto a) (?:o|a|os|as|noss[oa]s?) {some}|(?:o|a|os|as|noss[oa]s?) {one}",
}
"""Words that name a matter; without a preposition two may be a clause: “the price rises”."""
_NO_MATTER = (
    r"(?!(?:other |same |whole )?(?:hand|moment|whole|time|record|thing|truth|problem|point|question|matter"
    r"|issue|decision|fact|moment|fall|sache|frage|problem|wahrheit|chose|question|vérité|problème|instant"
    r"|momento|verdad|cosa|cuestión|problema|questione|verità|ding|punt|vraag|waarheid|probleem|verdade"
    r"|coisa|questão)\b)"
)
"""“On the other hand”, “the thing is”."""
_SOME = rf"{_NO_MATTER}(?P<some>[\w'-]+(?: [\w'-]+)?)"
_ONE = rf"{_NO_MATTER}(?P<one>[\w'-]+)"
_BEFORE = {
    of: re.compile(
        rf"(?:^|[.!?]\s)\W*{_LEADS}(?:{named.replace('{some}', _SOME).replace('{one}', _ONE)})"
        r"\s*(?:[,:?–—-][\s¿]*)?$",
        _FLAGS,
    )
    for of, named in _NAMED.items()
}
"""A matter named right before: “and the carpet, should we wait?”"""
_AFTER = re.compile(
    r"^\W{0,2}(?:yet )?(?:about|on|regarding|concerning|with) (?:(?:the|our|my|those) )" + _SOME,
    _FLAGS,
)
"""A matter named right after: “nothing is settled about the piano”."""
_THEN = re.compile(r"\b(?:before|bevor|vor|avant|antes|prima|voor|voordat)\b(?P<what>.*)", _FLAGS)


def is_other_matter(said: str, cue: re.Match[str], about: str) -> bool:
    """Whether the words around the cue name a matter of which the decision says nothing.

    “Can we wait for Nora before the next item?” is about the course of the meeting.
    """
    begun, rest = said[: cue.start()], said[cue.end() :]
    then = _THEN.search(rest)
    if then and is_course(then["what"]):
        return True
    before = _BEFORE[language.get()].search(begun) if language.get() in _BEFORE else None
    after = _AFTER.search(rest) if language.get() == "en" else None
    groups = (each for found in (before, after) if found for each in found.groups(""))
    named = {word for each in groups for word in content(each)}
    return bool(named) and named.isdisjoint(content(about))
