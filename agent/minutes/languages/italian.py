"""Italian: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

DO = (
    r"(?:faccio|preparo|scrivo|chiamo|telefono|porto|compro|avviso|mando|invio|spedisco|prenoto|ordino"
    r"|organizzo|dipingo|controllo|sistemo|riparo|pulisco|prendo|ritiro|consegno|stampo|invito|confermo"
    r"|chiedo|cerco|pago|pubblico|carico|aggiorno|traduco|monto|cucino|coordino|contatto|convoco|parlo con"
    r"|occupo|curo|raccolgo|distribuisco|verifico|coloro|cucio|appendo|redigo|completo)"
)
"""What I do: closed, since any other word before “io” may end in -o, too: quando, certo, però."""

FUTURE = (
    r"(?!(?:sa|av|pot|vor|sta|dov)r(?:à|anno|emo)\b)(?:(?:si|ci|gli|le|vi|ti|l[oaie]) )*"
    r"\w+(?:[aeir]r)(?:à|anno|emo)\b"
)
"""What others will do, or several with the speaker."""

TABLES = tables(
    stopwords="""
        a abbiamo ad adesso agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche
        ancora appena avere aveva avete basta bene c che chi ci ciao cioè circa come comunque con così cosa
        cui da dagli dai dal dalla dalle dallo davvero degli dei del dell della delle dello deve devo
        dobbiamo dopo dove due dunque e è ecco ed era erano essere fa fare fatto fino forse fra gli già
        giusto ha hai hanno ho i il in infatti insomma invece io l la là le lei li lì lo loro lui ma magari
        mai me meglio meno mentre mi mia mie miei mio molta molte molti molto ne negli nei nel nell nella
        nelle nello nessuna nessuno niente no noi non nostra nostre nostri nostro nulla o od oggi ogni ok
        oppure ora per perché però perciò più poco poi possiamo posso potrebbe prima proprio può puoi pure
        qua qualche qualcosa qualcuno quale quali quando quanto quasi quella quelle quelli quello questa
        queste questi questo qui quindi s sarà sarebbe se sei sempre senza si sì sia siamo siano siete solo
        sono sopra sotto sta stai stato stata state stati sto su sua sue sugli sui sul sulla sulle suo suoi
        tanto te ti tra troppo tu tua tue tuo tuoi tutta tutte tutti tutto un una uno v va vabbè vado vai vi
        voglio voi vogliamo volta vostra vostro vuoi
    """,
    negations="non mai nessuno nessuna niente nulla né senza contro neanche",
    framing="""
        discutere discussione decidere decisione concordare accordo proporre proposta menzionare spiegare
        riunione squadra gruppo partecipante membro parlare piano pianificare chiedere bisogno conversazione
        argomento punto notare dire sollevare presentare esaminare concludere riassumere riassunto rapporto
        riportare riguardare progetto considerare sottolineare evidenziare
    """,
    work="""
        inviare invio invierò mandare mando manderò spedire spedisco spedirò scrivere scrivo scriverò
        preparare preparo preparerò prenotare prenoto prenoterò ordinare ordino ordinerò controllare
        controllo controllerò verificare verifico verificherò provare provo proverò testare testo testerò
        correggere correggo correggerò riparare riparo riparerò organizzare organizzo organizzerò chiamare
        chiamo chiamerò contattare contatto contatterò invitare invito inviterò condividere condivido
        condividerò pubblicare pubblico pubblicherò comprare compro comprerò pagare pago pagherò stampare
        stampo stamperò tradurre traduco tradurrò consegnare consegno consegnerò installare installo
        installerò creare creo creerò aggiornare aggiorno aggiornerò confrontare confronto raccogliere
        raccolgo raccoglierò finire finisco finirò completare completo completerò confermare confermo
        confermerò cercare cerco cercherò caricare carico caricherò eliminare elimino occupo occuperò
    """,
    work_begins=True,
    decided=(
        r"abbiamo (?:\w+ )?(?:deciso|concordato|stabilito|scelto|optato|convenuto)|(?:è|è stato"
        r"|era) (?:\w+ )?(?:deciso|stabilito|concordato|approvat[oa])|siamo (?:tutti )?d'accordo (?:su"
        "|di|che|per)|la decisione (?:è|finale è)|decidiamo (?:di|per)|restiamo d'accordo|si è deciso"
        "|è approvat[oa]|(?:tutti sono|sono tutti) d'accordo (?:su|di|che|per)|il consenso è"
    ),
    proposed=(
        "propongo|proporrei|suggerisco|suggerirei|potremmo|dovremmo|facciamo|usiamo|rimandiamo|spostiamo"
        "|teniamo"
        "|cancelliamo|scegliamo|prendiamo|e se"
    ),
    doubt=(
        "se (?:abbiamo|avessimo|decidiamo)|forse|magari|non ancora|non (?:abbiamo|siamo|è"
        "|sono sicur[oa])|abbiamo già deciso|mai|bisogna (?:ancora )?decidere"
        "|dobbiamo (?:ancora )?decidere|prima di|a meno che|supponiamo|avremmo"
    ),
    question_words=(
        "che cosa|cosa|chi|quando|dove|perché|come mai|quale|quali|quanto|puoi|potete|possiamo"
        "|dovremmo|abbiamo già"
    ),
    assent=(
        "sì|si|va bene|d'accordo|certo|certamente|perfetto|ok|okay|bene|esatto|esattamente|buona idea"
        "|sono d'accordo|giusto|volentieri|nessun problema|ottimo|benissimo|assolutamente"
    ),
    dissent="no|non credo|non sono d'accordo|sono contrari[oa]|ma|però|aspetta|aspettate|impossibile",
    but="ma|però|non|solo se|a meno",
    retract=(
        "lascia perdere|lasciamo perdere|lasciate perdere|dimentica|dimenticate|anzi no|no, aspetta"
        "|ripensandoci|meglio di no|come non detto"
    ),
    lead_in="allora|quindi|e|ma|bene|beh|ok|okay|sì|poi|insomma|ecco|credo che|penso che|dunque",
    commit=(
        rf"\b(?P<after>(?:(?:ti|vi|gli|l[aoie]|mi) )*{DO} io\b.*)|"
        r"\b(?P<self>(?:io )?(?:mi occupo|mi occuperò|me ne occupo) (?:di|del|della|dei|delle|io) ?.+)"
        r"|\b(?P<future>(?:io )?(?:ti |vi |gli |le |lo |la |li )?(?!però\b)\w+(?:erò|irò)\b\s*.+)"
        r"|\b(?:io )?(?:devo|posso) (?P<must>.+)|\b(?P<present>io "
        rf"(?:l[aoie] )?{DO} .+)"
    ),
    ask=r"\b(?:puoi|potresti|può|potrebbe|potete|potreste) (?:per favore |anche )*(?P<task>.+)",
    assign=(
        r"\b(?P<name>{names})(?: e io\b)?(?:,? (?:insieme a|con) (?:{names}),?)?"
        r"(?:(?: deve| devono| dobbiamo| dovrebbe| dovrebbero| dovremmo| dovrà| dovranno| dovremo"
        r"| si occupa di"
        r"| si occupano di| ci occupiamo di|, per favore)\s+"
        rf"|\s+(?={FUTURE}))(?P<task>.+)"
    ),
    not_to_do="dire|ammettere|non|mai|niente|nulla",
    conjunctions=("ma|perché|però|anche se|affinché|così|se|e (?:poi|dopo|io|tu|lui|lei|noi)|credo|penso"),
    declined=(
        r"non posso|non potrò|non riesco|sono (?:in vacanza|in ferie|via|fuori|malat[oa]|impegnat[oa])"
        r"|non ho tempo|preferirei di no|preferisco di no|io no|mi dispiace|purtroppo"
    ),
    volunteered=(
        rf"(?:(?:l[aoie]|gli) {DO} io\b|lo faccio|ci penso|me ne occupo|lo posso fare|posso farlo"
        r"|lo farò|me ne occuperò"
        r"|me ne incarico|lo prendo)(?: io)?|lascia fare a me"
    ),
    done=(r"(?:è |l'ho |l'abbiamo )?già (?:fatto|fatta|inviat[oa]|mandat[oa])"),
    retold=(
        r"ieri|l'altro ieri|la settimana scorsa|il mese scorso|l'anno scorso|l'ultima volta|(?:nella"
        r"|alla|durante la) (?:scorsa|precedente|passata) (?:riunione|seduta)"
        r"|nella riunione (?:precedente|scorsa)|(?:\w+ )?(?:giorni|settimane|mesi|anni) fa|avevamo"
        r"|già (?:deciso|stabilito)|a suo tempo"
    ),
    conditional=(
        r"se (?!vuoi|volete|vuole|serve|possibile|ti va|vi va|necessario|posso)(?:il|la|lo|i|gli|le"
        r"|l'\w+|non|si|lui|lei|piove|tutto|c'è|ho|abbiamo|mio|tuo|suo)\b|a meno che|a condizione"
        r"|purché|in teoria|avrei|avrebbe|supponiamo"
    ),
    in_the_room=(
        r"schermo|(?:in|nella) chat|un esempio|una domanda|domande|rispondere|mostrare|raccontare"
        r"|spiegare|iniziare"
        r"|cominciare|continuare|leggere ad alta voce|passare la parola|riassumere|presentare"
        r"|sentir(?:e|mi)|ascoltare|silenziare|votare|ringraziare|condividere il mio"
    ),
    procedure=(
        r"prossimo punto|punto successivo|ordine del giorno|(?:una|la) pausa|verbale .*approvato"
        r"|(?:la )?seduta è (?:tolta|aperta|chiusa)|iniziare|continuare"
    ),
    owe=(
        r"\b(?:bisogna|bisognerebbe|occorre|dobbiamo|qualcuno (?:deve|dovrebbe)) (?P<task>(?!dire\b"
        r"|vedere\b).+)"
    ),
    offered=r"\b(?:devo|dovrei) (?P<task>[^?]+\?)",
    anybody=(
        r"\b(?:chi|qualcuno) (?:può|potrebbe|vuole) (?P<task>.+)|\bchi (?P<does>(?:si occupa |prepara "
        r"|avvisa "
        r"|fa |scrive |chiama |compra |porta )\S.*)"
    ),
)
