"""English: verbs of work done after a meeting, and what else says that a task is."""

import re

from agent.minutes.language_tables import words

_FLAGS = re.IGNORECASE

FOLLOW_UP = frozenset(
    words(
        """
    announce archive arrange ask assemble assign audit author benchmark book build buy call check circulate
    clean clone close collect compare compile complete configure confirm contact coordinate copy craft
    create delete deliver deploy design develop distribute document download draft edit email escalate
    evaluate execute file finalise finalize fix format gather handle hire implement improve inform install
    integrate investigate invite label land mail measure merge message migrate move negotiate notify open
    order organise organize pay ping post prepare print produce profile propose prototype provide publish
    purchase push raise rebase recruit refactor refine register release remind remove rename renew rent
    repair replace report request research reserve resolve revert review revise rewrite schedule send
    share ship sign split submit summarise summarize sync test track transfer translate update upgrade
    upload verify write
    cancel fetch nudge phone proofread ring text
    amend annotate collate forward liaise rework sketch supply transcribe
    """
    )
)
"""Verbs of work done after a meeting."""
MAYBE_WORK = frozenset(
    words(
        """
    pick drop clear finish recruit
    add address adjust analyse analyze approach bring broadcast change chase clarify come connect consider
    consult continue define discuss do examine explore extend figure find flesh follow get give host
    incorporate include keep lead look make own plan poll pull put reach read reconcile reconsider redo
    revisit reword run search see select set sort speak start study take talk think touch train turn work
    """
    )
)
"""Verbs of work that are said of much else: with a date, a thing that is written, or an adverb of later."""
LATER = re.compile(
    r"\b(?:after (?:the|this|today's) (?:call|meeting|session)|offline|later (?:today|this|on|in the)"
    r"|(?:by|before|until|at|in|for|on) (?:the |our )?next (?:\w+ )?(?:week|month|time|meeting|call|session"
    r"|one"
    r"|release|sprint)|next (?:week|month|time|meeting|call)|tomorrow|tonight|this (?:week|afternoon"
    r"|evening"
    r"|weekend|friday)|end of (?:the )?(?:day|week|month|year)|in (?:a|the next|the coming) "
    r"(?:few |couple (?:of )?|\w+ )?(?:days?|weeks?|months?)|follow(?:ing)?[- ]?up|get back to|report back"
    r"|come back (?:with|to (?:you|us|the \w+))|between now and|let (?:you|us|me|them|everyone"
    r"|the \w+) know\b(?=\W*$)|asap|soon|shortly|over the weekend|as homework|next time"
    r"|(?:on|in) (?:the|a) (?:forum|thread|tracker|channel|chat|group chat|wiki|issue tracker)"
    r"|async(?:hronously)?"
    r"|(?:on|to|in) the (?:mailing )?list|on (?:github|slack|zulip)|in (?:the|a|an) (?:issue|thread|doc"
    r"|pr)\b"
    r"|(?:within|by|before) (?:\w+ ){0,3}(?:days?|weeks?|months?))\b",
    _FLAGS,
)
"""What is done then is done after the meeting."""
PUT_OFF = re.compile(
    r"^(?:(?:also|then|maybe|please)\s+)*(?:discuss|revisit|decide|review|talk about|come back"
    r"|pick (?:\w+ )?up|continue"
    r"|follow up|check|vote|bring|look at|return to|take|move|resume|finalise|finalize|consider|table|defer"
    r"|postpone)\b"
    r".*\b(?:offline|tomorrow|after (?:the|this) (?:call|meeting)|(?:next|following) (?:week|month|time"
    r"|meeting|call|session)"
    r"|(?:on|in|to) (?:the|a|an) (?:\w+ )?(?:list|forum|thread|issue|tracker|channel|pr)"
    r"|async(?:hronously)?)\b",
    _FLAGS,
)
"""What the meeting puts off to another time or place is to be done there."""
ARTEFACT = re.compile(
    r"\b(?:prs?|pull requests?|push requests?|issues?|tickets?|bugs?|docs?|documents?|documentation|drafts?"
    r"|reports?|slides?|e-?mails?|mails?|messages?|lists?|agendas?|minutes|notes|repos?|repository|specs?"
    r"|specifications?|text|wording|tests?|wikis?|(?:blog ?)?posts?|surveys?|polls?|doodle|invites?"
    r"|invitations?"
    r"|summary|summaries|proposals?|templates?|readme|changelog|budgets?|contracts?|invoices?|offers?"
    r"|quotes?"
    r"|plans?|prototypes?|mock-?ups?|sketches|roadmaps?|timelines?|tables?|spreadsheets?|sections?"
    r"|paragraphs?"
    r"|paras?|patch(?:es)?|working group|data|numbers?|working drafts?|rooms?|codes?|questionnaires?"
    r"|letters?)\b",
    _FLAGS,
)
"""Things that are made or sent, which a task is likely about."""
PHRASAL = re.compile(
    r"^(?:set up|take (?!(?:this|the|my|our|an?) (?:opportunity|occasion|chance|moment|minute|second|time)\b)"
    r"(?:\w+ ){1,4}to (?!the (?:next|floor|vote)|next|vote)|work (?:together )?on (?!it\b|that\b|this\b"
    r"|them\b)|look (?:at|into) \w+ing\b|(?:have"
    r"|take) (?:an?|another) (?:\w+ )?(?:look|pass|stab|crack|shot) at (?!it\b|that\b|this\b)"
    r"|look at (?:whether|how|if|why)\b|let (?:us|me|you|them|him|her|the \w+) have\b|take (?:that|it"
    r"|this) away\b"
    r"|have (?:it|them|that|those|the \w+|an? \w+) (?:to you|ready|done|finished|for you)\b"
    r"|have (?!(?:an? |some |my |our |the )?(?:lunch|dinner|breakfast|coffee|break|drink|baby|chat|talk|look"
    r"|meeting|question|comment|holiday|vacation|birthday|appointment)\b)"
    r"(?:a|an|the|my|our|that|this|it|them|some|both|all) (?:[\w-]+ ){0,5}?"
    r"(?:by|before) (?!then\b|now\b|the way)"
    r"|look (?:up|into)|volunteer to"
    r"|write (?:up|down|to)|follow (?:up|through)|look into|find (?:out|someone|somebody|a|an)|figure out"
    r"|reach out|put (?:together|in (?:a|the) )|come (?:up|back) with|take (?:care of|over|the action"
    r"|an action"
    r"|it to the|that to the|on the)|work with|sort out|check (?:in )?with|sync (?:up )?with|get in touch"
    r"|sign up|fill (?:in|out)|draw up|talk (?:to|with) (?!you|that|this|the (?:point|slide|issue))"
    r"|speak (?:to|with) (?!you|that|this|it\b|the (?:point|slide|issue|motion|amendment|bill|question"
    r"|report))|touch base"
    r"|(?:tell|ask|warn) (?:the|our|my|all) (?!(?:minister|committee|chair|house|member|truth|story"
    r"|witness|speaker"
    r"|question|same)s?\b)\w+ (?:about|to)\b"
    r"|get (?:back to|(?:\w+ ){1,4}(?:merged|done|ready|fixed|reviewed|published|from|of))"
    r"|bring (?:\w+ ){1,4}to the"
    r"|let (?!you\b|me\b|us\b|it\b|that\b)(?:the |our |my )?\w+ know\b(?! that\b)"
    r"|have a (?:\w+ )?(?:word|chat|talk|call) with (?!you)|see to|deal with (?:the|this|that|it)"
    r"|(?:have|get) (?:\w+ ){1,4}(?!named\b|called\b)(?:\w{3,}ed|cut|made)\b(?=\W*$| (?:by|for|on|in|at"
    r"|before|to"
    r"|tomorrow|today|next|this|and)\b)|get (?:him|her|them|someone|somebody) to"
    r"|(?:get|find|make|bring) (?:you|him|her|them) (?:the |an? |some |my )?(?!one\b|to\b|sense\b"
    r"|idea\b)\w{3,}"
    r"|have a look (?:online|round|around)|talk \w+ (?:out of|into)|pick (?!those\b|that\b|it\b"
    r"|this\b)\w+ up|pick up (?:the|an?|some|my|our)\b|drop off"
    r"|send out|hand out|write|clean up|open up|file|carve out|flesh out|type up|chase up|hold of"
    r"|make (?:that|this|the|these|those) (?:\w+ )?(?:changes?|edits?|updates?|corrections?|fix|fixes)\b"
    r"|make (?:a|an|the) (?:\w+ )?(?:pr|pull request|issue|list|draft|proposal|document|doc|summary|ticket"
    r"|poll|(?:web ?)?page|website|chart|graph|plot|figure|map|drawing|schedule|spreadsheet|appointment"
    r"|booking"
    r"|table|plan|copy|prototype)"
    r"|(?:keep|continue|carry on) working on|continue to work on"
    r"|put (?:it|that|this|them|those|(?:the|my|our) \w+) (?:up )?(?:on|in|onto|into) the (?:\w+ )?(?:web"
    r"|site|website"
    r"|page|drive|folder|server|wiki|cloud|repo|calendar|list)"
    r"|do (?:the|a|an|some) (?:[\w-]+ ){0,4}(?:designs?|evaluations?|prototypes?|layouts?"
    r"|research|review|draft|write-?up|analysis"
    r"|pr"
    r"|update|survey|test\w*|summary)|give (?:\w+ ){1,3}(?:a call|an update|a copy)|start (?:a|the) "
    r"(?:\w+ )?"
    r"(?:thread|discussion|draft|doc|document|issue|pr|poll|list)|run (?:a|the) (?:\w+ )?(?:poll|test\w*"
    r"|survey"
    r"|numbers|experiment\w*|benchmark\w*)|keep (?:\w+ ){1,2}(?:updated|posted|informed)"
    r"|add (?:\w+ ){1,8}to (?:the|our|my|\w+'s))\b",
    _FLAGS,
)
"""English: verbs that are work together with a second word."""
