"""English and Korean cues of tasks: who says what to whom, and what can be done in the meeting itself."""

import re

from agent.minutes.work_words import FOLLOW_UP, MAYBE_WORK

_FLAGS = re.IGNORECASE
_SOON = (
    r"(?:(?:just|also|then|now|still|definitely|certainly|probably|quickly|actually|really|gladly|happily"
    r"|personally|please|first|try to|try and|go ahead and|go and|be able to|be sure to|make sure to"
    r"|make sure i|be happy to|be glad to|be(?= \w+ing\b)|help (?:us|you|them|him|her|with)?|see if i can"
    r"|see whether i can|(?:have|need) to(?! (?:go|leave|admit|say|think)\b)"
    r"|take it upon myself to|plan to|do (?:next |now |then |first )?is(?: to)?(?! i'll\b))\s+)*"
)
"""Words between a cue and the verb of the task."""

COMMIT = re.compile(
    r"\b(?:i(?:'ll| will|'m going to| am going to|'m gonna| shall|'m happy to|'d be happy to"
    r"|'d be glad to| would be happy to| am happy to|'m glad to|'m planning to| am planning to| promise to"
    r"| volunteer(?:ed)? to| plan to| intend to| agreed to|'ve agreed to| undertake to|'ve offered to| "
    r"commit to)"
    r"|i(?:'ll take|'ve got| have| took|'ve taken) (?:an|the) action(?: item| point)? to"
    r"|it(?:'s| is) on me to|my (?:action(?: item)?|plan|next step|task|homework) is to"
    r"|let me(?= (?:draft|write up|file|email|check with|look into|find out|set up|put together|prepare"
    r"|follow up|reach out|sync with|open an? (?:\w+ )?(?:issue|ticket|pr|pull request|thread))\b)"
    r"|let me(?= (?:\w+ ){1,12}?(?:get back to|come back to|follow up with|let) (?:you|them)\b))\s+"
    + _SOON
    + r"(?P<task>.+)"
    r"|\bwe(?:'ll| will| can| could|'re going to| are going to|'re happy to|'d be happy to) "
    + _SOON
    + r"(?P<ours>(?:get back to (?:you|him|her|them|the)|look into|follow (?:that |this |it )?up"
    r"|check (?:with|on)|find out"
    r"|report back|come back to you|(?:take|raise) (?:that|this|it) (?:back|away|under advisement|with)"
    r"|write to(?= \w)|(?:provide|send|give"
    r"|write(?: to)?|email|share with"
    r"|supply|forward) (?:you|him|her|the (?:committee|member|members|board|council|group|clerk))"
    r"|(?:provide|send|submit|supply|share|forward) (?:\w+ ){1,12}?(?:to|with) (?:you|him|her|them|the "
    r"(?:committee"
    r"|member|members|board|council|group|clerk)))\b.*)"
    r"|(?:^|[.;:]\s+|^(?:ok|okay|sure|yes|yeah|agreed|thanks|right|and|fine)[,.]?\s+)"
    r"(?:will|happy to|glad to)\s+"
    r"(?!you\b|we\b|i\b|he\b|she\b|they\b|it\b|there\b|this\b|that\b|these\b|the\b|a\b|an\b|any)"
    + _SOON
    + r"(?P<bare>[a-z].+)",
    _FLAGS,
)
"""The speaker commits to a task; in terse notes without the “I”."""
OFFER = re.compile(
    r"\bi(?: still| also| probably)?(?: can| could(?! have)| should(?! have)| need to| have to|'ve got to"
    r"| must|'d like to"
    r"| would like to"
    r"| want to|'d love to| would love to| was (?:going to|gonna)|'m trying to)\s+" + _SOON + r"(?P<task>.+)",
    _FLAGS,
)
"""The speaker offers, wants or ought to: a commitment only with other signs."""
ASK = re.compile(
    r"\b(?:(?:do you think|is it possible that) you (?:can|could)|why don't you"
    r"|(?:^|\b(?:do|so|and|then|maybe)\s+)you (?:want to|wanna)(?=[^?]*\?\s*$)"
    r"|what you (?:could|can|should|might) do is"
    r"|(?:could|can|may) i ask you to|(?:would|could) it be possible (?:for you )?to|would you (?:please"
    r"|mind|be able to"
    r"|be willing to)|(?:can|could|will|would) (?:you(?: two| both| and \w+)?|one of you)"
    r"|do you (?:want to|mind)|are you (?:able|willing|happy) to|i(?:'d| would) (?:like|love|want) you to"
    r"|i (?:need|want) you to|(?:maybe|perhaps) you (?:can|could|should)|i(?:'ll| will|'d"
    r"| would) ask you to|if you (?:can"
    r"|could)"
    r"|(?:^|[,.;:]\s*|\band )please)\s+" + _SOON + r"(?P<task>(?!know\b).+)",
    _FLAGS,
)
"""The speaker asks whoever is addressed to do a task."""
TELL = re.compile(
    r"\byou(?: two| both| all| guys)?(?:'ll| will|'re gonna| are gonna| gonna| can| could| might want to"
    r"| should(?! have)| need to| have "
    r"to| must|'re going to"
    r"| are going to| are supposed to"
    r"|'re supposed to|r (?:action|task|job"
    r"|homework)(?: for [\w ]{1,30}?)? is to)\s+" + _SOON + r"(?P<task>.+)",
    _FLAGS,
)
"""The speaker tells whoever is addressed to do it: a task only of somebody called by name."""
ANYBODY = re.compile(
    r"\b(?:who(?:'ll| (?:can|will|could|wants to|would like to|is going to)|'s going to|'s gonna"
    r"|(?:'s| is)(?= \w+ing (?:the|our|a)\b)| (?=\w+s (?:the|our)\b))"
    r"|(?:we|i) (?:need|want|are looking for|'re looking for) (?:some(?:body|one)|a volunteer) to"
    r"|(?:can|could|will|would) (?:some(?:body|one)|any(?:body|one)|every(?:body|one))(?: please)?"
    r"|every(?:body|one)(?:,? please| should| needs to)"
    r"|any(?:body|one) (?:want|willing|able|happy|free)(?: to)?|any volunteers? to"
    r"|does any(?:body|one) want to|if (?:some|any)(?:body|one) (?:can|could|wants to|would like to"
    r"|has time to)"
    r"|(?:great|good|helpful|nice|useful) (?:if|to have) (?:some(?:body|one)|any(?:body|one)"
    r"|a volunteer)(?: could| can| to)?)\s+" + _SOON + r"(?P<task>.+)",
    _FLAGS,
)
"""A task is offered to everybody: it is of the one who takes it."""
OFFERED = re.compile(
    r"\b(?:shall i|should i|do you want me to|would you like me to|want me to)\s+(?P<task>.+)", _FLAGS
)
"""A task that is the speaker's if somebody says yes."""
ASSIGN = (
    r"\b(?P<name>{names})(?: (?:designer|engineer|expert|manager|lead|person|guy|team|people|group))?"
    r"(?: and (?:i|me|myself)\b)?(?:,? (?:together|along|jointly) with (?:{names}),?)?(?: (?:both|together))?"
    r"(?:'ll| will|'s going to| is going to| are going to|'s gonna| is gonna| are gonna| gonna| going to"
    r"| should(?! have)| needs? to| ha(?:s|ve) to| must"
    r"|,? please"
    r"|,? you(?= (?:" + "|".join(sorted(FOLLOW_UP | MAYBE_WORK)) + r")\b)"
    r"|,? action(?: item| point)?(?: (?:on|for) you)? to"
    r"| to| volunteered to| agreed to| offered to| promised to| (?:is|are) happy to| can(?! you\b|'t)|:"
    r"| takes?(?: the| an) action to"
    r"| took(?: the| an) action to| ha(?:s|ve)(?: the| an) action to| (?:is|are) supposed to"
    r"| ha(?:s|ve) volunteered to)\s+"
    r"(?:(?:then|also|now|still|please|be(?= \w+ing\b))\s+)*(?P<task>.+)"
)
"""The speaker assigns a task to somebody by name, or says that somebody took it."""
ASSIGN_THROUGH = (
    r"\b(?:(?:let's|we(?:'ll| will| should| can| could)?|i(?:'ll| will|'d like to)"
    r"|please) (?:also )?(?:have|get|ask|let)"
    r"|maybe|perhaps) (?P<name>{names})(?: to| can| could| should)? (?P<task>(?!will\b|is\b|has\b|was\b).+)"
)
"""The speaker lets somebody do it: "let's have Bob write it"."""
OUTSIDER = re.compile(
    r"(?:^|[.;:,]\s+|\b(?:and|so|that)\s+)(?P<name>(?:the )?(?!(?:I|We|You|He|She|They|It|That|This|There"
    r"|These|Those|Who|What|Which|People|Someone|Somebody|Everyone|Everybody|Anyone|Nobody|One|All|And|So"
    r"|But|If|Or|How|Where|When|Why|Something|Everything|Nothing|Maybe|Then|As|Not|Most|Some|Many"
    r"|Others?)\b)(?-i:[A-Z][\w-]+)(?: (?-i:[A-Z][\w-]+))?"
    r"|the (?:chairs?|editors?|authors?|team|champions?|host|secretary|staff|committee|group)"
    r"|(?:the|our|your) (?:\w+ ){0,2}(?:designer|engineer|developer|expert|manager|officer|director|team))"
    r"(?:'s gonna|'s going to| is gonna| are gonna| to| will| should(?! have)| needs? to| has to| have to"
    r"| can| could"
    r"| is going to| are going to| volunteered to"
    r"| agreed to)\s+(?:(?:then|also|now|still|be(?= \w+ing\b))\s+)*(?P<task>(?!(?:you|i|we)\b).+)",
    _FLAGS,
)
"""The same of somebody who is not in the meeting, or a group."""
OWE = re.compile(
    r"\b(?:we(?:'ll| will| need to| have to| must| should(?! have)| ought to|'re going to| are going to"
    r"|'re gonna)"
    r"|let's|(?:can|could) we(?: please)?|some(?:body|one) (?:should(?! have)|needs to|has to"
    r"|must|could|will))\s+" + _SOON + r"(?P<task>.+)",
    _FLAGS,
)
"""A task without an owner; counts only with a due date, or if somebody takes it."""
PASSIVE = re.compile(
    r"(?:^|\b(?:and|so|but|then|that|think|oh|yes|yeah|okay|right|um|well)\s+|,\s*)(?P<object>(?:(?:this"
    r"|that|it|they|these|those)"
    r"|(?:the|a|an|our|its|their|\w+'s) (?:[\w-]+ ){1,5}?))\s*(?:still )?(?:needs? to (?:be|get)"
    r"|has to (?:be|get)"
    r"|have to (?:be|get)|must be|should be|needs?)\s+(?P<task>\w+ed|\w+ing"
    r"|written|rewritten|sent|done|made|built|drawn|found|set"
    r"|put"
    r"|taken|brought|redone|told)(?P<rest>\b.*)",
    _FLAGS,
)
ITEM = re.compile(
    r"^(?:\W|(?:so|and|ok|okay|the|an?|my|your|our|first|second|next|new|one|another|that's|also|then)\b)*"
    r"(?:action(?: item| point)?s?|(?-i:AI|TODO|ACTION|NEXT STEPS?)|to-?do|next steps?|follow-?ups?"
    r"|note to self)"
    r"(?:\s*(?:\d+|\#\d+))?(?: (?:on|for) (?P<who>[\w ,&-]+?))?"
    r"(?:\s*[:–—]\s*|\s+-\s+| is (?:to |that )?| will be (?:to )?| to )\s*(?P<task>.+)",
    _FLAGS,
)
"""Explicitly called an action item."""

KOREAN_COMMIT = re.compile(r"(?P<task>.+?(?:겠습니다|[가-힣]게요|[가-힣]게))(?:[.!\s]|$)")
KOREAN_ASK = re.compile(
    r"(?P<task>.+?(?:주세요|주시겠어요|주실래요|부탁드립니다|부탁드려요|부탁해요))(?:[.!?\s]|$)"
)
KOREAN_FOLLOW_UP = re.compile(
    r"보내|준비|정리|작성|확인|공유|예약|수정|연락|전화|제출|검토|업데이트|알아보|만들|올리|올릴|조사"
    r"|등록|주문|발표|마무리|완료"
)
