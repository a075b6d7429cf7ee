"""English phrases of formal decisions: motions, votes, resolutions, questions for consent or objections."""

import re

_FLAGS = re.IGNORECASE
_BODY = (
    r"(?:we|members|every(?:one|body)|the (?:\w+ )?(?:committee|board|council|panel|meeting|assembly"
    r"|chamber|house"
    r"|commission|directors|trustees|governors|delegates|members|shareholders|group))"
)
"""Who decides: how customers or neighbours feel about it is no vote."""
_CONTENT = rf"(?:are|is) {_BODY} (?:all )?(?:ok|okay|agreed|in agreement|fine|happy|good|comfortable|content)"
_BEFORE_US = (
    r"(?:^|[.:;!?]\s+)(?:(?:and|so|ok|okay|alright|all right|right|well|now|then|um|uh|next|first|also|today"
    r"|colleagues|members)\b[,\s]*)*"
    r"(?:(?:we|i)(?: now| also| just)*(?:(?:'ve| have)(?: got| now| also)*| come(?: now)? to)"
    r"|there(?:'s| is)(?: now| also)?|next (?:up )?is"
    r"|(?:the|our) (?:\w+ )?(?:matter|item|point|question|business|thing|vote|one)(?: \w+ \w+)? is(?: on)?)"
    r" (?:a|the|another|this|one) (?:motion|proposal)(?: from \w+)? (?:to|that)\s+"
)
PUT = re.compile(
    r"(?:(?:^|[.:;]\s+|(?<!draft)(?<!DRAFT)\s)(?:(?-i:Proposed|PROPOSED|PROPOSAL|Proposal|STRAWMAN|MOTION"
    r"|Motion)"
    r"(?: (?:resolution|RESOLUTION))?\s*[:–—]\s*|i(?: hereby| would like to|'d like to)? move (?:that|to)\s+"
    r"|my motion is (?:that |to )?|the motion is (?:that |to |(?=we\b))|(?:a )?proposed resolution\s+)"
    rf"|{_BEFORE_US})(?P<what>.+)",
    _FLAGS,
)
"""Puts something to the meeting in so many words; a draft is not put, nor what is before others."""
RULED = re.compile(
    r"(?:^|[.;]\s+)(?:(?-i:RESOLVED|Resolved|RESOLUTION|Resolution|DECISION|Decision|AGREED|CONCLUSION"
    r"|DECIDED"
    r"|CONSENSUS))\s*[:–—]\s*(?P<what>.+)",
)
"""States what was resolved."""
FOR = re.compile(
    r"^\s*(?:\+1\b|plus one\b|\+0?\.\d|aye\b|yea\b|yes\b|yep\b|yeah\b|agreed?\b|i agree|in favou?r"
    r"|support(?:ed)?\b"
    r"|i support|👍|second(?:ed)?\b|i second|lgtm|찬성|oui\b|ja\b|sí\b|sì\b|sim\b)",
    _FLAGS,
)
VOTED = re.compile(r"^\s*(?:[+-]1\b|plus one|aye\b|nay\b|yea\b|in favou?r|against\b|second)", re.IGNORECASE)
"""A vote in so many words, and no mere yes."""
AGAINST = re.compile(
    r"^\s*(?:-1\b|minus one|nay\b|no\b[,.!]?(?! objection| concern| problem)|i object|objection|opposed"
    r"|against"
    r"|i(?:'m| am) (?:opposed|against|not in favou?r)|i disagree|반대)",
    _FLAGS,
)
_SO_MANY = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|no|nil|none|nobody|no one)"
_BY_TALLY = (
    r"(?:[,:;–—-]?\s+(?=[^.?!]*\b(?:" + _SO_MANY + r" (?:(?:votes?|people|members|of us|voices) )?(?:to"
    r"|in favou?r|for|ayes?|against|opposed|opposing|nays?|noes|abstentions?|abstain\w*|abstained|dissent\w*"
    r"|objections?|objecting|votes?|voices?|hands?)\b|\d+\s*[-–:]\s*\d+"
    r"|majority|acclamation|show of hands|casting vote"
    r"|unanimous\w*|nem con|(?:then|by|with) (?:everyone|everybody|all)\b))[^.?!]{1,80}|,? then)?"
)
"""After a verdict: by how many votes."""
CLOSED = re.compile(
    r"\b(?:we (?:do )?have (?:a )?(?:consensus|agreement|resolution)|(?:there is|there's|(?:it )?(?:looks"
    r"|sounds) like|i hear"
    r"|i see|hearing|seeing) (?:we have )?(?:general |rough )?(?:consensus|agreement|no objections?|none"
    r"|silence)"
    r"|no (?:objections?|dissent|opposition)|seems? (?:to be )?(?:accepted|approved|agreed|resolved)"
    r"|motion (?:carries|carried|passes|passed|is (?:adopted|carried|approved|agreed))"
    r"|(?:proposal|resolution) (?:passes|passed|is accepted|is approved|accepted|approved|carried)"
    r"|(?:that's|that is|it's|it is|so) (?:all )?(?:resolved|accepted|adopted|approved|agreed|carried)"
    r"|i see (?:that )?(?:they|you|we|members|people) (?:are|do)"
    r"|unanimous(?:ly)?)\b|(?:^|[.,!?] |\b(?:no|none|motion|okay|right|so) )\W*"
    rf"(?:carried|passed|adopted|approved|so ordered|resolved){_BY_TALLY}\W*$",
    _FLAGS,
)
"""States that what was put is accepted."""
LOST = re.compile(
    r"(?:^|[.,!?;:] |\b(?:motion|proposal|amendment|resolution|okay|right|so|is|was|it's|that's) )\W*"
    r"(?:(?:it|that|the \w+) )?(?:is |was )?(?:lost|defeated|rejected|falls|fails|failed|voted down"
    rf"|not (?:carried|passed|adopted|approved)){_BY_TALLY}\W*$",
    _FLAGS,
)
"""States that what was put is turned down."""
DENIED = re.compile(r"\b(?:not|never|hardly|\w+n't)\b(?! (?:against|opposed|object))", _FLAGS)
NONE = re.compile(
    r"^\W*(?:(?:mm|oh|yeah|yes|well)[,.]? )?(?:none|nope|no(?:[,.]? no)*|no objections?(?: (?:here|from me))?"
    r"|silence|nothing|hearing none|seeing none|(?:nope|no)[,.]? (?:(?:we|i)(?:'re|'m| are| am) )?(?:all )?"
    r"(?:set|good|fine|okay|ok)"
    r"|no concerns?|(?:none|no|nobody|no one)(?:[,.]? (?:okay|ok|good|great|right|fine|then|so|objections?))+"
    r"|not from me|all good|fine (?:by|with) me|works for me|sounds good|ok(?:ay)?|go ahead|agreed)\W*$",
    _FLAGS,
)
"""Nobody objects."""
ASKED_OBJECTION = re.compile(
    r"\b(?:(?<!have )(?<!had )(?<!hear )(?<!see )(?<!without )any(?:one|body)? (?:objections?|opposed"
    r"|disagree(?:s|ment)?|concerns?|objects?)|does any ?(?:one"
    r"|body) (?:object"
    r"|disagree|have (?:any )?(?:objections?|concerns?))|are there (?:any )?objections?|objections\s*\?)"
    r"(?: (?:to|with|about|on|against)\s+(?P<what>.+?))?\s*(?:\?|$)",
    _FLAGS,
)
"""Also where the recogniser writes no marks: `asked_objection` tells what is a question then."""
OPENING = re.compile(r"\W*(?:(?:and|so|ok|okay|alright|all right|right|well|now|then|um|uh)\b\W*)*", _FLAGS)
"""What may stand before a question."""
ASKED_CONSENSUS = re.compile(
    r"\b(?:(?:do|can) we (?:all )?agree|do we (?:all )?want|(?:do we (?:all )?have"
    r"|(?:can|could|may|shall|should) (?:we|i) (?:all )?(?:get|have|ask for|call for)|is there) (?:a |the )?"
    r"(?:group's |general |rough )?(?:consensus|agreement|resolution)"
    rf"|all (?:those )?in favou?r|(?:shall|should) we|{_CONTENT})"
    r"\s+(?:(?:to|for|on|of|that|with|about)\s+)?(?:the idea of\s+)?(?P<what>.+?)\s*\?",
    _FLAGS,
)
"""Asks whether the meeting agrees to it."""
ASKED_UNMARKED = re.compile(
    r"^(?:(?:okay|ok|so|right|then|and|well|now)[,\s]+)*"
    rf"(?:{_CONTENT}\s+(?:to|that|with|for)\s+(?P<what>[^.?!]+)"
    r"|(?P<before>[^.?!]+?)[,\s]+(?:(?:are we |is (?:everyone|everybody) )(?:all )?agreed"
    r"|(?<!we )(?<!they )(?<!had )all agreed|agreed(?=\s*\?)|(?:is that )?(?:okay|ok|fine) (?:with"
    r"|for) (?:everyone|everybody|you all|all of you))\s*\??)$",
    _FLAGS,
)
"""The same as a recogniser writes it, without a mark, or after what is asked about."""
ALL_ASKED = re.compile(
    r"^(?:are we|is every(?:one|body)) (?:all )?(?:happy|good|comfortable|fine|okay|ok)\b", _FLAGS
)
"""Asks everybody, so that one yes answers it if nobody speaks against it."""
CONSENSUS = re.compile(
    r"(?:^|[.;,]\s*|\b(?:so|and|but|that|think|have|has|reached|is|there's|hear|the)\s+)(?:a )?(?P<no>no "
    r"|not (?:have )?(?:a )?)?"
    r"(?:clear |rough |general |strong |group |committee )*(?:consensus|agreement)"
    r"(?: is| was| seems to be| appears to be)?(?: here| now| today)? (?:on|to|for|that|in favou?r of"
    r"|not to)\s+"
    r"(?P<what>.+)",
    _FLAGS,
)
POINTS_BACK = re.compile(
    r"^(?:(?:(?:any|all|some|each|both) of )?(?:that|this|it|these|those|them))\b(?=\W*$|,|\s+or\b)", _FLAGS
)
"""Does not say what is asked about."""
UNSETTLED = re.compile(
    r"\b(?:if|whether|need|needs|needed|want|wants|seek|seeking|ask(?:ing)? for|hope|hoping|hard to"
    r"|try(?:ing)? to|could|would"
    r"|should|may|might|without|until|once|when|looking for|get|getting|reach|build|building|call for)\b"
    r"[^.]{0,40}(?:consensus|agreement)",
    _FLAGS,
)
"""Consensus that is wanted, not there."""


def closes(text: str) -> bool:
    """Whether it states that what was put is accepted, and does not deny it."""
    return bool(CLOSED.search(text)) and not DENIED.search(text)


def asked_objection(text: str) -> re.Match[str] | None:
    """Find a question for objections; without its mark, it begins the line, or ends it in so many words.

    “Send me any concerns about the date” is none.
    """
    found = ASKED_OBJECTION.search(text)
    if found is None or found[0].rstrip().endswith("?"):
        return found
    before = text[: found.start()].rstrip()
    begins = OPENING.fullmatch(before) is not None or before[-1:] in (".", "!", "?")
    is_bare = not found["what"] and "concern" not in found[0].lower()
    return found if text.rstrip()[-1:] not in (".", "!") and (begins or is_bare) else None
