"""English and Korean: how people accept, decline, volunteer, or say that something is done."""

import re

_FLAGS = re.IGNORECASE
_LEAD = (
    r"^(?:(?:so|oh|and|well|i think|yes|yeah|no|ok|okay|um|uh|sorry|actually|hmm|but|right|sure|great|fine"
    r"|good|alright|all right|then|yep|perfect|cool|lovely|i (?:suppose|guess)"
    r"|if nobody else will)[,.\s]+)*"
)
_IT = r"(?:it|that|this|them|one|those|so)"
_IT_OR_THEM = r"(?:it|that|this|them|one|those|so|him|her)"

ASSENT = re.compile(
    r"^(?:(?:so|oh|and|well|i think)[,\s]+)*(?:yes|yeah|yep|yup|okay|ok|sure|agreed|agree|i agree"
    r"|sounds good|sounds great|good idea|great|perfect|fine|right|exactly|absolutely|of course|definitely"
    r"|will do|that works|works for me|let's do (?:that|it)|i(?:'ll| will| can) do (?:that|it)|no problem"
    r"|happy to|all right|alright|fair enough|\+1|plus one|aye|got it|gladly|on it|can do"
    r"|deal|me too|me neither|makes sense|that makes sense|i'm (?:fine|good|happy|okay|ok) with (?:that|it)"
    r"|certainly|content|i (?:like|love) (?:that|it)|i(?:'d| would)? (?:think so|think we should|prefer that)"
    r"|that(?:'s| is|'d be| would be) (?:\w+ )?(?:fine|good|great|okay|ok|perfect)|we will|(?:good|cool"
    r"|nice)(?=\W*$)"
    r"|네|예|좋아요|좋습니다|그래요|그럽시다|알겠습니다|동의)(?:\b|$)|^\s*\+1\b",
    _FLAGS,
)
DISSENT = re.compile(
    r"^(?:\w+[,\s]+){0,2}(?:no|nope|not really|i disagree|i don't (?:think|agree|want)|i can't|i won't"
    r"|but|hmm but|wait|sorry|hold on|-1|아니|안 돼|못)\b|^\s*-1\b",
    _FLAGS,
)
YES_BUT = re.compile(r"^\W*(?:\w+\W+){1,3}(?:but|not|can't|won't|although|unless|if)\b", _FLAGS)
"""Assent that is withdrawn in the same breath."""
DECLINED = re.compile(
    _LEAD + r"(?:i(?:'d| would) rather not|i(?:'m| am) (?:afraid|on (?:holiday|vacation|leave)|away|out|busy"
    r"|swamped"
    r"|not (?:able|available|the right|sure i can|here))|i (?:can't|cannot|won't|don't have (?:the )?time"
    r"|have no time)"
    r"|not me|i'd prefer not|i pass|not really|no,? (?:sorry|thanks|thank you|i)\b|nope|unfortunately"
    r"|someone else (?:should|will|has)|i have too much)"
    r"|\b(?:i(?:'m| am|'ll be| will be) (?:on (?:holiday|vacation|leave|parental leave)|out of office"
    r"|away (?:next|then|that|all))"
    r"|i (?:can't|cannot|won't be able to) do " + _IT + r")|못 (?:해요|합니다|하겠)|어려울 것 같",
    _FLAGS,
)
VOLUNTEERED = re.compile(
    _LEAD + r"(?:(?:i|we)(?:'ll| will| can| could|'d be happy to| would be happy to|'m happy to|'d be glad to"
    r"|'d love to|'m glad to| am happy to|'re happy to| are happy to) (?:happily |gladly |certainly "
    r"|definitely "
    r"|also |just |probably )?(?!pass on (?:it|that|this)\b|say|see(?! to)|think|show|tell you|give you"
    r"|explain|answer|hear"
    r"|understand|be"
    r"|leave)"
    rf"\w+ (?:on |up |into |at |with |after |over |to )?{_IT_OR_THEM}(?: (?:up|on|one|out|over|off))?\b"
    r"|(?:i(?:'ll| will| can)|let me) (?:have|take|give (?:it|that|this)) a (?:\w+ )?(?:look|stab|pass"
    r"|crack|shot|go"
    r"|try)\b|(?:that(?:'s|'ll be)|it's) me\b"
    r"|i volunteer|i'll volunteer|me\b[.!]?$"
    r"|i'm on it|leave (?:it|that) (?:to|with) me|i've got (?:it|this|that)"
    rf"|let me (?:do|take|handle) {_IT}\b|(?:that|it)(?:'s| is) on me|i'm happy to\b|happy to (?:do"
    rf"|take) {_IT}"
    r"|i'd be happy to\b[.!]?$|count me in)|제가 (?:하겠|할게|맡)",
    _FLAGS,
)
"""Takes what was asked."""
ACCEPTED = re.compile(
    r"^(?:(?:oh|yes|yeah|yep|and)[,.\s]+)*(?:okay|ok|sure|fine|all right|alright|no problem|of course"
    r"|certainly"
    r"|gladly|happy to|on it|got it|can do|deal|will do|i will|i'll|will)\b",
    _FLAGS,
)
"""Accepts what one was told to do, and does not only say that it is so."""
THANKS = re.compile(
    r"^(?:(?:so|oh|and|well|yes|yeah|ok|okay|all right|alright)[,.!\s]+)*(?:thanks|thank you|great|cool"
    r"|awesome|perfect"
    r"|excellent|wonderful|lovely|brilliant|good(?=\W*$)|please do|yes,? please|that(?:'d| would) be"
    r"|that works"
    r"|appreciate"
    r"|sounds (?:good|great)|super)\b",
    _FLAGS,
)
"""Thanks somebody who takes a task."""
DONE = re.compile(
    _LEAD
    + r"(?:i(?:'ve| have)? already\b|already (?:did|done|sent|have)|(?:it|that|this)(?:'s| is| was| has been)"
    r" (?:already )?(?:done|finished|sent|there|merged|fixed)\b|i (?:just )?(?:did|sent|finished) (?:it"
    r"|that|this)\b|done\b)"
    r"|이미 (?:했|보냈|끝)",
    _FLAGS,
)
"""It needs no doing any more."""
RETOLD = re.compile(
    r"\b(?:yesterday|last (?:week|month|year|spring|summer|fall|autumn|winter|time|night|meeting|call"
    r"|session"
    r"|quarter|monday|tuesday|wednesday|thursday|friday)|(?:at|in|from|during) (?:the|our|a|some) (?:last"
    r"|previous|earlier|prior|past)"
    r"|(?:previous|earlier|prior) (?:meeting|call|session|discussion|version)|previously|in the past"
    r"|back (?:then|when|in)"
    r"|at (?:the|that) time|at that point|(?:was|were|had|has|have|'ve|'d) (?:\w+ )?already"
    r"|already (?:decided|agreed|approved|settled|resolved)"
    r"|had (?:been |all )?(?:decided|agreed|approved|settled|chosen)|used to|(?:\w+ )?(?:days|weeks|months"
    r"|years) ago"
    r"|in (?:19|20)\d\d|earlier (?:today|this)|this morning|when we (?:\w+ )?(?:decided|agreed|started"
    r"|first|talked|met)"
    r"|originally|initially|before (?:this|the) (?:meeting|call)|pre-\d|historically"
    r"|in (?:january|february|march|april|may|june|july|august|september|october|november|december) (?:we"
    r"|it|the)"
    r"|(?:they|he|she|the (?:government|board|court|council|ministry|minister|other group)) (?:have |has "
    r"|had )?(?:all )?(?:decided|agreed|approved))\b"
    r"|어제|지난 ?(?:주|달|번|회의)",
    _FLAGS,
)
"""What was done or decided before this meeting."""
CONDITIONAL = re.compile(
    r"(?:^|[,;]\s*|\b(?:and|but|so|then|that|because|well|or)\s+|\bonly\s+|\beven\s+)(?:if|unless|in case"
    r"|provided|assuming|suppose|supposing|as long as|once i (?:have|get) (?:the )?money)\b"
    r"(?!\s+(?:you|anyone|anybody|people|folks|everyone) (?:want|like|wish|prefer|don't mind|would like"
    r"|are ok)"
    r"|\s+(?:possible|needed|necessary|not|that's (?:ok|okay|fine|alright|useful|helpful)|nobody|no one"
    r"|there (?:are|is) no))"
    r"|(?<!see )(?<!check )(?<!ask )(?<!know )(?<!sure )(?<!out )(?<!tell )(?<!asks )(?<!wonder "
    r")(?<!verify )"
    r"\bif (?:the|an?|he|she|they|we|it|i|there|our|my|his|her|their|some(?:body|one)|every(?:body|one))\b"
    r"(?!\s+(?:is|are) (?:ok|okay|fine|alright|possible|needed|necessary|no)\b|'s (?:ok|okay|fine|alright))"
    r"|\b(?:would have|could have|might have|were i to|had i|hypothetically|in theory|in principle i)\b"
    r"|만약",
    _FLAGS,
)
"""A condition that may not come true; a mere courtesy ("if you like") is none."""
JOKE = re.compile(
    r"\b(?:just kidding|(?:i'm|i am|only|just) (?:joking|kidding)|ha ?ha(?: ha)?|lol|jk)\b|농담",
    _FLAGS,
)
