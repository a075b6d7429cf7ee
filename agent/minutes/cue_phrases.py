"""English and Korean cue phrases for commitments, requests, decisions and assent."""

import re

from agent.minutes.language_tables import words

_FLAGS = re.IGNORECASE

COMMIT = re.compile(
    r"\b(?:i'll|i will|i'm going to|i am going to|i'm gonna|i shall|i promise to|i can|i could(?! have)"
    r"|i should(?! have)|i need to"
    r"|i have to|i've got to)\s+(?P<task>.+)",
    _FLAGS,
)
"""The speaker commits to a task."""
ASK = re.compile(
    r"\b(?:(?:can|could|will) you|would you (?:please|mind)) (?:please |maybe |also |just )*(?P<task>.+)",
    _FLAGS,
)
"""The speaker asks whoever is addressed to do a task."""
ASSIGN = (
    r"\b(?P<name>{names})(?:'ll| will| is going to| is gonna| should(?! have)| needs to| has to| must"
    r"|,? please)\s+(?P<task>.+)"
)
"""The speaker assigns a task to somebody by name."""
OWE = re.compile(
    r"\b(?:we need to|we have to|we must|we should(?! have)|we'll|we will"
    r"|some(?:body|one) (?:should(?! have)|needs to|has to|must))\s+(?P<task>.+)",
    _FLAGS,
)
"""A task without an owner; counts only with a due date."""
ITEM = re.compile(
    r"\baction (?:item|point)s?(?: for \w+)?(?: is| will be|:|,| -| to)+\s+(?P<task>.+)", _FLAGS
)
"""Explicitly called an action item."""

KOREAN_COMMIT = re.compile(r"(?P<task>.+?(?:겠습니다|[가-힣]게요|[가-힣]게))(?:[.!\s]|$)")
KOREAN_ASK = re.compile(
    r"(?P<task>.+?(?:주세요|주시겠어요|주실래요|부탁드립니다|부탁드려요|부탁해요))(?:[.!?\s]|$)"
)
KOREAN_FOLLOW_UP = re.compile(
    r"보내|준비|정리|작성|확인|공유|예약|수정|연락|전화|제출|검토|업데이트|알아보|만들|올리|올릴|조사|등록|주문|발표|마무리|완료"
)

FOLLOW_UP = frozenset(
    words(
        """
    arrange ask assemble assign book build call check circulate clean collect compare compile
    complete configure confirm contact coordinate copy create deliver deploy distribute document
    download draft edit email evaluate execute file finalise finalize finish fix follow gather
    handle hire implement improve inform install integrate investigate invite mail merge message
    migrate negotiate notify order organise organize pay ping post prepare print produce provide
    publish purchase refactor register release remind remove renew rent repair replace report
    request research reserve resolve revise review rewrite schedule send share ship sign submit
    summarise summarize test translate update upload verify write
    """
    )
)
"""Verbs of work done after a meeting."""
IN_THE_ROOM = re.compile(
    r"^(?:(?:just|quickly|also|now|first|then)\s+)*(?:go (?:and|through|over|back|on|ahead|first|next"
    r"|to the next)|check (?:if|whether) (?:you|it|that) "
    r"|get (?:back to (?:that|this|it)|to (?:that|this|it|the)|going|started|into|it|that|used"
    r"|rid of (?:this|that))"
    r"|find (?:it|that|them|myself)|talk about|speak about|present (?:you|my|the|this)?|discuss|ask you"
    r"|call it|set (?:it )?as|work(?:s|ed)? (?:for|like)"
    r"|(?:go ahead and )?ask (?:\w+ ){0,3}question|check (?:your|the) (?:audio|mic|microphone|camera|sound)\b"
    r"|(?:please )?(?:inform|confirm|remind|assure|assign|report|notify) (?:you|that|the|to|everyone)\b"
    r"|review (?:the|our|last) (?:minutes|agenda|last)|(?:again )?i (?:can|will|should)"
    r"|run (?:through|over|you)|add (?:that|to that|something)|summari[sz]e (?:what|that|quickly)"
    r"|follow (?:you|that|this)|plan (?:on|for) (?:it|that)|be |see |say|tell you|show|think)",
    _FLAGS,
)
"""Things done in the meeting itself: showing, telling, going on."""

HEDGE_BEFORE = re.compile(
    r"\b(?:if|unless|maybe|perhaps|whether|suppose|wish|don't think|not sure|do you think|should|shall"
    r"|what|how|when|where|why|said|says|saying|like|probably not|think)\s+(?:\w+\s+){0,2}$",
    _FLAGS,
)
"""Just before a cue it voids the commitment: a condition, doubt, a question, reported speech."""
RETRACT = re.compile(
    r"\b(?:scratch that|never ?mind|forget (?:that|it|about)|actually,? no|no,? wait|on second thought"
    r"|let's not|don't bother)\b|취소|아니 됐",
    _FLAGS,
)

