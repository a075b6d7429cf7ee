"""English and Korean cue phrases for decisions, and for what takes a task or a decision back."""

import re

_FLAGS = re.IGNORECASE

RELATIVE = re.compile(
    r"\b(?:which|whatever|whoever|everything|anything|something|things?|stuff|all|only|ones?|questions?|way"
    r"|(?:the|a|an|this|that|my|our|every|each) (?:\w+ )?\w+ that)\s+$",
    _FLAGS,
)
HEDGE_BEFORE = re.compile(
    r"\b(?:if|unless|maybe|perhaps|whether|suppose|wish|don't think|not sure|do you think|should|shall"
    r"|what|how|when|where|why|said|says|saying|(?<!'d )(?<!would )like|probably not|think|hope|hoping"
    r"|hopefully|wonder"
    r"|wondering|afraid)\s+(?:\w+\s+){0,2}$|\b(?:hope|hoping|hopeful),?\s+(?:that,?\s+)?$",
    _FLAGS,
)
"""Just before a cue it voids the commitment: a condition, doubt, a question, reported speech."""
RETRACT = re.compile(
    r"\b(?:scratch that|never ?mind|forget (?:that|it|about)|actually,? no|no,? wait|on second thought"
    r"|let's not(?: (?:do|go) (?:that|this|it|there))?(?=\W*$)|don't bother)\b|취소|아니 됐",
    _FLAGS,
)

