"""English words around dates: those that tell whether a day is meant, or what it is the attribute of."""

FUNCTION = (
    "about|after|afternoon|again|already|also|and|are|around|as|at|because|before|but|by|can|could|do"
    "|does|end|eod"
    "|evening|everyone|everything|first|fine|fits|for|good|okay|ok|possible|enough|better|best|deadline"
    "|cut-?off|from|has|have|he|his|how|i|i'd|i'll|i'm|if|in|instead|into|is|isn't"
    "|it|it's|its|last|late|later|latest|lunch|makes|may|maybe|midday|morning|must|my|needs|next|night|no"
    "|noon|not"
    "|of|on|once|or|otherwise|our|please|right|rather|should|since|so|suits|than|that|the|their|then"
    "|there|they"
    "|this|though|till|to|today|together|too|under|unless|until|via|was|we|we'll|we're|week|well|were"
    "|what|when"
    "|where|whether|which|while|who|will|with|without|won't|works|would|you|you'll|your|she|let's|everybody"
)
END = rf"(?=\W*$|[.,;:!?]|[-–—\s]+(?:{FUNCTION})\b)"
"""A date ends here and is not the attribute of a noun, as in “the Friday demo”."""
EVENTS = (
    "(?:meeting|call|demo|release|stand-?up|sync|review|session|retro|workshop|sprint|build|show|party"
    "|class|edition|version|newsletter|update|round|rota|shift|club|lunch|game|launch|train|flight|outage)s?"
)
DETERMINER = (
    r"(?<!by )(?<!before )(?<!until )(?:the|our|your|my|their|his|her|a|an|that|these|those|its|whose)"
)
SURELY_PAST = (
    "was|were|wasn't|weren't|had(?! better)|did|didn't|went|spoke|came|saw|took|gave|wrote|ran|began|knew"
    "|met|flew"
    "|fell|broke|chose|drove|ate|forgot|thought|became|stood"
)
PARTICIPLE = (
    r"(?:\w{2,}ed|told|said|left|felt|held|kept|lost|paid|sold|taught|won|found|got|made|heard|brought|bought"
    "|built|sent|spent|done|been|seen|gone|given|taken|written|spoken)"
)
SUBJECT = r"(?:i|we|you|he|she|they|it|who|that|which|everybody|everyone|nobody|(?:the|our|my|a|their) \w+)"
