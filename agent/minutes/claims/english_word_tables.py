"""English and Korean opposites, English synonyms and irregular forms."""

from agent.minutes.claims.claim_lexicon import groups

OPPOSITES = groups(
    """
    accept,agree,approve,adopt / refuse,reject,decline,veto,disapprove; add,insert / remove,delete;
    allow,permit / forbid,ban,prohibit; begin,start / stop,halt; better / worse; buy,purchase / sell;
    cancel / keep; cancel / confirm; keep / drop;
    increase,raise,rise,grow,climb,gain,double / decrease,reduce,lower,fall,drop,shrink,decline,cut,
    halve,sink;
    postpone,delay / advance; disable / enable; early,earlier / late,later; exclude / include;
    fail / pass; fail / succeed; fire / hire; first / last;
    first / second; second / third; first / third; well / badly; win / lose; higher / lower; high / low;
    more / less; more / fewer; most / least; up / down; open / close; open / shut; faster / slower;
    fast,quick / slow; cheap,cheaper / expensive; cheaper / dearer; oppose,against / support,favor;
    inside / outside; left / right; public / private; internal / external; minimum / maximum;
    above / below; over / under; empty / full; strong / weak; easy,easier / hard,harder,difficult;
    good / bad; install / uninstall; connect / disconnect; import / export; upload / download;
    encrypt / decrypt; mandatory,require,oblige,must / optional,voluntary; safe / dangerous;
    large,big,larger,bigger / small,smaller; long,longer / short,shorter; new,newer / old,older;
    young,younger / old,older,elderly; current,present / former,previous; rich / poor; hot / cold;
    heavy / light; wide / narrow;
    deep / shallow; day / night; men / women; success / failure,disaster; profit / loss; clean / dirty;
    wet / dry; front / back;
    upper / lower; thick / thin; lot,much,many / little,few; parent / child,teenager; employer / employee;
    supplier / customer;
    lock / unlock; join / leave; free / paid; true / false; borrow / lend; import / export;
    arrive / depart; enter / exit; love,like / hate; finish / start; morning / afternoon;
    morning / evening; remember / forget; problem,issue,concern,trouble / fine,ok,okay;
    need,require / optional; upstairs / downstairs; north / south; east / west; indoor / outdoor;
    늘리 / 줄이; 거절 / 승인; 반대 / 찬성; 반려 / 승인; 시작 / 중단
    """
)
SYNONYMS = groups(
    """
    need,needs,needed,require,required; finish,complete,done; send,forward,mail,email; buy,purchase;
    fix,repair,mend; talk,speak,discuss,chat; big,large; quick,fast;
    make,create,build,generate,regenerate; postpone,delay,defer; choose,pick,select;
    show,present,demonstrate,demo; help,assist,assistance; use,employ;
    check,inspect,examine,verify,review; hire,recruit,employ; call,phone,ring; cheap,inexpensive;
    refuse,reject,decline; increase,raise,rise,grow,climb;
    decrease,reduce,lower,fall,drop,shrink,decline; accept,approve; issue,problem,trouble,bug;
    client,customer; fault,error,mistake; site,website,web; staff,employee; deadline,due; document,doc;
    picture,photo,image,photograph; allow,permit; forbid,ban,prohibit; remove,delete;
    answer,reply,respond; begin,start,kickoff; prefer,rather,favor; fill,populate,prepopulate;
    vulnerable,open,exposed; pr,patch; spec,specification; doc,documentation; cancel,abandon,scrap;
    book,reserve; rent,hire,lease; reach,contact; test,trial,try; pay,payment; decide,decision;
    agree,agreement; install,installation; arrive,arrival; sign,signature; deliver,delivery;
    grow,growth; fail,failure; meet,meeting; plan,plans; analyze,analysis; develop,development;
    move,shift,relocate; attend,attendance; lead,lead; manage,management; colleague,coworker;
    car,vehicle; shop,store; doctor,physician; child,kid; teach,train; wait,await; work,job;
    cost,price; salary,pay,wage; get,receive,obtain
    """
)
_FORMS = """
    rise: rose risen; fall: fell fallen; grow: grew grown; send: sent; buy: bought; sell: sold;
    pay: paid; lose: lost; win: won; meet: met; choose: chose chosen; break: broke broken;
    build: built; make: made; tell: told; leave: left; find: found; keep: kept; hold: held;
    spend: spent; run: ran; go: went gone; come: came; see: saw seen; take: took taken;
    give: gave given; write: wrote written; speak: spoke spoken; begin: began begun; do: did done;
    bring: brought; think: thought; teach: taught; catch: caught; drive: drove driven; eat: ate;
    fly: flew flown; forget: forgot forgotten; know: knew known; lead: led; lend: lent; mean: meant;
    read: read; sleep: slept; stand: stood; steal: stole stolen; throw: threw thrown; wear: wore worn;
    understand: understood; shrink: shrank shrunk; sink: sank sunk; feel: felt; hear: heard; lie: lay;
    draw: drew drawn; freeze: froze frozen; hide: hid hidden; hang: hung; ride: rode ridden; ring: rang
    rung; sing: sang sung; sit: sat; seek: sought;
    shoot: shot; stick: stuck; strike: struck stricken; sweep: swept; bend: bent; bind: bound; blow: blew
    blown;
    deal: dealt; dig: dug; fight: fought; lay: laid; light: lit; shake: shook shaken; slide: slid; tear:
    tore torn;
    wake: woke woken; withdraw: withdrew withdrawn; swim: swam swum; drink: drank drunk; get: got gotten;
    say: said
"""
IRREGULAR = {
    form: base.strip()
    for base, forms in (row.split(":") for row in _FORMS.split(";"))
    for form in forms.split()
}
A_TIME = (
    r"(?:the |last |mid|early |late |about )*\W?(?:then|\d|start|begin\w*|end|year|week|month|night|yesterday"
    r"|[a-z]+day\b|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter)"
)
"""After “since”: no cause."""
