"""French: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

FUTURE = (
    r"(?!(?:se|au|pour|voud|sau|fau|dev)r(?:a|ont|ons)\b)(?:(?:les?|la|lui|leur|se) |[sl]')*"
    r"\w+(?:er|ir|dr|tr|vr|rr)(?:a|ont|ons)\b"
)
"""What others will do, or several with the speaker."""

TABLES = tables(
    stopwords="""
        à a afin ah ai ainsi alors après as assez au aucun aucune aujourd'hui aura aurait aussi autre autres
        aux avais avait avant avec avez avoir avons beaucoup bien bon bonjour ça car ce ceci cela celle
        celles celui ces cet cette ceux chaque chez ci comme comment d'accord dans de déjà depuis des deux
        devrait devrions dire dis dit dois doit doivent donc dont du elle elles en encore enfin ensuite
        entre es est et étaient était étant été être eu euh eux faire fais fait faites faudrait faut font
        fois ici il ils j je jusqu'à juste l la là le les leur leurs lui ma maintenant mais même mes merci
        mettre mis moi moins mon n ne ni non nos notre nous on ont ou où oui par parce pas pendant peu peut
        peuvent peux plus plutôt pour pourquoi pourrait pouvons pouvoir presque puis quand que quel quelle
        quelles quelque quelques quels qui quoi rien sa sans se sera serait ses seulement si soit sommes son
        sont sous suis sur t ta tant te tes toi ton toujours tous tout toute toutes très trop tu un une va
        vais vas vers veut veux voici voilà voir vos votre voudrais vous vraiment y
    """,
    negations="ne pas jamais aucun aucune rien personne ni sans contre non",
    framing="""
        discuter discussion décider décision convenir proposer proposition mentionner expliquer réunion
        équipe groupe participant participante membre parler parole plan planifier demander besoin
        conversation sujet point noter dire soulever présenter examiner conclure résumer résumé rapport
        rapporter concerner projet considérer souligner insister accord
    """,
    work="""
        envoyer envoie enverrai enverra écrire écris écrirai rédiger rédige rédigerai préparer prépare
        préparerai réserver réserve réserverai commander commande commanderai vérifier vérifie vérifierai
        tester teste testerai corriger corrige corrigerai réparer répare réparerai organiser organise
        organiserai appeler appelle appellerai contacter contacte contacterai inviter invite inviterai
        partager partage partagerai publier publie publierai acheter achète achèterai payer paie paierai
        imprimer imprime imprimerai traduire traduis traduirai livrer livre livrerai installer installe
        installerai mettre mets mettrai créer crée créerai compléter complète compléterai comparer compare
        collecter collecte rassembler rassemble relancer relance relancerai finaliser finalise finaliserai
        terminer termine terminerai distribuer distribue confirmer confirme confirmerai occupe occuper
        occuperai chercher cherche supprimer supprime transmettre transmets transmettrai
    """,
    work_begins=True,
    decided=(
        r"(?:nous avons|on a)(?: \w+){0,2} (?:décidé|convenu|choisi|tranché|opté)|(?:nous sommes"
        "|on est) (?:d'accord|convenus?) (?:pour|de|que|sur)|(?:c'est|il est|il a été"
        "|c'était) (?:décidé|convenu|entendu|adopté)|la décision est (?:de|que|prise)|on part sur"
        "|nous retenons|on retient|on va partir sur|tout le monde est d'accord (?:pour|de|que|sur)"
        "|le consensus est|est (?:adoptée?|approuvée?)"
    ),
    proposed=(
        "je (?:propose|proposerais|suggère|suggérerais)|proposons|et si (?:on|nous)|on pourrait"
        "|nous pourrions|on devrait"
        "|nous devrions|reportons|gardons|prenons|choisissons|lançons|annulons"
    ),
    doubt=(
        r"si (?:on|nous) (?:a|avons|avait|avions|décid\w+)|peut-être|pas encore|pas sûre?|est-ce qu\w*"
        "|avons-nous|a-t-on|devrait-on|devrions-nous|il faut (?:encore )?décider|n'avons pas|n'a pas"
        "|n'est pas|jamais|avant de|sauf si|supposons"
    ),
    question_words=(
        "que|qu'est-ce|quoi|qui|quand|où|pourquoi|comment|combien|quel|quelle|quels|quelles|est-ce"
        "|avons-nous|peut-on|pouvez-vous|peux-tu|pourquoi"
    ),
    assent=(
        "oui|ouais|d'accord|ok|okay|entendu|parfait|très bien|bien sûr|exactement|tout à fait"
        "|bonne idée|ça marche|ça me va|volontiers|je suis d'accord|pas de problème|absolument|super"
        "|c'est bon"
    ),
    dissent=(
        "non|pas vraiment|je ne suis pas d'accord|je suis contre|mais|attends|attendez|impossible"
        "|je ne pense pas"
    ),
    but="mais|pas|sauf|ne|à condition|si",
    retract=(
        "oublie ça|oubliez ça|laisse tomber|laissez tomber|finalement non|en fait non|non, attends"
        "|annule ça|on oublie"
    ),
    lead_in=(
        "alors|donc|et|mais|bon|bien|ben|euh|ok|okay|oui|voilà|ensuite|je pense que|je crois que"
        "|du coup|en fait"
    ),
    commit=(
        r"\bje vais (?!le faire\b)(?P<task>.+)|\bje m'occupe (?P<care>(?:de|du|des) .+)"
        r"|\b(?P<self>je (?:me charge|m'occuperai|me chargerai) (?:de"
        r"|du|des) .+)|\b(?P<future>(?:je |j')\w+rai\s+.+)|\bje (?:dois|peux) (?P<must>.+)"
    ),
    ask=(
        r"\b(?:peux-tu|pourrais-tu|tu peux|tu pourrais|pouvez-vous|pourriez-vous"
        "|vous pouvez) (?:s'il te plaît |s'il vous plaît |aussi )*(?P<task>.+)"
    ),
    assign=(
        r"\b(?P<name>{names})(?: et moi\b)?(?:,? (?:avec|ensemble avec) (?:{names}),?)?(?:,? (?:nous|on))?"
        r"(?:(?: va| vont| allons| doit| doivent| devons| devrait| devraient| devrions| devra| devront"
        r"| devrons"
        r"| s'occupe de| s'occupent de| nous occupons de)\s+"
        rf"|\s+(?={FUTURE}))(?P<task>.+)"
    ),
    not_to_do="dire|avouer|ne|n|pas|jamais|rien",
    conjunctions=(
        r"mais|parce que|parce qu'\w+|car|afin que|bien que|sauf si|si|et (?:puis|ensuite|je|tu|il"
        "|elle|nous|on|vous)|je pense|je crois"
    ),
    declined=(
        r"je ne (?:peux|pourrai|suis) pas|je peux pas|je suis (?:en vacances|absente?|malade|en congé"
        r"|débordée?)|(?:je n'ai|pas) (?:pas )?le temps|je préfère(?:rais)? pas|pas moi"
        r"|impossible pour moi|malheureusement"
    ),
    volunteered=(
        r"je (?:m'en occupe|les? fais|la fais|m'en charge|m'en occuperai|le fais|le ferai|vais le faire"
        r"|peux le faire"
        r"|peux m'en (?:occuper|charger)|prends)|je prends ça|laisse-moi faire"
    ),
    done=(r"c'est (?:déjà )?fait|(?:je l'ai|je les ai|j'ai) déjà|déjà (?:fait|envoyée?)"),
    retold=(
        r"hier|avant-hier|la semaine dernière|le mois dernier|l'an(?:née)? derni(?:er|ère)"
        r"|la dernière fois|à la (?:dernière|précédente) (?:réunion|séance)|lors de la (?:dernière"
        r"|précédente) \w+|il y a (?:\w+ )?(?:jours?|semaines?|mois|ans?)|déjà (?:décidé|convenu"
        r"|adopté)|nous avions|on avait|autrefois|à l'époque"
    ),
    conditional=(
        r"(?<!même )si (?!tu veux|vous voulez|possible|besoin|ça te|ça vous|nécessaire)(?:l[ae]s?|on"
        r"|nous|il|elle|ils|elles|je|c'est|tout|mon|ma|ton|ta|notre|votre|tu|vous|jamais)\b|sauf si"
        r"|à condition|au cas où|en théorie|j'aurais|je pourrais avoir|supposons"
    ),
    in_the_room=(
        r"écran|dans le chat|(?:un|cet) exemple|une question|des questions|répondre|montrer|raconter"
        r"|expliquer"
        r"|commencer|continuer|passer (?:la parole|au|à la)|lire (?:à haute voix|le|la)|présenter"
        r"|résumer|m'entendre|entendre|couper (?:ton|votre) micro|partager mon|voter|dire|remercier"
        r"|bien"
    ),
    procedure=(
        r"point suivant|sujet suivant|ordre du jour|pause|procès-verbal .*(?:adoptée?|approuvée?)"
        r"|(?:la )?séance est (?:levée|ouverte|close)|commencer|continuer"
    ),
    owe=(
        r"\b(?:il faut|il faudrait|faut|il faudra) (?P<task>(?!que\b|dire\b|voir\b).+)"
        r"|\b(?:on|quelqu'un) (?:doit|devrait|devra) (?P<someone>.+)"
    ),
    offered=r"\b(?:dois-je|est-ce que je dois|je dois) (?P<task>[^?]+\?)",
    anybody=(
        r"\b(?:qui|(?:est-ce que )?quelqu'un) (?:peut|pourrait|veut|voudrait) (?P<task>.+)"
        r"|\bqui (?:s'occupe|se charge) (?P<does>(?:de|du|des) .+)"
    ),
)
