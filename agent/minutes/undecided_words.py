"""What makes a word of deciding one of nothing, of a mere belief, or of another place, by language."""

import re

from agent.minutes.spoken_language import language

_FLAGS = re.IGNORECASE
_OBJECT = (
    r"(?=\W*$|\s*[,;.!?:–—]|\s+(?:yet|so far|at all|about|on|for|of|in|with|as|to|today|here|there|else|new"
    r"|more|final|definite|definitive|binding|concrete|firm|specific|official|formal|certain|like|that|which"
    r"|we|really|whatsoever|because|since|and|or|when|this|tonight|regarding|concerning|during|beyond|until"
    r"|just|either|though|by|from|before|after|over)\b)"
)
"""After “nothing” as what is decided; “we decided nothing leaves the shop” goes on with a verb."""
NOTHING = re.compile(
    r"\W*(?:(?:as yet|so far|yet|still|to date)\s+)?(?:(?:on|about|upon|to|for|with)\s+)?"
    r"(?:(?:absolutely|almost|practically|virtually|literally|really|basically|quite|so|very|too|rather"
    r"|precious|pretty|next to|as yet|so far)\s+)*"
    rf"(?:(?:nothing|little){_OBJECT}|(?:hardly|barely|scarcely|none|neither)\b"
    r"|not (?:much|a lot|a thing|one thing|a single|anything|everything|enough|yet)\b"
    r"|no\b[^.;]*\b(?:yet|so far|to date|as of now)\b|to (?:disagree|differ)\b)",
    _FLAGS,
)
"""Right after the cue: “we have decided nothing”, “we agreed on no date yet”."""
SETTLES = re.compile(
    r"\b(?:decid|agree|settl|conclu|chosen|opted|resolv|landed|ended up|come down|voted)\w*", _FLAGS
)
"""A cue whose object may be nothing; “let's go with neither” chooses."""
NO_SUBJECT = re.compile(r"\b(?:nothing|none|neither|nobody|no one|little)\b(?: \w+){0,4}\s*$", _FLAGS)
"""Before a cue that begins with its verb: “nothing is agreed”."""
BEGINS_WITH_VERB = re.compile(r"(?:is|are)\b", _FLAGS)
BELIEVED = re.compile(
    r"\b(?:(?:[\w']+ (?:\w+ )?(?:thought|believed|assumed|figured|imagined|presumed|supposed)"
    r"|(?:i|we) (?:wish|doubt)|impression|(?:could|would)(?: have|'ve) sworn"
    r"|(?:was|were) (?:sure|certain|told)|not (?:true|aware|sure|certain)|unaware)"
    r"(?:\s+(?!and\b|but\b|so\b|then\b|about\b|of\b|over\b|through\b)[\w']+){0,5}"
    r"|remember(?: when| how| the \w+)?)\s*$",
    _FLAGS,
)
"""Right before the cue: it was believed, and need not be so."""
OR_SO = re.compile(
    r"\b(?:i|we)(?: had|'d)? (?:thought|believed|assumed|figured|presumed|supposed)\W*$", _FLAGS
)
"""The same at the end of the sentence."""
THERE = re.compile(r"\W*there(?! and then\b)(?=\W*$|\s+(?:to|that|on|not to|we|and|against|for)\b)", _FLAGS)
"""Right after the cue: decided at another place; “there should be” and “there and then” are none."""
ELSEWHERE = re.compile(
    r"\bthere,?\s*$|\b(?:at|in|with) (?:the|our|my|his|her|their|an?) (?:old|former|previous|last|first) "
    r"(?:club|company|firm|job|school|team|office|board|committee|council|employer|workplace|place|group|band"
    r"|choir|church|party|town|village|city|country|house|flat|university|department|practice|clinic|hospital"
    r"|shop)\b[^.;]*$",
    _FLAGS,
)
"""Before the cue: the same."""
ANNOUNCES = re.compile(
    r"\b(?:the following|as follows|(?:one|two|three|four|these|a few|some) (?:\w+ )?things?)\W*$|:\s*$",
    _FLAGS,
)
"""What is decided is said next."""
POINTS_BACK = re.compile(r"\b(?:that|it|this|those|these|them|one|so)\b", _FLAGS)
"""What is decided was said before: “let's go with that”."""