DECIDED = re.compile(
    r"\b(?:we(?:'ve| have)? (?:all )?(?:decided|agreed|settled|concluded|chosen|opted)|we(?:'re"
    r"| are) (?:going|gonna go) with"
    r"|(?:let's|we'll|we will|we should just|i say we) (?:just )?go (?:with|for)|let's go ahead (?:and"
    r"|with)|(?:the|our|final) decision is"
    r"|it(?:'s| is| was) (?:decided|agreed|settled)|(?:that's|that is) (?:decided|settled|agreed)|^(?:so "
    r"|okay |ok )*agreed (?:that|on|to)|so we agree (?:that|on|to)"
    r"|(?:is|are|was|were) (?:hereby )?(?:approved|adopted|carried)|let's settle on|we settle on"
    r"|let's agree (?:on|to|that))\b",
    _FLAGS,
)
"""States a decision."""
PROPOSED = re.compile(
    r"\b(?:let's|we'll|we will|we're going to|we are going to|we're gonna"
    r"|i (?:suggest|propose|recommend)(?: that)? we) (?:just |all |also |not |should )*"
    r"(?:use|keep|drop|move|postpone|delay|launch|ship|stick|make|cancel|skip|switch|hire|buy|cut|remove"
    r"|add|include|exclude|target|choose|pick|put|release|start|stop|meet|schedule|raise|lower|change"
    r"|leave)\b",
    _FLAGS,
)
"""A proposal: a decision only if somebody else assents."""
SUGGESTED = re.compile(
    r"\b(?:let's|we(?:'ll| will| should| could| can|'re (?:going to|gonna)| are going to| need to| must"
    r"| have to)|(?:shall|should|can|could|would) we|why (?:don't|not)|how about|what about|what if"
    r"|(?:i|i'd|i would) (?:suggest|propose|recommend|vote|move|say|go for|prefer)"
    r"|motion|proposal|suggestion)\b"
    r"|(?:자|시다|까요|죠|어때요?|제안(?:합니다|해요)?)[.?!\s]*$",
    _FLAGS,
)
"""A suggestion that assent makes a decision; assent to a plain fact does not."""
KOREAN_DECIDED = re.compile(
    r"하기로 (?:했|하|합|결정|정)|기로 (?:했|하겠|합시다|결정|정)|(?:으로|로) (?:결정|정)(?:했|하|합|됐|되)"
    r"|합의(?:했|됐)|결정(?:했|됐|되었|합)"
)
PROCEDURE = re.compile(
    r"\b(?:move on|move (?:on)?to (?:the )?next|start (?:with|by|from|the meeting|again)|stop (?:here"
    r"|there|it|now)|make (?:it|this) (?:quick|short)|leave it|put (?:it|that) (?:up|on the (?:board"
    r"|screen|table))|take a break|make sure|go (?:with|for) (?:it|that) (?:later|now)|go for (?:lunch"
    r"|coffee|a break)|skip (?:that|this|it|to))\b",
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
ASSENT = re.compile(
    r"^(?:(?:so|oh|and|well|i think)[,\s]+)*(?:yes|yeah|yep|yup|okay|ok|sure|agreed|agree|i agree"
    r"|sounds good|sounds great|good idea|great|perfect|fine|right|exactly|absolutely|of course|definitely"
    r"|will do|that works|works for me|let's do (?:that|it)|i(?:'ll| will| can) do (?:that|it)|no problem"
    r"|happy to|all right|alright|fair enough|네|예|좋아요|좋습니다|그래요|그럽시다|알겠습니다|동의)(?:\b|$)",
    _FLAGS,
)
DISSENT = re.compile(
    r"^(?:\w+[,\s]+){0,2}(?:no|nope|not really|i disagree|i don't (?:think|agree|want)|i can't|i won't"
    r"|but|hmm but|wait|sorry|hold on|아니|안 돼|못)\b",
    _FLAGS,
)
YES_BUT = re.compile(r"^\W*(?:\w+\W+){1,3}(?:but|not|can't|won't|although|unless|if)\b", _FLAGS)
"""Assent that is withdrawn in the same breath."""
LEAD_IN = re.compile(
    r"^(?:(?:so|and|but|i (?:suggest|propose|recommend)(?: that)?|okay|ok|then|well|yeah|yes|right"
    r"|alright|all right|now|anyway|also|because|like|i mean|you know"
    r"|i think|i guess|basically|actually|no"
    r"|그럼|그러면|그래서|그리고)\b[,\s]*)+",
    _FLAGS,
)
"""Introductory words without content."""
CLAUSE_END = re.compile(
    r"\s*(?:[.!?;。]|,?\s+(?:but|because|although|unless|whereas|so that|so (?:we|i|you|they|it)"
    r"|and (?:then|i|i'll|we|we'll|you|he|she|they|maybe|also)\b|which|okay\b|i think|i guess|i mean"
    r"|you know|or something|if (?:that|you|we|it|i))\b).*$",
    _FLAGS | re.DOTALL,
)
OTHERS_CLAUSE = re.compile(
    r",?\s+(?:but|because|although|whereas|so that|so (?:we|you|they|it|he|she)"
    r"|and (?:then )?(?:we|you|he|she|they|it|the)|which)\b.*$",
    _FLAGS | re.DOTALL,
)
"""A clause about others or a state; dates in it are not the task's due date."""
NOT_TO_DO = re.compile(r"^(?:(?:also|just|probably|really)\s+)*(?:not|never|no longer)\b", _FLAGS)
QUESTION = re.compile(
    r"\?\s*$|^(?:(?:so|and|but|okay|well|then)[,\s]+)*(?:what|who|when|where|why|how|which|do|does|did|is"
    r"|are|was|were|can|could|would|should|shall|have|has|will)\s+(?:\w+)|(?:까요|나요|습니까|ㄹ까|을까)\s*\??$",
    _FLAGS,
)
