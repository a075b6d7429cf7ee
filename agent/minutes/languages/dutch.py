"""Dutch: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

IDIOM = (
    r"(?!(?:maar|aan|me|mij|vrij|vakantie|bezwaar|kans|ruzie|fouten|er|niet|geen|voor)\b"
    r"|tegenin\b|\w+ kwalijk|.*\bdat (?!ik\b)\w+ .*\b(?:is|zijn|wordt)\b|(?:\w+ )?mijn kinderen"
    r"|(?:\w+ )?een wandeling"
    r"|\w+ (?:aan|vrij|zorgen)\b\W*(?:,|$)|\w+ (?:vakantie|vrij)\b)"
)
"""Not after “neem ik”, “maak ik”, “pas ik”: assumption, worry, objection, days off."""

WE_DO = (
    r"(?:sturen|versturen|mailen|schrijven|boeken|reserveren|bestellen|controleren|checken|testen|verbeteren"
    r"|repareren|organiseren|bellen|kopen|betalen|printen|vertalen|leveren|installeren|maken|verzamelen"
    r"|vergelijken|bevestigen|plannen|halen|brengen|bereiden|schilderen|bakken|bouwen|ruimen|zoeken)"
)
"""What several do, who are named with “ik”."""

TABLES = tables(
    stopwords="""
        aan al alle alleen allemaal alles als altijd andere anders bedankt ben bent beter bij bijna binnen
        blijft boven daar daarna daarom dan dat de deze die dit doe doen doet dood door dus echt een eens
        eerst eigenlijk elk elke en er ergens even gaan gaat ga geen gewoon goed graag haar had hadden hallo
        heb hebben hebt heeft heel hele hem het hier hij hoe hoi hun iedereen ieder iemand iets ik in is ja
        je jij jou jouw jullie kan kunnen kun kon konden kom komen komt laat laten later maar mag me meer
        mee meest men met mij mijn misschien moest moet moeten na naar natuurlijk nee niemand niet niets
        nieuw nog nogal nou nu of om omdat onder ons onze ook oké op over precies prima samen sinds soms
        straks te tegen terug tijdens toch toen tot tussen u uit uw vaak van vandaag veel verder via volgens
        voor vooral waar waarom wanneer want waren was wat we weer weg wel welk welke werd wie wij wil
        willen wilt word worden wordt zal ze zegt zeggen zei zeker zelf zich zij zijn zo zoals zonder zou
        zouden zullen
    """,
    negations="niet nooit geen niemand niets noch zonder tegen nergens",
    framing="""
        bespreken bespreking discussie beslissen besluiten besluit beslissing afspreken afspraak voorstellen
        voorstel noemen uitleggen vergadering team groep deelnemer lid spreken spreker praten plan plannen
        vragen nodig gesprek onderwerp punt opmerken zeggen aankaarten presenteren bekijken concluderen
        samenvatten samenvatting verslag rapporteren betreffen project overwegen benadrukken
    """,
    work="""
        sturen stuur versturen verstuur opsturen mailen mail schrijven schrijf opstellen voorbereiden bereid
        boeken boek reserveren reserveer bestellen bestel controleren controleer nakijken kijk checken check
        testen test bijwerken werk verbeteren verbeter corrigeren corrigeer repareren repareer organiseren
        organiseer regelen regel bellen bel contacteren contacteer uitnodigen nodig delen deel uploaden
        upload publiceren publiceer kopen koop betalen betaal printen print vertalen vertaal leveren lever
        inleveren installeren installeer maken maak aanmaken verzamelen verzamel vergelijken vergelijk
        afmaken bevestigen bevestig zoeken zoek uitzoeken verwijderen verwijder plannen plan afspreken
        verdelen verdeel
    """,
    work_begins=False,
    decided=(
        r"(?:we hebben|wij hebben|hebben we)(?=(?: \w+){0,12} (?:besloten|afgesproken|beslist|gekozen))"
        r"|we zijn het(?=(?: \w+){0,3} eens)|(?:is|wordt|werd)(?=(?: \w+){0,8} (?:besloten|afgesproken"
        "|aangenomen|goedgekeurd))|(?:het|ons) besluit is|de beslissing is|we besluiten|we spreken af"
        "|we kiezen voor|we gaan voor|iedereen is het (?:er(?:over|mee) )?eens"
    ),
    proposed=(
        "laten we|ik stel voor|ik zou voorstellen|mijn voorstel is|we zouden|we kunnen beter|zullen we"
        r"|waarom (?:\w+ )?we niet"
    ),
    doubt=(
        "als we|indien|misschien|wellicht|nog niet|nog niets|nooit|hebben we (?:al|nu|eigenlijk)"
        "|moeten (?:we )?(?:nog )?(?:beslissen|besluiten)|niet zeker|voordat we|of we|stel dat"
        "|zouden hebben"
    ),
    question_words=(
        "wat|wie|wanneer|waar|waarom|hoe|welke|welk|hebben we|kunnen we|zullen we|kan|is het|zijn er"
    ),
    assent=(
        "ja|jazeker|oké|ok|okay|goed|prima|akkoord|mee eens|precies|zeker|natuurlijk|graag|klopt"
        "|afgesproken|doe ik|dat doe ik|goed idee|geen probleem|helemaal goed|eens|top|uitstekend"
    ),
    dissent=(
        "nee|niet echt|ik ben (?:het )?(?:er )?(?:niet mee eens|tegen)|ik denk het niet|maar|wacht"
        "|liever niet|dat kan niet"
    ),
    but="maar|niet|alleen als|echter|geen",
    retract=(
        "laat maar|vergeet (?:het|dat)|toch niet|bij nader inzien|nee, wacht|schrap dat|liever toch niet"
    ),
    lead_in="dus|en|maar|goed|nou|oké|ok|ja|dan|toen|ik denk dat|ik vind dat|eigenlijk",
    commit=(
        r"\b(?P<inverted>(?:regel|stuur|mail|schrijf|boek|bestel|bel|maak|koop|neem|pas|haal|breng) ik"
        rf" {IDIOM}.+)|\bik (?:zal|ga) (?P<task>.+)|\b(?P<self>ik (?:regel|stuur|verstuur|mail|schrijf"
        r"|bereid|boek"
        "|reserveer|bestel|controleer|check|test|verbeter|corrigeer|repareer|organiseer|bel|deel"
        "|upload|publiceer|koop|betaal|print|vertaal|lever|installeer|maak|verzamel|vergelijk"
        r"|bevestig|zoek|verwijder|plan) .+)|\bik (?:moet|kan|wil) (?P<must>.+)"
    ),
    ask=r"\b(?:kun|kan|wil|zou) (?:je|jij|u) (?:alsjeblieft |alstublieft |ook |even )*(?P<task>.+)",
    assign=(
        r"\b(?P<name>{names})(?: en ik\b)?(?:,? samen met (?:{names}),?)?"
        r"(?:(?: zal| zullen| gaat| gaan| moet| moeten| zou moeten| zouden moeten|, graag| regelt| regelen)"
        rf"\s+(?P<task>.+)|(?<=en ik)\s+(?P<present>{WE_DO}\s.+))"
    ),
    not_to_do="zeggen|toegeven|niet|nooit|geen|niets|eerlijk",
    conjunctions=("maar|omdat|want|hoewel|zodat|als|en (?:dan|daarna|ik|we|jij|hij|zij)|denk ik|vind ik"),
    declined=(
        r"ik kan (?:dat |het )?(?:helaas |dan )?niet|ik ben (?:\w+ )?(?:op vakantie|met vakantie"
        r"|er niet|ziek|weg|afwezig)|(?:ik heb )?geen tijd|liever niet|niet ik|dat lukt (?:mij "
        r"|me )?niet|helaas"
    ),
    volunteered=(
        r"(?:(?:dat|het|dan) )*(?:doe|regel|pak|boek|schrijf|bel|neem) ik(?: wel)?(?: op)?|ik (?:doe"
        r"|regel) (?:dat|het)(?: wel)?"
        r"|(?:dat )?kan ik (?:wel )?doen|ik kan (?:dat|het) (?:wel )?doen|ik neem (?:dat|het) op me"
        r"|laat (?:dat|het) maar aan mij over"
    ),
    done=(r"(?:is|heb ik) (?:al|reeds) (?:gedaan|gebeurd|gestuurd|klaar)|al (?:gedaan|gebeurd)"),
    retold=(
        r"gisteren|eergisteren|vorige (?:week|maand|keer|vergadering|maandag|dinsdag|woensdag"
        r"|donderdag|vrijdag)|vorig jaar|afgelopen \w+|(?:\w+ )?(?:dagen|weken|maanden|jaren"
        r"|jaar) geleden|hadden we|we hadden|al (?:besloten|afgesproken)|destijds|vroeger|toen we"
    ),
    conditional=(
        r"(?:als|indien) (?!je wilt|jullie willen|u wilt|nodig|mogelijk|niemand)(?:de|het|een|hij|zij"
        r"|ze|we|wij|ik|er|alles|mijn|het)\b|tenzij|mits|in theorie|ik zou|stel dat"
    ),
    in_the_room=(
        r"scherm|in de chat|een voorbeeld|een vraag|vragen|antwoorden|beantwoorden|laten zien|tonen|vertellen"
        r"|uitleggen|beginnen|verder(?:gaan)?|voorlezen|het woord geven|samenvatten|presenteren|horen"
        r"|dempen|stemmen|bedanken"
    ),
    procedure=(
        r"volgende (?:punt|onderwerp|agendapunt)|agenda|pauze|notulen .*(?:goedgekeurd|vastgesteld)"
        r"|vergadering (?:is|wordt) (?:gesloten|geopend|geschorst)|beginnen|verdergaan"
    ),
    owe=(
        r"(?P<task>\b(?:de|het|een|onze|er) (?:\S+ ){0,5}?(?:moet|moeten|zou moeten)\b.+?\bworden\b)"
        r"|\b(?:iemand|er|we) (?:moet|moeten) (?P<someone>.+)"
    ),
    offered=r"\b(?:zal|moet) ik (?P<task>[^?]+\?)",
    anybody=(
        r"\bwie (?:kan|wil|zou) (?P<task>.+)|\b(?:kan|wil) (?:er )?iemand (?P<some>.+)"
        r"|\bwie (?P<does>(?:doet|maakt|schrijft|regelt|belt|bestelt|neemt) .+)"
    ),
)
