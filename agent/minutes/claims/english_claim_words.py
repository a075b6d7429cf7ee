"""English words that decide whether a statement says what was said."""

from agent.minutes.claims.claim_lexicon import ClaimLexicon
from agent.minutes.claims.english_thesaurus import PHRASES, THESAURUS
from agent.minutes.claims.english_word_tables import A_TIME, IRREGULAR, OPPOSITES, SYNONYMS

_POLITE = (
    "like|prefer|rather|love|propose|suggest|recommend|say|expect|request|ask|hope|be (?:happy|glad"
    "|willing|fine|ok|okay"
    "|good|great|nice|keen|interested|careful|better|best|useful|helpful|easier|fine)"
)
"""After “would” these say what somebody does say or like."""
_MAY = r"(?<!\bin )(?<!\bof )(?<!\bby )(?<!\buntil )(?<!\bsince )(?<!\d )(?<!\dth )may(?= [a-z])"
"""Not the month."""
_BE = r"(?:is|are|was|were|be|been|being|gets?|got|'s|'re)"
_PARTICIPLE = (
    r"given|taken|seen|sent|sold|bought|paid|made|done|told|put|held|kept|lost|found|built|brought"
    r"|written|shown"
    r"|chosen|broken|spent|left|led|met|won|known|cut|set|read|run|driven|drawn|hidden|taught|lent|thrown"
    r"|withdrawn"
)
_WRITE = r"(?:write|record|state|output|respond|report|claim|add|put|say|include|mention|print|list)"