DECIDED = re.compile(
    r"\b(?:we(?:'ve| have)? (?:all )?(?:decided|agreed|settled|concluded|chosen|opted)|we(?:'re"
    r"| are) (?:going|gonna go) with"
    r"|(?:let's|we'll|we will|we should just|i say we) (?:just )?go (?:with|for|ahead (?:and|with))"
    r"|let's (?:just |all )?(?:keep|leave) (?:it|that|them|things) (?:as|the way|at (?!that\b))"
    r"|we(?:'ve| have) (?:landed|ended up|come down) (?:on|with)"
    r"|(?:we|everyone|everybody|members)(?:'re| are|'s| is)? (?:all )?in agreement (?:that|on|to|about)"
    r"|(?:everyone|everybody|members|we all)(?: has| have| all| seems? to)? agree[ds]? (?:on|to|that)"
    r"|(?:sounds|looks) like (?:everyone|everybody|we)(?:'s| is|'re| are) (?:all )?(?:happy|fine|okay"
    r"|content) with"
    r"|(?:the|our|final) decision is"
    r"|it(?:'s| is| was) (?:hereby )?(?:decided|agreed|settled)|(?:that's|that is) (?:decided|settled"
    r"|agreed)|^(?:so "
    r"|okay |ok )*agreed (?:that|on|to)|so we agree (?:that|on|to)"
    r"|^(?:(?:so|okay|ok|right|then),? )*agreed ?[,:;–-] (?=(?:we'll|(?:then )?we (?!should|need|could"
    r"|can|might|must"
    r"|have|had|are"
    r"|were|did|do|don't|didn't|would|may|want|think|know|just)\w+)\b)(?:then )?we"
    r"|we(?:'ve| have)? (?:all )?resolved (?:that|not to|to)"
    r"|(?:is|are) (?:hereby )?(?:approved|adopted|carried|accepted|rejected|postponed|deferred|withdrawn)"
    r"|motion (?:was|is) (?:approved|adopted|carried|defeated)|let's settle on|we settle on"
    r"|let's agree (?:on|to|that)|(?:so|then) (?:that's|it's) (?:a )?(?:no|yes) (?:to|on|for)"
    r"|we(?:'re| are) (?:definitely |also )?not (?:going to|gonna)|(?:i think )?we(?:'re"
    r"| are) (?:all )?agreed(?: (?:that|on|to)|,| that's)"
    r"|in conclusion|to (?:conclude|sum up),|(?:the|our) (?:conclusion|outcome|resolution) (?:is|was)"
    r"|it(?:'s| is) (?:hereby )?resolved|(?:we|the \w+) voted (?:\w+ (?:to|-) \w+ )?(?:to|for|against)"
    r"|motion (?:to|that|on) [\w ]{1,60}? (?:was|is) (?:approved|adopted|carried|defeated|rejected)"
    r"|(?:going forward|from now on),? (?:we|all|every|each|the|no|nobody))\b",
    _FLAGS,
)
"""States a decision."""
_NO_SETTLING = (
    r"(?:be|have|see|look|talk|discuss|say|tell|go|come|get (?:to|back|going|started|into|on)|move on"
    r"|start|begin|wait|hear|think|find|know|try"
    r"|continue|return|need|want|like|show|pass|turn|hope|call|ask|hand|give|let|finish|end|assume|imagine"
    r"|suppose|pretend|notice|remember|recall|consider|step|jump|read|walk|listen|note|explain|describe"
    r"|present|do|not|just|all|also|take (?:a|it|that|this|questions))\b"
)
"""Verbs of talk, thought and the course of the meeting, which settle nothing."""
PROPOSED = re.compile(
    r"(?:^|[,;:–-]\s*|\b(?:so|and|but|okay|ok|think|well|yeah|yes|actually|maybe|guess|agreed|propose"
    r"|suggest)\s+|^(?:(?:okay|ok|so|then|alright|right|fine|good)[,\s]+)+)"
    r"(?:(?:i|we) (?:suggest|propose|recommend|request) (?:not )?\w+ing\b"
    r"|(?:my|our) (?:suggestion|proposal|recommendation) is (?:not )?to\b"
    r"|let's (?:just |all |also )*(?!" + _NO_SETTLING + r")\w+\b"
    r"|(?:let's|we'll|we will|we're going to|we are going to|we're gonna"
    r"|we won't|(?:i|we) (?:suggest|propose|recommend|request|say)(?: that)? we) (?:just |all |also |not "
    r"|should )*"
    r"(?:use|keep|drop|move|postpone|delay|launch|ship|stick|make|cancel|skip|switch|hire|buy|cut|remove"
    r"|add|include|exclude|target|choose|pick|put|release|start|stop|meet|schedule|raise|lower|change"
    r"|leave|adopt|accept|reject|merge|publish|defer|close|rename|archive|allow|require|bring (?:it|that"
    r"|them|this) (?:over|back|in)|merge|revert"
    r"|create|design|build|open|sell|pay|rent|run|hold|host|focus|aim|ignore|incorporate|not)\b)",
    _FLAGS,
)
"""A proposal: a decision only if somebody else assents."""
POLITE = re.compile(
    r"\b(?:(?<=i)|(?<=we)|(?<=suggestion)|(?<=proposal)|(?<=recommendation))(?:'d| would)(?: (?P<be>be)\b"
    r"|(?= (?:also )?(?:suggest|propose|recommend|request|say)\b))",
    _FLAGS,
)
"""The “would” of who proposes, which doubts nothing."""
WHY_NOT = re.compile(r"\bwhy (?:don't we|not)\b(?P<what>[^?]+)\?*$", _FLAGS)
"""Proposes in the form of a question."""
TAG = re.compile(
    r"[,\s]+(?:right|yeah|yes|okay|ok|correct|no|agreed|isn't it|don't we|aren't we|do we"
    r"|is that (?:right|okay|fine)|(?<=,\s)(?:ja|oder|ne|gell|nicht wahr|non|d'accord|hein|vale|verdad"
    r"|vero|giusto"
    r"|toch|né|não é|está bem))\s*\?$|\s맞죠\?$",
    _FLAGS,
)
"""Asks for a yes to a statement."""
SUGGESTED = re.compile(
    r"\b(?:let's|we(?:'ll| will| should| could| can|'re (?:going to|gonna)| are going to| need to| must"
    r"| have to)|(?:shall|should|can|could|would) we|why (?:don't|not)|how about|what about|what if"
    r"|do we (?:want|need)|(?:i|i'd|i would) (?:suggest|propose|recommend|vote|move|say|go for|prefer)"
    r"|motion|proposal|suggestion)\b"
    r"|(?:자|시다|까요|죠|어때요?|제안(?:합니다|해요)?)[.?!\s]*$",
    _FLAGS,
)
"""A suggestion that assent makes a decision; assent to a plain fact does not."""
KOREAN_DECIDED = re.compile(
    r"(?:모두|다들|전원) (?:동의|찬성)(?:했|하|합)|"
    r"하기로 (?:했|하|합|결정|정)|기로 (?:했|하겠|합시다|결정|정)|(?:으로|로) (?:결정|정)(?:했|하|합|됐|되)"
    r"|합의(?:했|됐)|결정(?:했|됐|되었|합)"
)
PROCEDURE = re.compile(
    r"\b(?:move on|go on (?:then )?(?:to|with)|move (?:on ?)?to (?:the )?(?:next|issue|item|topic"
    r"|question|agenda)|start (?:with|by"
    r"|from|the meeting|again)|stop (?:here"
    r"|there|it|now)|make (?:it|this) (?:quick|short)|leave it(?! (?:at (?!that\b)|as\b|out\b))|put (?:it"
    r"|that) (?:up|on the (?:board"
    r"|screen|table))|(?:take|have) (?:a |the )?(?:\w+ )?break|make sure|go (?:with|for) (?:it"
    r"|that) (?:later|now)|go for (?:lunch"
    r"|coffee|a break)|skip (?:that|this|it|to)|(?:lunch|coffee|tea) break|(?:the |last "
    r"|previous )?(?:minutes|agenda)(?: of [\w ]+)?(?: (?:is|are|as))? (?:\w+ )?(?:approved|adopted"
    r"|accepted)"
    r"|(?:approve|adopt|accept) (?:the |last |previous |our )?(?:\w+ )?(?:minutes|agenda)|adjourn\w*"
    r"|(?:the |this )?meeting (?:is )?(?:over|closed|suspended)"
    r"|next (?:point|item|topic|question|speaker|slide|presentation|issue)|agenda|presentations?"
    r"|half an hour|(?:five|ten|\d+) (?:more )?minutes|start now|stop sharing|share (?:my|your|the) screen"
    r"|(?:have|take) a (?:look|vote|think|moment|seat)|(?:keep|stop) (?:talking|going|discussing)"
    r"|leave (?:that|this|it) (?:there|for now|at that)"
    r"|unanimous consent to (?:speak|table)|bring (?:up|it up|this up|back the)|change (?:the )?(?:subject"
    r"|topic|speaker)|cut (?:you|me) off)\b",
    _FLAGS,
)
"""About the course of the meeting itself."""
DOUBT = re.compile(
    r"\b(?:if|unless|maybe|perhaps|might|not sure|should we|shall we|could we|have we|did we|do we|are we"
    r"|haven't|hasn't|not (?:yet )?(?:decided|agreed|settled)|never (?:decided|agreed)|need to (?:decide"
    r"|agree)|have to decide"
    r"|before we|once we|whether|what if|suppose|would|don't think|how about|what about)\b"
    r"|(?:까요|을까|ㄹ까|할까)",
    _FLAGS,
)
RECAP = re.compile(
    r"^(?:(?:okay|ok|alright|right|yeah|yes|well|fine|good|and|but|um|uh)[,.\s]+)*so\b[,\s]+"
    r"(?:(?:actually|basically|then|i guess|i think|just|yeah|okay|in the end|what we(?:'re"
    r"| are) saying is),?\s+)*"
    r"(?:we (?:do )?(?:don't )?want (?:an?|the|no|only)\b|we do want (?!to\b|you\b|people\b)|we(?:'re| are"
    r"|'ll| will)? (?:(?:just|all|only|also|may|really|definitely|then) )*(?:going (?:for"
    r"|with|to (?:use|have|make"
    r"|take|do|keep|include|put|go|focus|aim|be|create|build|design|sell))|gonna"
    r"|having(?! (?:\w+ )?(?:problems?|trouble|issues?))|use|using|take"
    r"|taking|keep(?! \w+ing)|make(?! (?:a )?(?:loss|mistakes?))|making|include|put|go|stick"
    r"|don't(?! (?:know|think|see|hear|understand|believe|remember|agree)\b)|won't|not)\b|(?:have|use"
    r"|keep|take|include|put|make) (?:a|an"
    r"|the|only)\b|we (?:only|just) (?:do|allow|support|offer|show|sell|build|start|want|need)\b"
    r"|(?:we )?want (?:it|them|something|one) (?:to be|that|which|as|with|without)\b"
    r"|(?:just )?(?:stick (?:to|with)|leave out|drop) (?!it\b|that\b|this\b)|not too (?:much|many) "
    r"|no (?!one\b|worries|problem|more\b|idea|need|but|i\b|it\b|we\b|that\b|you\b|not\b)\w+)",
    _FLAGS,
)
"""Sums up what was settled: "so we're going for the blue one"; a decision if somebody else assents."""
BACKCHANNEL = re.compile(r"^\W*(?:mm-?hm+|mhm+|uh-?huh|'?kay|right|yup|mm yeah)\b", _FLAGS)
"""Less than a yes, but no no."""
SHOULD = re.compile(
    r"(?:^|[,;]\s*|\b(?:so|and|think|yeah|okay|but)\s+)(?:we (?:should|need to|must|have to|could)"
    r"|it(?:'s| is) (?:better|best|easier|safer) (?:not )?to|(?:the|our) plan is to"
    r"|(?:it|the \w+(?: \w+)?) (?:should|has to|must))\b"
    r"(?! (?:all |also |really |just |always )*(?:be (?!an?\b|the\b|in\b|on\b|at\b|under\b|\w+ed\b)|know"
    r"|see|think|feel|remember"
    r"|recogni[sz]e|understand|hear|say|talk|discuss|consider|look|try|wait|find|figure|decide|ask"
    r"|take into)\b)|\b(?:so|think) we need (?:also )?(?!to\b)\w"
    r"|(?:^|[,;]\s*|\b(?:so|and|think|yeah|okay|but|then)\s+)we (?:don't need|won't need|can do without)\b",
    _FLAGS,
)
"""Says what should be, or need not be."""
NEGATIVE = re.compile(
    r"\bwe(?: (?:don't|won't|needn't|aren't|shouldn't)| do not| will not|(?:'re| are|'ll) not)\b", _FLAGS
)
"""To this “no” is a yes."""
FLOATED = re.compile(
    r"^(?P<lead>(?:(?:and|so|or|okay|yeah|well|but)[,.\s]+)*(?:(?:maybe|perhaps) (?:also )?|(?:how|what) "
    r"about ))"
    r"(?:an?|the|some|having|using|making|adding|we (?:can|could|should) (?:also )?(?:have|include|add"
    r"|make|use|put))\b",
    _FLAGS,
)
"""Floats an idea after its `lead`: a decision only if several others agree at once."""
LEAD_IN = re.compile(
    r"^(?:(?:so|and|but|oh|i (?:suggest|propose|recommend)(?: that)?|okay|ok|then|well|yeah|yes|right"
    r"|alright|all right|now|anyway|also|because|like|i mean|you know"
    r"|i think|i guess|basically|actually|no"
    r"|그럼|그러면|그래서|그리고)\b[,\s]*)+",
    _FLAGS,
)
"""Introductory words without content."""
CLAUSE_END = re.compile(
    r"\s*(?:[.!?;。](?=\s|$)|,?\s+(?:but|because|although|unless|whereas|so that|so (?:we|i|you|they|it)"
    r"|and (?:then|i|i'll|we|we'll|you|he|she|they|maybe|also)\b|which|okay\b|i think|i guess|i mean"
    r"|you know|or something|or (?:else|i|we|they|he|she|you|it)|or (?:the|our|my) (?:\w+ ){1,2}(?:will"
    r"|won't|is"
    r"|are|can't|cannot|has to|have to|dies|dies out|fails|closes|stops|ends|breaks|falls|collapses|goes|runs"
    r"|leaves|suffers|loses)|if (?:that|you|we|it|i|not)|(?:i|we|you|he|she|they)(?:'ll| will|'d| would"
    r"|'m|'re"
    r"| can| need)"
    r"|(?:though|while|when|and) (?:there|this|that|it|the \w+) (?:is|are|was|will|would))\b"
    r"|,?\s+and \w+,\s+(?:you|can|could|please)\b|,?\s+(?:and )?(?:can|could|would|will) you\b"
    r"|,?\s+and (?:then )?(?:\w+ ){1,2}(?:will|should|needs to"
    r"|has to|must)\b"
    r"|,?\s+and (?:[\w']+ ){1,2}(?:(?:is|are) )?(?:gonna|going to)\b|\s+(?:i'll|let's|that's|it's"
    r"|maybe)\s|,\s+and (?-i:[A-Z][a-z]+) [a-z]+s (?:the|an?|his|her|our|some|it|them)\b"
    r"|\s+(?:–|—)\s?).*$",
    _FLAGS | re.DOTALL,
)
OTHERS_CLAUSE = re.compile(
    r",?\s+(?:but|because|although|whereas|so that|so (?:we|you|they|it|he|she)"
    r"|and (?:then )?(?:we|you|he|she|they|it|the)|which"
    r"|and (?:then )?(?:\w+ ){1,2}(?:will|should|needs to|has to|must|can))\b.*$",
    _FLAGS | re.DOTALL,
)
"""A clause about others or a state; dates in it are not the task's due date."""
NOT_TO_DO = re.compile(r"^(?:(?:also|just|probably|really)\s+)*(?:not|never|no longer)\b", _FLAGS)
QUESTION = re.compile(
    r"\?\s*$|^(?:(?:so|and|but|okay|well|then)[,\s]+)*(?:what|who|when|where|why|how|which|do|does|did|is"
    r"|are|was|were|can|could|would|should|shall|have|has|will)\s+(?:\w+)|(?:까요|나요|습니까|ㄹ까"
    r"|을까)\s*\??$",
    _FLAGS,
)
