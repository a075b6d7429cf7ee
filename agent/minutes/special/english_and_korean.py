"""English and Korean cues of sections that only some kinds of meetings have."""

from agent.minutes.special.section_cues import section_cues

_MUCH = r"(?:really |very |quite |pretty |so |super |too |that |a bit |much )*"
_WORK = (
    "finish|complete|fix|merge|ship|release|deploy|write|send|test|close|review|update|add|build|implement"
    "|create"
    "|set up|wrap up|resolve|migrate|clean up|publish|push|prepare|work on|refactor|investigate|install"
    "|document"
    "|submit|deliver|draft|design|roll out|debug|pick up|look (?:at|into)|continue|keep working|start|pair"
)
ENGLISH = section_cues(
    done=(
        r"\b(?:i|we)(?:'ve| have)?(?: \w+){0,2}? (?:finished|completed|fixed|merged|shipped|released"
        r"|deployed|wrote"
        r"|written|sent|tested|closed|reviewed|updated|added|built|implemented|created|set up|wrapped up"
        r"|resolved"
        r"|migrated|cleaned up|published|pushed|prepared|worked on|refactored|investigated|installed"
        r"|documented"
        r"|submitted|delivered|drafted|designed|rolled out|debugged|tracked down|paired (?:with|on))\b"
        r"|\b(?:i|we) got (?:\w+ ){1,6}(?:working|done|merged|running|deployed)\b"
    ),
    next=(
        rf"\bi(?:'m| am) (?:still |now |currently |also )*(?:working on|continuing|finishing"
        rf"|going to (?:{_WORK}))\b"
        rf"|\bi(?:'ll| will| plan to| want to) (?:\w+ ){{0,2}}?(?:{_WORK})\b|\bnext up (?:is|for me)\b"
        r"|\b(?:today|tomorrow|next|this (?:week|afternoon))[, ]+(?:is|comes)\b"
    ),
    blocked=(
        r"\b(?:i'm|i am|we're|we are|it's|it is|that's|that is|(?:the|my|our) (?:\w+ ){1,4}?is|which is)"
        r" (?:still |currently |kind of |really |completely |also )*(?:blocked|stuck|held up|waiting (?:for"
        r"|on))\b"
        r"|\b(?:blocker|impediment)s?\b|\b(?:is|are) blocking (?:me|us|the|my|our)\b"
        r"|\b(?:can't|cannot) (?:continue|proceed|go on|move (?:on|forward)|finish|start|test|merge|deploy)\b"
        r"(?:\s+\w+){0,4}\s+(?:until|without|before|because)\b"
    ),
    free=(
        r"\b(?:no|not|nothing(?:'s| is)?|without|any|isn't|aren't|zero)\b[^.?!]{0,25}\b(?:block\w*"
        r"|impediment|stuck)"
    ),
    well=(
        rf"\bwent {_MUCH}(?:well|great|smoothly)\b|\bwork(?:s|ed|ing) (?:out )?{_MUCH}(?:well|great)\b"
        rf"|\b(?:i|we) (?:really |all )*(?:liked|loved|enjoyed|appreciated)\b"
        rf"|\b(?:i'm|i am|i was|we were|we're|we are) {_MUCH}(?:happy|pleased|proud|glad) (?:with|about|of"
        rf"|that|how)\b"
        rf"|\b(?:was|were|is|are|has been) (?:a )?{_MUCH}(?:big |huge )?(?:helpful|success|improvement|win)\b"
        r"|\b(?:helped|saved) us\b|\bgood (?:collaboration|teamwork)\b"
    ),
    badly=(
        rf"\b(?:didn't|did not|doesn't|does not|haven't) (?:really )?(?:go|gone|work|worked)\b(?: out)?"
        rf"|\bwent {_MUCH}(?:wrong|badly|poorly)\b|\btook (?:us |me )?{_MUCH}(?:way |far )?(?:long"
        rf"|longer than)\b"
        r"|\b(?:there (?:were|was|are)|we had|we have|i had) (?:far |way )?too (?:many|much|few|little)\b"
        rf"|\b(?:was|were|is|are|got|felt) {_MUCH}(?:frustrating|painful|confusing|stressful|unclear|slow"
        rf"|too late"
        r"|flaky|chaotic|annoying|overloaded|understaffed)\b|\bwasn't (?:clear|enough|ready|tested)\b"
        r"|\bwe (?:really |all )*(?:struggled|missed|forgot|underestimated|failed|broke)\b|\black of\b"
        r"|\bbottleneck\b"
        r"|\bthe (?:main |biggest |only )?(?:problem|issue|pain point) (?:was|is|with)\b"
    ),
    trying=(
        r"\b(?:we|i) (?:should|could) (?:\w+ )?(?:try|start|stop|keep|avoid|introduce|automate|limit|plan"
        r"|agree|write"
        r"|do|have|use|make|add|split|rotate|reserve|test|review)\b|\blet's (?:try|start(?! with| by)|stop"
        r"|keep|introduce"
        r"|avoid)\b"
        r"|\bnext (?:time|sprint|iteration)\b|\bfrom now on\b|\bgoing forward\b|\bin (?:the )?future,? (?:we"
        r"|i|let)"
        r"|\bi(?:'d| would) (?:suggest|propose|recommend|like us to)\b|\b(?:what if|why don't) we\b"
        r"|\bit would (?:be (?:good|better|helpful)|help) (?:to|if)\b"
    ),
    wants=(
        r"\b(?:we|i)(?:'d| would)? (?:really |also |definitely |still |just )*(?:need|want|require|expect"
        r"|like to (?:have"
        r"|see|get|use|be able))\b|\b(?:can|could|would) you (?:please |also |maybe )*\w+|\bplease \w+"
        r"|\b(?:is|would) it (?:be )?possible (?:to|for)\b|\bwe(?:'re| are) (?:asking|looking) for\b"
        r"|\bit(?:'s| is) important (?:for|to) us\b|\b(?:must|has to|needs to) (?:be|have|work|support)\b"
    ),
    seconds=r"\bi(?:'ll| will| would like to)? second\b|^\W*second(?:ed)?\b",
)
KOREAN = section_cues(
    done=(
        r"(?:완료|마무리|수정|배포|작성|구현|테스트|검토|끝냈|병합|출시|해결)(?:했|하였|됐)|끝냈(?:습니다"
        r"|어요)|마쳤(?:습니다|어요)"
    ),
    next=(
        r"(?:오늘|내일|다음|이번 주)[^.?!]{0,40}(?:할 예정|하겠|할게요|할 겁니다|할 계획|진행할|시작할|계속)"
    ),
    blocked=r"막혀 ?있|막혔|기다리고 있|대기 ?중|진행(?:을|이)? ?(?:못|안) ?(?:하|되)|블로커(?:가|는) 있",
    free=r"(?:막힌|막히는|블로커|문제)[^.?!]{0,10}(?:없|아니)",
    well=(
        r"(?:잘 (?:됐|되었|진행|풀렸|맞았))|좋았(?:습니다|어요|던)|도움이 (?:됐|되었|많이)|만족(?:스러|합)"
        r"|성공적"
    ),
    badly=(
        r"아쉬웠|아쉬운|어려웠|힘들었|잘 (?:안|못)|너무 (?:많|늦|느리|오래|길)|부족했|놓쳤|실패했|문제(?:가"
        r"|는) 있었"
    ),
    trying=(
        r"(?:다음(?:에는|부터| 스프린트)|앞으로)[^.?!]{2,60}|해 ?(?:보면|봅시다|보죠)|도입(?:하|합)"
        r"|(?:했으면|하면) 좋겠"
    ),
    wants=(
        r"(?:필요(?:합니다|해요|하고)|원(?:합니다|해요)|부탁(?:드|합)|해 ?주(?:세요|실 수|시겠|셨으면)"
        r"|가능(?:할까|한가)요?)"
    ),
    seconds=r"재청",
)
