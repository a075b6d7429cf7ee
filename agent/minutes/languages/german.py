"""German: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

IDIOM = (
    r"(?!(?:(?:es|das|da|dir|euch|ihnen|mir) )*(?:(?:gern|mal)\W*$|mich\b(?! (?:um|darum|bei|beim|wieder"
    r"|an)\b)"
    r"|mir (?:\w+ )?(?:sorgen|gedanken|nichts|keine)|zu\b(?=\W*(?:,|$))|(?:dir|euch|ihnen|ihm|ihr) recht"
    r"|in erinnerung|rote zahlen|auf\b(?=\W*(?:,|$))|mein\w* (?:kinder|tochter|sohn|mutter|familie)"
    r"|.*\bdass\b|sorgen|urlaub|ferien|pause|feierabend|spaß|fehler|unterschied|keinen?\b|nichts\b))"
)
"""Not after “frage ich”, “gebe ich”, “mache ich”: doubt, concession, worry, holidays."""

WE_DO = (
    r"(?:schicken|senden|verschicken|schreiben|erstellen|bereiten|buchen|reservieren|bestellen|prüfen|testen"
    r"|aktualisieren|korrigieren|reparieren|organisieren|rufen|laden|verteilen|kaufen|bezahlen|drucken"
    r"|übersetzen|reichen|sammeln|vergleichen|klären|richten|planen|vereinbaren|übernehmen|erledigen|liefern"
    r"|besorgen|streichen|bauen|backen|holen|bringen|malen|nähen|putzen|räumen|entwerfen)"
)
"""What several do, who are named with “ich”."""

PARTED = r"(?:zusammen|fertig|auf|ab|vor|ein|aus|um|nach|hoch|weg|zurück|durch|herum|bereit|vorbei)"
"""Ends a clause with a verb that is parted: “ich stelle … zusammen”."""

TABLES = tables(
    stopwords="""
        aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus
        außer bald bei beim bereits bin bis bisschen bist bitte da dabei dadurch dafür dagegen daher dahin
        damals damit danach daneben dann daran darauf daraus darin darüber darum darunter das dass davon
        davor dazu dein deine deinem deinen deiner dem den denen denn dennoch der deren des deshalb dessen
        dich die dies diese diesem diesen dieser dieses dir doch dort du durch eben ebenso eher eigentlich
        ein eine einem einen einer eines einfach einige einigen einiger einmal er erst es etwa etwas euch
        euer eure eurem euren ganz gar genau genug gerade gern gerne gesagt gibt ging gut habe haben habt
        halt hast hat hatte hatten hattest her heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
        ihrer ihres im immer in indem ins irgendwie ist ja jede jedem jeden jeder jedes jedoch jetzt kann
        kannst kein keine keinem keinen keiner klar komme kommen kommt könne können könnt könnte könnten
        lassen lässt leider mal man manche manchmal mein meine meinem meinen meiner mehr mich mir mit möchte
        möchten mögen müssen muss musst musste nach nachdem nämlich natürlich neben nein nicht nichts noch
        nun nur ob oder ohne okay quasi recht richtig schon sehr sei seid sein seine seinem seinen seiner
        seit selbst sich sicher sie sind so sobald sogar solch solche sollen soll sollte sollten sondern
        sonst sowie später statt super tun tut über überhaupt um und uns unser unsere unserem unseren
        unserer unter viel viele vielen vielleicht vom von vor vorher wann war waren warst warum was wegen
        weil weiter welche welchem welchen welcher welches wenig wenn wer werde werden wer wessen wie wieder
        will wir wird wirklich wo wohl wollen wollte wollten worden wurde wurden würde würden während zu zum
        zur zwar zwischen
    """,
    negations="nicht nie niemals kein keine keinem keinen keiner niemand nichts weder ohne gegen statt",
    framing="""
        besprechen besprechung diskutieren diskussion beschließen beschluss entscheiden entscheidung
        vereinbaren vorschlagen vorschlag erwähnen erklären treffen sitzung team gruppe teilnehmer
        teilnehmerin mitglied sprechen sprecher reden plan planen fragen brauchen gespräch thema punkt
        anmerken sagen ansprechen vorstellen prüfen abschließen zusammenfassen zusammenfassung bericht
        berichten betreffen projekt berücksichtigen hervorheben betonen einigen
    """,
    work="""
        schicken schicke sende senden zuschicken verschicken schreiben schreibe verfassen erstellen erstelle
        vorbereiten bereite buchen buche reservieren reserviere bestellen bestelle prüfen prüfe überprüfen
        überprüfe testen teste aktualisieren aktualisiere korrigieren korrigiere beheben behebe reparieren
        repariere organisieren organisiere anrufen rufe kontaktieren kontaktiere melden melde einladen lade
        teilen teile hochladen verteilen verteile kaufen kaufe bezahlen bezahle drucken drucke übersetzen
        übersetze einreichen reiche veröffentlichen veröffentliche sammeln sammle vergleichen vergleiche
        klären kläre kümmern kümmere recherchieren recherchiere installieren installiere einrichten richte
        löschen lösche planen plane vereinbaren vereinbare übernehmen übernehme erledigen erledige liefern
        liefere dokumentieren dokumentiere mailen maile informieren informiere besorgen besorge
    """,
    work_begins=False,
    decided=(
        r"(?:wir haben|haben wir)(?=(?: \w+){0,12} (?:beschlossen|entschieden|vereinbart|festgelegt))"
        r"|wir haben uns(?=(?: \w+){0,12} (?:geeinigt|entschieden))|wir einigen uns|(?:ist|wurde"
        r"|wird)(?=(?: \w+){0,8} (?:beschlossen|entschieden|vereinbart))|(?:die"
        "|unsere) entscheidung (?:ist|lautet)|(?:damit|dann|also|somit) ist (?:es"
        "|das)(?: \\w+)? (?:beschlossen|entschieden|abgemacht)"
        r"|(?:der|die|das) (?:antrag|vorschlag|änderung|haushalt|satzung|plan"
        r"|beschluss\w*) ist (?:hiermit |damit"
        r" |somit |einstimmig )*(?:angenommen|beschlossen|verabschiedet)|^abgemacht[,:] (?=wir\b)"
        "|wir beschließen|wir entscheiden uns|es bleibt (?:also )?(?:bei|dabei)"
        "|wir sind uns (?:alle )?einig|alle sind (?:sich einig|einverstanden|dafür)"
    ),
    proposed=(
        "lasst? uns|lassen sie uns|ich schlage vor|mein vorschlag (?:ist|wäre)"
        "|wir (?:sollten"
        r"|könnten)|machen wir|nehmen wir|verschieben wir|warum (?:\w+ )?wir nicht"
    ),
    doubt=(
        "falls|wenn wir|ob wir|vielleicht|eventuell|womöglich|noch nicht|noch nichts|nie|sollten wir"
        "|sollen wir|haben wir (?:schon|uns|denn|eigentlich)|müssen (?:wir )?(?:noch )?entscheiden"
        "|unsicher|nicht sicher|bevor wir|angenommen(?=,)|angenommen (?:wir|es|er|sie|der|die|das)"
        "|hätten|würden"
    ),
    question_words=(
        "was|wer|wen|wem|wann|wo|warum|wieso|weshalb|wie|welche|welcher|welches|haben wir|können wir"
        "|sollen wir|sollten wir|kann|könnt|ist das|gibt es"
    ),
    assent=(
        "ja|jawohl|jep|genau|okay|ok|gut|sehr gut|einverstanden|klar|na klar|sicher|gern|gerne"
        "|natürlich|passt|abgemacht|richtig|stimmt|finde ich gut|machen wir so|mache ich|mach ich"
        "|dafür|ich stimme zu|kein problem|alles klar|super|prima"
    ),
    dissent=(
        "nein|nee|nicht wirklich|ich bin dagegen|dagegen|ich glaube nicht|das geht nicht|aber|moment"
        "|warte|lieber nicht"
    ),
    but="aber|nicht|allerdings|nur wenn|jedoch|kein|keine",
    retract=(
        "vergiss es|vergesst (?:es|das)|doch nicht|doch lieber nicht|streich das|streicht das|quatsch"
        "|nein, warte|halt, nein|lieber doch nicht"
    ),
    lead_in=("also|und|aber|gut|okay|ok|dann|ja|so|nun|na|ähm|jetzt|ich glaube|ich denke|ich finde|übrigens"),
    commit=(
        r"\b(?P<parted>ich (?!(?:denke|glaube|finde|hätte|würde|möchte|sehe|höre|habe|komme|gehe|fahre"
        r"|reise|stehe"
        r"|ziehe|fliege|passe|laufe|wache|bleibe)\b)"
        rf"\w+e\b(?! (?:ich|mich)\b)(?=(?: [^\s,;]+){{1,9}}? {PARTED}\s*(?:[.!,;]|und\b|$)).+)|"
        r"\b(?P<inverted>(?:übernehme|mache|schicke|schreibe|hole|bringe|bestelle|buche|rufe|frage|kläre"
        r"|prüfe|besorge"
        r"|organisiere|erledige|bereite|kümmere|gebe|melde|plane)"
        rf" ich {IDIOM}\w.+|sage ich (?=\w+ (?:\w+ )?(?:bescheid|ab|zu))\w.+)"
        rf"|\bich (?P<do>mache {IDIOM}.+)|"
        r"\bich werde (?P<task>.+)|\bich (?P<verb>kümmere mich (?:\S+ ){0,3}?(?:um|darum,) .+)"
        r"|\b(?P<self>ich (?:schicke|sende"
        "|schreibe|erstelle|bereite|buche|reserviere|bestelle|prüfe|überprüfe|teste|aktualisiere"
        "|korrigiere|behebe|repariere|organisiere|rufe|kontaktiere|melde|lade|teile|verteile|kaufe"
        "|bezahle|drucke|übersetze|reiche|veröffentliche|sammle|vergleiche|kläre|recherchiere"
        "|installiere|richte|lösche|plane|vereinbare|übernehme|erledige|liefere|dokumentiere|maile"
        r"|informiere|besorge) .+)|\bich (?:muss|kann|will|soll) (?P<must>.+)"
    ),
    ask=(
        r"\b(?:kannst|könntest|würdest|magst) du (?:bitte |mal |noch |vielleicht )*(?P<task>.+)"
        r"|\b(?:können|könnten|würden) sie (?:bitte |mal |noch )*(?P<polite>.+)"
        r"|\b(?P<second>(?:schickst|sendest|schreibst|übernimmst|machst|bereitest|buchst|bestellst|rufst"
        r"|klärst"
        r"|prüfst|besorgst|organisierst|holst|bringst|kaufst|druckst|lädst|reservierst|testest|übersetzt"
        r"|planst|erledigst|kümmerst) du (?:bitte |mal |noch )*(?!\W*$)[^?]+\?)"
    ),
    assign=(
        r"\b(?P<name>{names})(?: und ich\b)?(?:,? (?:zusammen|gemeinsam) mit (?:{names}),?)?"
        r"(?:(?: wird| werden| soll| sollen| sollte| sollten| muss| müssen| kümmert sich um| kümmern sich um"
        r"| kümmern uns um|, bitte| bitte)\s+(?P<task>.+)"
        rf"|(?<=und ich)\s+(?P<present>{WE_DO}\s.+))"
    ),
    not_to_do="sagen|zugeben|nicht|nie|niemals|kein|keine|keinen|ehrlich",
    conjunctions=(
        "aber|weil|obwohl|damit|sodass|denn|falls|wenn|und (?:dann|ich|wir|du|er|sie)|glaube ich|denke ich"
    ),
    declined=(
        r"ich kann (?:das |es )?(?:leider |da |diesmal )*nicht|ich bin (?:\w+ )?(?:im urlaub|in urlaub"
        r"|nicht da|krank|verhindert|weg)|bin (?:im urlaub|nicht da|krank|verhindert)|habe (?:leider "
        r"|dafür |da )*keine zeit|keine zeit|lieber nicht|nicht ich|das geht (?:bei mir )?nicht"
        r"|schaffe ich nicht|schaffe das nicht|ungern"
    ),
    volunteered=(
        r"(?:(?:das|es|die|den|dann) )*(?:mache|mach|übernehme|erledige|regle|nehme|hole|schreibe) ich\b"
        r"|ich (?:mache|mach|übernehme"
        r"|erledige) (?:das|es)|(?:das )?kann ich (?:gern |gerne |auch )?(?:machen|übernehmen|tun)"
        r"|ich kann (?:das|es) (?:gern |gerne |auch )?(?:machen|übernehmen|tun)"
        r"|ich kümmere mich (?:darum|drum)"
    ),
    done=(
        r"(?:ist|habe ich|hab ich) (?:schon|bereits|längst) (?:erledigt|gemacht|geschickt|fertig"
        r"|passiert)|schon (?:erledigt|gemacht)"
    ),
    retold=(
        r"gestern|vorgestern|neulich|damals|seinerzeit|letzte[nrs]? (?:woche|monat|jahr|mal|sitzung"
        r"|treffen|montag|dienstag|mittwoch|donnerstag|freitag)|vorige[nrs]? \w+|vergangene[nrs]? \w+"
        r"|vor (?:\w+ )?(?:tagen|wochen|monaten|jahren)|(?:bereits|schon) (?:beschlossen|entschieden"
        r"|vereinbart)|hatten wir|wir hatten|früher"
    ),
    conditional=(
        r"falls (?!du willst|du magst|ihr wollt|nötig)|sofern|es sei denn|wenn (?!du willst|du magst"
        r"|du möchtest|ihr wollt|ihr mögt|sie wollen|nichts|niemand|es passt)(?:\w+ )+|theoretisch"
        r"|ich hätte|ich würde|angenommen(?=,)|angenommen (?:wir|es|er|sie|der|die|das)"
    ),
    in_the_room=(
        r"bildschirm|(?:im|in den) chat|ein beispiel|eine frage|fragen|antworten|beantworten|zeigen"
        r"|zeige|erzählen"
        r"|erzähle|erklären|erkläre|vorlesen|anfangen|fange|beginnen|beginne|weitermachen"
        r"|stummschalten|zuhören|hören|wort (?:geben|übergeben)|übergebe|zusammenfassen|begrüßen"
        r"|vorstellen|abstimmen"
    ),
    procedure=(
        r"nächste[nr]? (?:punkt|thema|tagesordnungspunkt)|tagesordnung|pause|protokoll (?:der|ist"
        r"|wird) .*(?:genehmigt|angenommen)|sitzung (?:ist|wird) (?:geschlossen|eröffnet|beendet)"
        r"|weitermachen|anfangen"
    ),
    owe=(
        r"(?P<task>\b(?:der|die|das|den|es|unsere?|ein|eine) (?:\S+ ){0,6}?(?:muss|müssen|müsste"
        r"|sollte)\b(?! \w+ ich\b).+?"
        r"\b(?:werden|weg|her)\b)|\b(?:man|jemand|einer) (?:muss|müsste|sollte) (?P<someone>.+)"
    ),
    offered=r"\b(?:soll|sollte) ich (?P<task>[^?]+\?)",
    anybody=(
        r"\bwer (?:kann|könnte|will|möchte|würde) (?P<task>.+)|\b(?:kann|könnte) (?:jemand|einer"
        r"|wer) (?P<some>.+)"
        r"|\bwer (?P<does>(?:macht|schreibt|übernimmt|holt|bestellt|kümmert sich um|organisiert|schickt) .+)"
    ),
)