_ES_BETWEEN = "lo|la|los|las|nos|se|eso|esto|hemos|habíamos|ha|han|está|es|fue|todavía|aún|realmente|así"
_IT_BETWEEN = "l['’]|lo|la|li|le|ci|si|abbiamo|avevamo|è|era|stat[oa]|ancora|mai|davvero|così|noi"
_PT_BETWEEN = "o|a|os|as|nos|se|isso|foi|ficou|fica|está|temos|tínhamos|ainda|realmente|assim"
_NOT_ALL = {
    "en": r"\b(?:not|hardly|barely) (?:quite |nearly )?(?:every|all|any)\w*\b",
    "de": r"\b(?:nicht|kaum) (?:alle|jeder)\b",
    "fr": r"\bpas (?:tout le monde|tous)\b",
    "es": r"\bno todos\b",
    "it": r"\bnon tutti\b",
    "nl": r"\b(?:niet|lang niet) (?:iedereen|allemaal|alle)\b",
    "pt": r"\bnem (?:todos|toda a gente|todo mundo)\b",
}
"""Not everybody agreed."""
SOME_WORDS = re.compile(r"(?: \w+){0,2} ?")
_DECIDED_NOTHING = {
    "de": r"\b(?:nichts|kaum (?:etwas|was)|wenig)\b[^,]*\b(?:beschlossen|entschieden|vereinbart|festgelegt"
    r"|geeinigt)\b"
    r"|\b(?:nicht|nie|niemals|keineswegs|keinesfalls)\b(?! nur)(?: \w+){0,3}? (?:beschlossen|entschieden"
    r"|vereinbart|festgelegt|geeinigt|einig|einverstanden)\b(?![^.]*\bsondern\b)",
    "fr": r"\bn['’e] ?(?:\w+ )?(?:avons|a|avait|est|sommes) (?:\w+ )?(?:rien|pas|guère|jamais)\b"
    r"|\b(?:avons|a|est|sommes) (?:\w+ )?(?:pas|jamais|rien) (?:\w+ )?(?:décidé|convenu|choisi|tranché|opté"
    r"|adopté|d'accord)\b"
    r"|\bdécidé (?:de )?(?:rien|pas grand-chose|peu)\b(?=\W*$| (?:sur|pour|de|du|des|à|encore|au)\b)",
    "es": r"\bno (?:hemos|se ha|habíamos|nos hemos|decidimos|acordamos|quedamos)\b[^,]*\b(?:nada|ningun[oa]?"
    r"|ningún|todavía|aún)\b|\b(?:decidimos|decidido|acordado|acordamos) (?:muy )?poco\b"
    rf"|\b(?:no|nunca) (?:(?:{_ES_BETWEEN}) ){{0,4}}(?:decid|acord|qued[aó]|aprob|eleg|optad)\w*",
    "it": r"\bnon (?:abbiamo|si è|avevamo) (?:ancora )?(?:deciso|concordato|stabilito)\b"
    r"|\bdeciso (?:molto )?poco\b"
    rf"|\b(?:non|mai) (?:(?:{_IT_BETWEEN}) ?){{0,4}}(?:decis|decid|concordat|stabilit|scelt|approvat)\w*",
    "nl": r"\b(?:niets|nauwelijks iets|weinig)\b[^,]*\b(?:besloten|afgesproken|beslist)\b"
    r"|\b(?:niet|nooit|geenszins)\b(?! alleen)(?: \w+){0,3}? (?:besloten|afgesproken|beslist|gekozen"
    r"|aangenomen|goedgekeurd|eens)\b",
    "pt": r"\bnão (?:decidimos|combinámos|combinamos|ficou|foi|temos)\b[^,]*\b(?:nada|nenhuma?|ainda)\b"
    r"|\bdecidimos (?:muito )?pouco\b"
    rf"|\b(?:não|nunca) (?:(?:{_PT_BETWEEN}) ){{0,4}}(?:decid|combin|acord|aprov|concord)\w*",
}
_BELIEVED = {
    "de": r"\b(?:dachte|dachten|glaubte|meinte|nahm an|hätte schwören können)\b[^.;]*$",
    "fr": r"\b(?:croyais|pensais|croyait|pensait|supposais)\b[^.;]*$",
    "es": r"\b(?:pensaba|pensé|creía|creí|suponía|pensábamos)\b[^.;]*$",
    "it": r"\b(?:pensavo|credevo|pensavamo|supponevo)\b[^.;]*$",
    "nl": r"\b(?:dacht|dachten|meende|nam aan)\b[^.;]*$",
    "pt": r"\b(?:pensei|pensava|achei|achava|julgava|julguei)\b[^.;]*$",
}
_NEVER = re.compile(r"(?!)")
DECIDED_NOTHING = {each: re.compile(pattern, _FLAGS) for each, pattern in _DECIDED_NOTHING.items()}
NOT_ALL = {each: re.compile(pattern, _FLAGS) for each, pattern in _NOT_ALL.items()}
BELIEVED_BEFORE = {each: re.compile(pattern, _FLAGS) for each, pattern in _BELIEVED.items()}


def is_undone(sentence: str, cue: re.Match[str]) -> bool:
    """Whether the words around a cue say that nothing was decided, or not here, or perhaps not."""
    before, after = sentence[: cue.start()], sentence[cue.end() :]
    nothing = DECIDED_NOTHING.get(language.get(), _NEVER).search(sentence)
    believed = BELIEVED_BEFORE.get(language.get(), BELIEVED).search(before)
    if nothing or believed or _is_not_by_all(sentence, cue):
        return True
    return bool(
        (SETTLES.search(cue[0]) and NOTHING.match(after))
        or (BEGINS_WITH_VERB.match(cue[0]) and NO_SUBJECT.search(before))
        or OR_SO.search(after)
        or THERE.match(after)
        or ELSEWHERE.search(before)
    )


def _is_not_by_all(sentence: str, cue: re.Match[str]) -> bool:
    """Whether the cue begins with those who did not all agree, or comes right after them."""
    return any(
        SOME_WORDS.fullmatch(sentence[found.end() : max(found.end(), cue.start())])
        for found in NOT_ALL.get(language.get(), _NEVER).finditer(sentence[: cue.end()])
    )
