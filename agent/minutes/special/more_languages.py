"""German, French and Dutch cues of sections that only some kinds of meetings have."""

from agent.minutes.special.section_cues import section_cues

GERMAN = section_cues(
    done=(
        r"\b(?:ich|wir) hab(?:e|en)?\b[^.?!]{1,120}?\b(?:fertig\w*|abgeschlossen|behoben|repariert|getestet"
        r"|geschrieben"
        r"|geprüft|verschickt|aktualisiert|gebaut|erstellt|implementiert|umgesetzt|veröffentlicht|ausgerollt"
        r"|vorbereitet|gearbeitet|eingerichtet|erledigt|dokumentiert|zusammengeführt|ausgeliefert"
        r"|überarbeitet)\b"
    ),
    next=(
        r"\b(?:heute|morgen|als nächstes|danach|diese woche) (?:werde|will|mache|arbeite|schreibe|teste|baue"
        r"|kümmere"
        r"|beginne|starte|setze|prüfe|bereite)\b|\bich arbeite (?:weiter |noch |gerade |jetzt )*an\b"
        r"|\bich (?:werde|will) (?:heute|morgen|als nächstes)\b|\bich mache weiter mit\b"
    ),
    blocked=(
        r"\b(?:bin|sind|ist) (?:noch |gerade |leider |komplett )*(?:blockiert|aufgehalten)\b|\b(?:ich"
        r"|wir) warten?\b"
        r"[^.?!]{0,20} auf\b|\bhänge\b[^.?!]{0,30}\bfest\b|\bkomme\b[^.?!]{0,30} nicht weiter\b"
        r"|\bblockiert (?:mich|uns)\b"
        r"|\b(?:blocker|hindernis)\b"
    ),
    free=r"\b(?:nichts|kein\w*|nicht|ohne)\b[^.?!]{0,25}\b(?:block\w*|hindernis\w*)",
    well=(
        r"\b(?:lief|liefen|hat|haben|ging|klappte|funktionierte)\b[^.?!]{0,60}?\b(?:gut|super|prima"
        r"|reibungslos)\b"
        r"(?: (?:gelaufen|funktioniert|geklappt|zusammengearbeitet))?|\bhat (?:uns|mir) (?:sehr "
        r"|wirklich )?(?:geholfen"
        r"|gefallen)\b|\b(?:war|waren) (?:sehr |wirklich |richtig )*(?:hilfreich|erfolgreich|ein erfolg)\b"
        r"|\b(?:bin|sind) (?:sehr |wirklich )*(?:froh|zufrieden|stolz)\b"
    ),
    badly=(
        r"\b(?:lief|liefen|ging|gelaufen|funktioniert|geklappt)\b[^.?!]{0,40}\b(?:schlecht|schief"
        r"|nicht (?:so )?gut)\b"
        r"|\b(?:nicht (?:so |richtig )?gut|schlecht|schief) ?(?:gelaufen|gegangen|funktioniert)\b"
        r"|\bnicht (?:geklappt|funktioniert)\b|\bviel zu \w+|\b(?:hatten|gab es|gab) (?:viel )?zu (?:viele?"
        r"|wenige?)\b"
        r"|\bzu (?:lange|spät|langsam)\b|\b(?:war|waren) (?:sehr |wirklich |ziemlich )*(?:frustrierend"
        r"|unklar|chaotisch"
        r"|stressig|anstrengend|verwirrend|mühsam)\b|\bhaben (?:\w+ )*(?:vergessen|unterschätzt|verpasst)\b"
        r"|\bdas (?:größte )?problem (?:war|ist)\b"
    ),
    trying=(
        r"\b(?:wir|ich) (?:sollten|könnten) (?!uns (?:gleich|jetzt))|\bsollten wir\b|\bnächstes mal\b"
        r"|\bim nächsten sprint\b|\b(?:in zukunft|künftig|ab (?:jetzt|sofort))\b|\blasst? uns (?:\w+ )*"
        r"(?:versuchen|probieren|ausprobieren|einführen|anfangen|aufhören)\b|\bich (?:würde )?(?:schlage vor"
        r"|vorschlagen)\b"
        r"|\bes wäre (?:gut|besser|hilfreich)\b"
    ),
    wants=(
        r"\b(?:wir|ich) (?:brauchen?|benötigen?|wünschen?|erwarten?|hätten? gern\w*|möchten?|wollen)\b"
        r"|\b(?:können|könnten|würden) sie\b|\b(?:kannst|könntest) du\b|\b(?:könnt|könntet) ihr\b|\bbitte \w+"
        r"|\b(?:ist|wäre) es möglich\b|\b(?:muss|müssen|soll|sollen)\b[^.?!]{2,60}\b(?:sein|haben|können"
        r"|unterstützen)\b"
        r"|\buns ist wichtig\b"
    ),
    seconds=r"\bich unterstütze (?:den|diesen) antrag\b|\bich sekundiere\b",
)
FRENCH = section_cues(
    done=(
        r"\b(?:j'ai|nous avons|on a)\b[^.?!,]{0,40}?\b(?:terminé|fini|corrigé|fusionné|livré|déployé|écrit"
        r"|envoyé|testé"
        r"|relu|ajouté|construit|implémenté|créé|installé|résolu|migré|publié|préparé|travaillé|rédigé"
        r"|mis à jour"
        r"|mis en place|réparé|documenté)\b"
    ),
    next=(
        r"\b(?:aujourd'hui|demain|ensuite|cette semaine),? (?:je (?:vais|continue|commence|termine"
        r"|travaille)|j'\w+)"
        r"|\bje (?:vais|compte) (?:continuer|finir|terminer|commencer|écrire|tester|corriger|travailler"
        r"|préparer|relire)"
        r"|\bje travaille (?:encore |toujours |maintenant )*sur\b|\bje continue\b"
    ),
    blocked=(
        r"\b(?:je suis|nous sommes|on est|c'est|est) (?:encore |toujours |complètement )*(?:bloquée?s?"
        r"|coincée?s?)\b"
        r"|\b(?:j'attends|nous attendons|on attend)\b|\bme bloque\b|\bnous bloque\b|\b(?:point"
        r"|facteur) bloquant\b"
        r"|\bje ne peux pas (?:continuer|avancer|terminer|commencer|tester)\b"
    ),
    free=r"\b(?:rien|pas|aucun\w*|sans|plus)\b[^.?!]{0,25}\b(?:bloqu\w*|blocages?|coincée?)",
    well=(
        r"\b(?:bien|très bien) (?:marché|fonctionné|passée?|travaillé)\b|\bs'est (?:très )?bien passée?\b"
        r"|\b(?:a|ont|nous a|m'a) (?:beaucoup )?(?:aidés?|plu)\b|\b(?:était|a été|est) (?:très "
        r"|vraiment )*(?:utile|un succès"
        r"|une réussite)\b|\b(?:suis|sommes) (?:très |vraiment )*(?:contente?s?|satisfaite?s?|fi(?:er"
        r"|ère)s?)\b"
    ),
    badly=(
        r"\b(?:mal|pas bien|pas très bien) (?:marché|fonctionné|passée?)\b|\bs'est (?:très )?mal passée?\b"
        r"|\bn'(?:a|ont) pas (?:\w+ )?(?:marché|fonctionné)\b|\b(?:y avait|avions|avait"
        r"|eu) (?:beaucoup )?trop de\b"
        r"|\btrop (?:long|lent|tard|longtemps)\w*\b|\b(?:était|étaient|a été) (?:très |vraiment "
        r"|assez )*(?:frustrant|confus"
        r"|stressant|pénible|chaotique|flou)\w*\b|\bavons (?:oublié|raté|sous-estimé)\b"
        r"|\ble (?:plus gros )?problème"
        r" (?:était|est|c'est)\b|\bmanque de\b"
    ),
    trying=(
        r"\b(?:on|nous) (?:devrait|devrions|pourrait|pourrions)\b|\bla prochaine fois\b"
        r"|\bau prochain sprint\b|\bà l'avenir\b"
        r"|\bdésormais\b|\bje (?:propose|suggère)\b|\bet si (?:on|nous)\b|\bessayons\b|\bce serait (?:bien"
        r"|mieux|utile)\b"
    ),
    wants=(
        r"\b(?:nous avons|on a|j'ai) besoin\b|\b(?:nous voudrions|on voudrait|je voudrais|nous aimerions"
        r"|on aimerait"
        r"|j'aimerais|nous souhaitons|nous voulons|nous attendons)\b|\b(?:pouvez|pourriez)-vous\b|\b(?:peux"
        r"|pourrais)-tu\b"
        r"|\b(?:serait|est)-(?:il|ce) possible\b|\bil (?:nous )?faut\b|\bil faudrait\b|\bmerci de\b"
    ),
    seconds=r"\bj'appuie (?:la|cette) (?:motion|proposition)\b|\bje seconde\b",
)
DUTCH = section_cues(
    done=(
        r"\b(?:ik heb|we hebben|wij hebben|heb ik)\b[^.?!,]{1,100}?\b(?:afgerond|afgemaakt|opgelost|gemerged"
        r"|gerepareerd"
        r"|getest|geschreven|verstuurd|bijgewerkt|toegevoegd|gebouwd|gemaakt|uitgerold|gepubliceerd"
        r"|voorbereid|gewerkt"
        r"|ingericht|gedocumenteerd|opgeleverd|nagekeken|herschreven)\b"
    ),
    next=(
        r"\b(?:vandaag|morgen|daarna|hierna|deze week) (?:ga|werk|schrijf|test|begin|maak|bouw) ik\b"
        r"|\bik ga (?:vandaag|morgen"
        r"|verder|door|beginnen|werken)\b|\bik werk (?:nog |nu |verder )*aan\b|\bik ga (?:\w+ ){1,6}(?:maken"
        r"|schrijven|testen"
        r"|afmaken|bouwen|oplossen|voorbereiden)\b"
    ),
    blocked=(
        r"\b(?:ben|zijn|is|zit) (?:nog |helaas )*(?:geblokkeerd|vast)\b|\b(?:ik|we"
        r"|wij) wacht(?:en)?\b[^.?!]{0,20} op\b"
        r"|\bblokkeert (?:mij|me|ons)\b|\bkan niet (?:verder|door)\b|\bblocker\b"
    ),
    free=r"\b(?:niets|geen|niet|zonder)\b[^.?!]{0,25}\b(?:block\w*|blokk\w*|vast\b)",
    well=(
        r"\b(?:ging|gingen|liep|werkte|werkten)\b[^.?!]{0,40}?\b(?:goed|soepel|prima)\b|\bgoed (?:gegaan"
        r"|gewerkt|verlopen)\b"
        r"|\bheeft (?:ons|mij) (?:erg |echt )?geholpen\b|\b(?:was|waren) (?:erg |heel |echt )*(?:nuttig"
        r"|behulpzaam|een succes)\b"
        r"|\b(?:ben|zijn) (?:erg |heel |echt )*(?:blij|tevreden|trots)\b"
    ),
    badly=(
        r"\b(?:ging|gingen|liep|werkte|werkten)\b[^.?!]{0,40}\b(?:slecht|mis|fout|niet (?:zo )?goed)\b"
        r"|\bniet (?:zo )?goed"
        r" (?:gegaan|gewerkt|verlopen)\b|\bniet gewerkt\b|\b(?:waren er|was er|hadden) (?:veel )?te (?:veel"
        r"|weinig)\b"
        r"|\b(?:veel )?te (?:lang|laat|langzaam)\b|\b(?:was|waren) (?:erg |heel |nogal )*(?:frustrerend"
        r"|onduidelijk|chaotisch"
        r"|stressvol|verwarrend)\b|\bhebben (?:\w+ )*(?:vergeten|onderschat|gemist)\b"
        r"|\bhet (?:grootste )?probleem (?:was|is)\b"
    ),
    trying=(
        r"\b(?:we|wij|ik) (?:zouden|zou|moeten|kunnen) (?:\w+ ){0,6}(?:proberen|beginnen|stoppen|invoeren"
        r"|plannen|doen|maken)\b"
        r"|\bvolgende (?:keer|sprint)\b|\bvoortaan\b|\bin de toekomst\b|\bik stel voor\b|\blaten we\b"
        r"|\bhet zou (?:goed|beter) zijn\b"
    ),
    wants=(
        r"\b(?:we|wij|ik) (?:hebben|heb) (?:\w+ ){0,6}nodig\b|\b(?:we|wij|ik) (?:willen|wil|zouden graag"
        r"|zou graag|verwachten)\b"
        r"|\b(?:kunt u|kun je|kunnen jullie|zou je|zou u|zouden jullie)\b|\bgraag \w+|\b(?:is"
        r"|zou) het mogelijk\b"
        r"|\b(?:moet|moeten)\b[^.?!]{2,60}\b(?:zijn|hebben|kunnen|ondersteunen)\b"
    ),
    seconds=r"\bik (?:steun|ondersteun) (?:de|het|deze|dit) (?:motie|voorstel)\b",
)