ENGLISH = ClaimLexicon(
    negations=(
        "no not never none nobody nothing neither nor cannot without hardly nowhere nope ain't against "
        "unlike instead doubt doubts doubted 안 못 않 말고 없"
    ),
    mild_negations="without instead unlike against hardly doubt doubts doubted",
    not_negations=r"\bnot (?:only|sure|certain)\b|\bdon't (?:know (?:if|whether)|mind)\b|\bcan't "
    r"wait\b|\bno (?:doubt|problem|wonder|matter)\b|\bwhy not\b|^no,|\bor not\b"
    r"|\bno\. \b",
    modals={
        "promise": r"promise[sd]?|pledge[sd]?|commit(?:s|ted)? to|undertakes?|undertook|assure[sd]?",
        "will": r"will|'ll|won't|shall|going to|gonna|plans? to|planned to|promise(?:s|d)? to|agree(?:s"
        r"|d)? to|(?:is|are|was|were) to(?= [a-z])|offer(?:s|ed)? to"
        r"|about to|intends? to|set to",
        "need": r"needs?|needed|requires?|required",
        "must": r"must|mustn't|have to|has to|'ve got to|have got to|gotta|needs? to|needed to|due(?! to)"
        r"|deadline"
        r"|mandatory|had to|obliged",
        "should": r"should|shouldn't|ought to|better|supposed to",
        "likely": r"probably|likely|presumably|apparently|i guess|i suppose",
        "might": rf"might|perhaps|maybe|possibly|not sure|potentially|conceivably|unsure|uncertain"
        rf"|(?:chance|possibility|risk|danger) (?:of|that|it|he|she|we|they)"
        rf"|{_MAY}|allegedly|supposedly|rumou?r",
        "could": r"could|couldn't",
        "can": rf"can|can't|cannot|able to|unable to|capable of|{_MAY}|allowed to|possible to|optional",
        "would": rf"(?:would|'d)(?! (?:{_POLITE}|better|been|already))|wouldn't",
        "want": r"wants?|wanted|(?:would|'d) (?:like|love) to|hopes?|hoping|wish(?:es)? to|(?:would|'d) "
        r"(?:rather|prefer)|tr(?:y|ies"
        r"|ying) to|aims? to|keen to"
        r"|considering|thinking (?:of|about)|refuses? to",
        "stance": r"(?:is|are|was|were|be|am|'m|'re|feels?|seems?) (?:not |also |still |\w+ly )*(?:happy"
        r"|willing|open|fine|ok|okay|ready|unsure"
        r"|sure|in favou?r|inclined|reluctant|interested|keen|glad|against|comfortable|prepared|worried"
        r"|afraid|concerned|hesitant"
        r"|skeptical|sceptical|convinced)|prefers?|preferred|considers?|feels?|leans?|favou?rs?|finds?"
        r"|thinks?|believes?|sees?|expects?|likes?"
        r"|supports?|backs?|opposes?|objects?|agrees?|disagrees?|advocates?",
        "propose": r"let's|propos(?:e|es|ed)|suggest(?:s|ed)?|recommends?|recommended|how about|what "
        r"about|why don't we"
        r"|motion to|asks? for|(?:would|'d) (?:propose|suggest|recommend|request|ask|say)",
    },
    agrees={
        "fact": "fact will can past stance likely",
        "past": "fact past stance likely",
        "will": "will must can fact likely",
        "promise": "promise will would must past fact can propose should likely",
        "need": "need must should want fact can would stance propose will past",
        "must": "must need fact",
        "should": "should propose must need want would stance fact likely",
        "likely": "likely might will could stance",
        "might": "might could can would should want propose likely stance",
        "could": "could might can would should want propose will fact stance likely",
        "can": "can could fact will might would stance must should propose",
        "would": "would should propose want could might will can fact stance likely need must",
        "want": "want would propose should must need will stance fact",
        "stance": "fact past will must should might could can would want propose stance likely",
        "propose": "propose should want would can could will might fact must stance",
    },
    negative=r"\b(?:less|fewer|little|hardly|impossible|difficult|short of|prevent\w*|keep\w* \w+ from"
    r"|avoid\w*|lack\w*|fail\w*|refus\w*|reject\w*|declin\w*|instead|object\w*|oppos\w*"
    r"|stop\w*|drop\w*|miss(?:ing|ed|es)?"
    r"|absent|away|unable|too \w+|out of|r[au]ns? out|rather|disagree\w*|wrong|otherwise)\b|(?<!\w)-1\b",
    past=r"(?<!is )(?<!are )(?<!be )(?<!get )(?<!the )(?!need|speed|indeed|proceed)\w{3,}ed(?= (?:the|an?"
    r"|it|them|us|our|my|his|her"
    r"|their|this|that|in|on|at|by|to|for|from|with|about|all|some|no|\d+)\b)|(?:has|have|'s|'ve) "
    r"(?:\w+ly |now |already |also )?(?:been|\w{2,}ed)|was|were|wasn't|weren't|did|didn't|had|hadn't|went"
    r"|spoke|came|saw|took|gave|wrote|began|rose"
    r"|fell|grew|sent|bought"
    r"|sold|paid|lost|won|met|chose|broke|built|made|got|said|told|left|found|kept|held|spent|ran|gone|done"
    r"|(?:i|we|you|he|she|it|they|who|'ve|just|already|\w+ly) (?:\w+ly )?\w{2,}ed"
    r"|^\w{3,}ed(?= \w)",
    future=r"will|'ll|going to|gonna|shall",
    all=r"all|every(?! (?:day|week|month|year|hour|quarter|other)\b)|everyone|everybody|everything|each"
    r"|always|unanimous(?:ly)?",
    most=r"most|mostly|majority|usually|generally|nearly all|almost all|almost every\w*",
    some=r"some|somebody|someone|several|a few|sometimes|partly|(?<!is )(?<!are )(?<!be )certain|a couple"
    r"|occasionally|part of|half",
    few=r"few(?<!a few)|hardly|rarely|barely|seldom|minority|(?<!a )little",
    scarce=r"(?:nobody|no one|none|not|n't) (?:\w+ )*(?:much|many|often)",
    only=r"only(?<!not only)|solely|exclusively|nothing but|no one but|nobody but|alone",
    just=r"just|merely|unless|nothing else|nobody else|single",
    any=r"any|anyone|anybody|anything|both|per(?! ?cents?)|whole|entire|entirely|completely|fully|throughout",
    question=r"^(?:(?:so|and|but|okay|well|then|or|also|now)[,\s]+)*(?:do|does|did|is|are|was|were|can"
    r"|could|would|should"
    r"|shall|have|has|will|what|who|why|how|where|which|isn't|aren't|don't|doesn't|shouldn't)\s+(?:i|we"
    r"|you|he|she|it"
    r"|they|there|this|that|the|anyone|anybody|any|everyone|someone|our|my|is|are|do|does|about|if|many"
    r"|much)\b",
    negative_question=r"^(?:so |and |but |or |then |well,? )*(?:isn't|aren't|don't|doesn't|didn't"
    r"|shouldn't|couldn't|can't|won't|wouldn't|haven't|hasn't)\b",
    tag=r",? (?:right|ok|okay|correct|yeah|no|isn't it|don't you think|you know)\?$",
    condition=r"\b(?:if|unless|as long as|provided (?:that|we|you|they|it|the)|in case|assuming|only when)\b",
    depends=r"\b(?:depend(?:s|ed|ent|ing)? (?:up)?on|subject to|conditional|hinges? on)\b",
    whether_before=r"\b(?:asks?|asked|see|know|knows|check|checks|wonder\w*|sure|tell|decide|question"
    r"|clear|find out|discuss|remember|say|as)(?: \w+)?$",
    mild_condition=r"\bif [^,]+, (?:then )?(?:that's|it's|i'm|that would be) (?:\w+ )?(?:fine|ok|okay"
    r"|good|great|acceptable)\b|\bif (?:you (?:like|want|don't mind|can|could|would|wish)"
    r"|i may|i (?:remember|recall)|possible|needed|necessary|need be|i'm not mistaken"
    r"|(?:that|it)(?:'s| is) (?:ok|okay|fine|possible|alright|all right|an option))\b",
    hypothetical=r"\b(?:(?<!i )suppose(?!d)|imagine|what if|wish|as if|pretend|kidding|joking"
    r"|(?:would|could|might|should)(?:n't)? have (?:been|done|had|made|known|come|taken|seen|gone|\w+ed))\b",
    report=r"(?:said|says|say|told|tells|thinks?|thought|believe[sd]?|claim(?:s|ed)?|heard|mention(?:s"
    r"|ed)?|report(?:s|ed)?"
    r"|wrote|writes|wants?|reckons?|insist(?:s|ed)?|complain(?:s|ed)?|argue[sd]?|according to|rumou?r)",
    not_reporters="it this there here anyone anybody nobody everybody everyone someone one whoever the a "
    "an my our your his her their some any no first last next of to as would could should "
    "i we you which that what who and but to so also just already still then they're",
    hearsay=r"\b(?:according to|i(?:'ve)? heard|we(?:'ve)? heard|i was told|we were told|they say|people "
    r"say|rumou?r has it"
    r"|the rumou?r|allegedly|supposedly|apparently)\b",
    request=r"\b(?:(?:can|could|will|would) (?:you|someone|somebody|anyone|anybody)|would you mind"
    r"|please|you should|you need to|i need you to)\b",
    cause=rf"\b(?:because of|because|due to|owing to|since(?! {A_TIME})|as a result of|on account of"
    r"|in view "
    r"of|for (?:the )?reasons? of)\b",
    contrast=r"\b(?:despite|in spite of|although|though|but|even|still|yet|however|nevertheless|while"
    r"|whereas)\b",
    link=r"\b(?:because|cause|since|so|due|reasons?|as|therefore|that's why|which is why|thus|hence"
    r"|given|owing|to|for|but)\b",
    instruction=r"\b(?:ignore|disregard|forget) (?:\w+ ){0,3}(?:instructions?|rules?|prompt|above"
    r"|previous|prior|everything)\b"
    r"|\b(?:assistant|chatbot|chatgpt|language model|note ?taker|summari[sz]er|a\.?i\.?|llm|transcriber"
    r"|bot)\b[,:]? (?:please |now |you |must |should )*"
    r"(?:write|say|add|record|put|note|include|mark|list|report|state|output|tell|respond|answer)\b"
    rf"|(?:^|[,;:] |\bplease )(?:(?:and|now|please|also|then|so|ok|okay|hey|just|you (?:must|should|have "
    rf"to|need to)),? )*{_WRITE}(?: down)?"
    r"(?: (?:it|this|in|into|to|on|the|your|a|line|point|summary|minutes?|notes?|record|report|action "
    r"items?|decisions?|list|of|meeting))*"
    r"[,:]? (?:that\b|:|as (?:a )?(?:decision|fact|action)\b)"
    rf"|\b{_WRITE}\b.{{0,60}}\b(?:in|into|to) (?:the|your) (?:minutes|summary|notes|record|output)\b"
    r"|\byou are (?:now )?(?:a|an|the) (?:assistant|ai|model|summari|language)|\bsystem prompt\b",
    passive=rf"{_BE}(?: (?:not|also|\w+ly))*(?: (?:\w{{2,}}ed|{_PARTICIPLE}))",
    verb=rf"\b(?!(?:need|speed|feed|seed|indeed|proceed|exceed)\b)(?<!the )(?<!a )(?<!an )(?<!of )(?<!is "
    rf")(?<!are )(?<!was )"
    r"(?P<did>[a-z]{3,}ed)\b|"
    rf"\b(?:will|would|can|could|shall|should|must|may|might|to|not|n't|'ll|'d|is|are|was|were|be|been"
    rf"|being|do|does|did|(?:has|have|had)"
    rf"(?= (?:(?:also|not|already|now|\w+ly) )*(?:\w{{2,}}ed|been|{_PARTICIPLE})\b))"
    r" (?:(?:be|been|being|have|also|not|only|an?|the|very|too|quite|so|\w+ly) )*(?P<verb>[a-z]{2,})",
    then=r"then|after that|afterwards|finally|next|later|subsequently",
    stands=r"as|though|although|while|whereas|but|who|which|because|since|so|with|without",
    clause=r"[;:—–…]|,(?=\s)|(?<=\w)\s-+\s|\b(?:but|because|although|though|whereas|while|unless|if|once"
    r"|when|now that)\b|\bso (?=(?:i|we|you|he"
    r"|she|they|it|the|that|let's)\b)|\bsince\b|\bas (?=(?:it|this|that|they|we|he|she|i|the|there)\b)"
    r"|-\s|\botherwise\b|\b(?:and|or) (?=(?:(?:have|has|need|needs|are|is) to|maybe|perhaps|possibly"
    r"|might|will|could|would|should|must"
    r"|can|may)\b)|\b(?:and|or) (?=(?:i|we|you|he|she|they|it|there|let's|then|i'll|we'll|he'll|she'll"
    r"|they'll"
    r"|that's|it's|i'm)\b)",
    earlier_later=r"\b(?:before|prior to|ahead of|until|after|following)\b",
    sides=r"\b(than|instead of|rather than|over(?= \w+ because))\b",
    to="to for",
    from_="from",
    opposites=OPPOSITES,
    synonyms=SYNONYMS,
    thesaurus=THESAURUS,
    phrases=PHRASES,
    irregular=IRREGULAR,
    says="says said tells told remarks remarked replies replied answers answered responds responded "
    "complains "
    "complained insists insisted stresses stressed recalls recalled admits admitted clarifies clarified "
    "describes described announces announced suspects suspected estimates estimated observes comments "
    "commented "
    "regards regarded considers considered assumes assumed understands "
    "states stated thinks believes notes noted explains explained reports reported "
    "mentions mentioned adds added"
    " argues argued finds found calls called corrects corrected objects objected confirms confirmed "
    "gives gave sees"
    " expects expected points pointed emphasizes emphasized feels felt warns warned claims claimed",
    tells="says said tells told thinks thought believes believed explains explained reports reported "
    "states stated "
    "remarks remarked considers considered argues argued adds added describes described according "
    "regards regarded",
    asks="asks asked wonders wondered questions questioned inquires inquired requests requested",
    offers="offers offered agrees agreed promises promised volunteers volunteered commits committed",
    proposes="proposes proposed suggests suggested recommends recommended",
    whether=r"\b(?:whether|if|what|how|why|who|when|where|which|about|for)\b",
    is_decided=r"\b(?:is|are|was|were|has been|have been) (?:decided|agreed|settled)(?: (?:up)?on)?\b",
    replaced=r"\b(?:instead of|rather than|no longer|not)(?: \w+){0,2}$",
    own_task=r"\bi(?:'ll| will|'m going to| can| could| would)\b",
    decides=r"^(?:(?:the|all) (?:group|team|meeting|committee|participants|attendees|members|board"
    r"|council)|they|we|it (?:is|was)"
    r"|everyone|everybody)(?: has| have| then| finally| also)* (?:decided?|decides|agreed?|agrees"
    r"|resolved?|settled?"
    r"|chose)(?: together| unanimously)? (?:that|to|on|against)\b",
    he="he she they him her them his their himself herself themselves",
    light="be is am are was were been being have has had do does did go goes went get got take takes "
    "took taken make "
    "makes made put let see give gives gave come comes came know way thing things one not no yes n't "
    "become becomes became seem seems remain remains happen happens perform performed conduct conducted "
    "carry "
    "carried involve involves involved handle handled apply applies exist exists hold held",
    willing=r"willing|able|unable|ready|happy|glad|keen|prepared",
    against=r"\b(?:not|against|object\w*|reject\w*|oppos\w*)\b",
    discussed="discuss discussed mention mentioned propose proposed suggest suggested debate debated "
    "consider considered "
    "talk talked summarise summarised summarize summarized list listed ask asked question questioned",
    dissent=r"\bi(?:'d| would|'m| am)? (?:\w+ly |also |rather )?(?:object|oppose|opposed|disagree|against"
    r"|refuse|decline|reject)\b",
    anaphora=r"(?:(?:so|and|but|then|well|yeah|yes|no) )*(?:it|it's|that|that's|this|they|they're|he|he's"
    r"|she|she's|these"
    r"|those)\b",
    refers="he he's he'll he'd she she's she'll she'd they they're they'll they'd they've it it's it'll "
    "its him "
    "her them his their this that that's these those there one ones so same both neither yes yeah sure no ok "
    "okay will",
    first="i i'm i'll i've i'd me my mine myself we we'll we're we've we'd us our ours",
    names_and_words="will may mark bill grace hope art rob sue pat frank jack june april august dawn "
    "joy rose drew chase"
    " grant chip max ray dean faith miles reed wade skip penny",
    months="may june april august",
    me="me us my our i'm",
    same=r"^(?:\W*(?:yes|yeah|ok|okay|that|it|sounds?|seems?)\W+)*(?:works? for me|sounds good|fine (?:by"
    r"|with) me|good (?:idea|plan))\b|^(?:\W*(?:yes|yeah|ok|okay|sure|right|and|so|also)\W+)*(?:same|me "
    r"too|likewise|ditto|agreed?"
    r"|i agree|so do|so does|exactly)\b|\bthe same\b",
    does_it=r"^(?:\W*(?:yes|yeah|sure|ok|okay)\W+)*i (?:will|can|could)\b,?(?: \w+){0,3}(?:[.!]|$)"
    r"|\b(?:i can|i'll|i will|i could|let me|happy to|glad to)(?: (?:do|take|handle) (?:it|that"
    r"|this|them|both))?(?: \w+)?[.!]?$"
    r"|\b(?:i can|i'll|i will|i could|let me) (?:do|take|handle|ask|call|check|write|tell|send|bring) "
    r"(?:it|that|this|them|him|her|both)\b"
    r"|\bwill do\b|\bon it\b|\byou(?:'ll| will| can) (?:have|get) (?:it|that|them)\b",
    except_=r"\b(?:except|apart from|other than|excluding|with the exception)\b"
    r"|\b(?:everyone|everybody|all|every \w+|nobody|no one|none|nothing) but\b",
    again="later then afterwards subsequently",
)
