"""Spanish, Italian and Portuguese cues of sections that only some kinds of meetings have."""

from agent.minutes.special.section_cues import section_cues

SPANISH = section_cues(
    done=(
        r"\b(?:he|hemos)\b[^.?!,]{0,20}?\b(?:terminado|acabado|corregido|arreglado|fusionado|desplegado"
        r"|escrito|enviado"
        r"|probado|revisado|añadido|construido|implementado|creado|instalado|resuelto|migrado|publicado"
        r"|preparado"
        r"|trabajado|redactado|actualizado|entregado)\b|\b(?:ayer )?(?:terminé|acabé|corregí|arreglé"
        r"|desplegué|escribí|envié"
        r"|probé|revisé|añadí|implementé|creé|instalé|resolví|migré|publiqué|preparé|trabajé en|actualicé"
        r"|terminamos"
        r"|arreglamos|publicamos|entregamos)\b"
    ),
    next=(
        r"\b(?:hoy|mañana|después|esta semana),? (?:voy a|sigo|empiezo|termino|trabajo|seguiré|trabajaré"
        r"|empezaré|terminaré)"
        r"|\bvoy a (?:seguir|terminar|empezar|escribir|probar|corregir|trabajar|preparar|revisar)\b"
        r"|\bsigo trabajando\b"
        r"|\bestoy trabajando en\b"
    ),
    blocked=(
        r"\b(?:estoy|estamos|está|sigo|seguimos) (?:todavía |aún |completamente )*(?:bloquead[oa]s?"
        r"|atascad[oa]s?|esperando)\b"
        r"|\b(?:me|nos) bloquea\b|\bno puedo (?:seguir|avanzar|terminar|continuar|empezar|probar)\b"
    ),
    free=r"\b(?:nada|no|ningún|ninguno|sin)\b[^.?!]{0,25}\b(?:bloque\w*|atasc\w*)",
    well=(
        r"\b(?:salió|salieron|fue|fueron|funcionó|funcionaron|ha ido|ha salido"
        r"|trabajamos)\b[^.?!]{0,25}\bbien\b"
        r"|\b(?:nos|me) (?:ayudó|ha ayudado|gustó)\b|\b(?:fue|ha sido|era) (?:muy |realmente )*(?:útil"
        r"|un éxito)\b"
        r"|\b(?:estoy|estamos) (?:muy )?(?:content[oa]s?|satisfech[oa]s?|orgullos[oa]s?)\b"
    ),
    badly=(
        r"\b(?:salió|fue|funcionó|ha ido|ha salido)\b[^.?!]{0,25}\bmal\b|\bno (?:funcionó|funcionaron"
        r"|salió bien|fue bien"
        r"|ha funcionado)\b|\b(?:hubo|había|tuvimos) demasiad[oa]s?\b|\bdemasiado (?:tiempo|tarde|lent[oa]"
        r"|larg[oa])\b"
        r"|\b(?:fue|era|estuvo) (?:muy |bastante )*(?:frustrante|confus[oa]|estresante|caótic[oa])\b"
        r"|\bolvidamos\b"
        r"|\bsubestimamos\b|\bel (?:mayor )?problema (?:fue|es|era)\b|\bfalta de\b"
    ),
    trying=(
        r"\b(?:deberíamos|podríamos|tendríamos que)\b|\bla próxima vez\b|\ben el próximo sprint\b"
        r"|\ben el futuro\b"
        r"|\ba partir de ahora\b|\bpropongo\b|\bsugiero\b|\bprobemos\b|\bintentemos\b|\by si\b"
        r"|\bsería (?:bueno|mejor|útil)\b"
    ),
    wants=(
        r"\b(?:necesitamos|necesito|queremos|quisiéramos|nos gustaría|me gustaría|esperamos|requerimos)\b"
        r"|\b(?:pueden|podrían|puede|podría|puedes|podrías)\b|\bpor favor\b|\b(?:es|sería) posible\b"
        r"|\b(?:tiene|tienen) que\b|\bes importante para nosotros\b"
    ),
    seconds=r"\b(?:secundo|apoyo) (?:la|esta) moción\b|^\W*secundo\b",
)
ITALIAN = section_cues(
    done=(
        r"\b(?:ho|abbiamo)\b[^.?!,]{0,20}?\b(?:finito|terminato|completato|corretto|risolto|rilasciato"
        r"|scritto|inviato|testato"
        r"|rivisto|aggiunto|costruito|implementato|creato|installato|migrato|pubblicato|preparato|lavorato"
        r"|aggiornato"
        r"|consegnato|sistemato|documentato)\b"
    ),
    next=(
        r"\b(?:oggi|domani|poi|questa settimana),? (?:continuo|inizio|finisco|lavoro|lavorerò|inizierò"
        r"|finirò|scrivo|testo)\b"
        r"|\bsto (?:ancora )?lavorando\b|\bcontinuerò\b|\bvado avanti con\b|\blavorerò\b"
    ),
    blocked=(
        r"\b(?:sono|siamo|è|resto) (?:ancora |completamente )*(?:bloccat[oaie]|ferm[oaie])\b|\b(?:sto"
        r"|stiamo) (?:ancora )?"
        r"aspettando\b|\bmi blocca\b|\bci blocca\b|\bnon posso (?:continuare|andare avanti|finire|proseguire"
        r"|iniziare)\b"
    ),
    free=r"\b(?:niente|nulla|non|nessun\w*|senza)\b[^.?!]{0,25}\b(?:blocc\w*|ferm[oa])",
    well=(
        r"\b(?:andato|andata|andati|andate|funzionato|lavorato|andava)\b[^.?!]{0,20}\bbene\b|\b(?:ci"
        r"|mi) ha (?:molto )?(?:aiutato"
        r"|piaciuto)\b|\b(?:è stat[oa]|era) (?:molto |davvero )*(?:utile|un successo)\b|\b(?:sono"
        r"|siamo) (?:molto |davvero )*"
        r"(?:content[oaie]|soddisfatt[oaie]|orgoglios[oaie])\b"
    ),
    badly=(
        r"\b(?:andato|andata|andati|funzionato)\b[^.?!]{0,20}\bmale\b|\bnon (?:ha|hanno|è) (?:funzionato"
        r"|andat[oa] bene)\b"
        r"|\b(?:c'erano|avevamo|avuto) trop\w+\b|\btroppo (?:tempo|tardi|lent[oa]|lung[oa])\b"
        r"|\b(?:è stat[oa]|era) (?:molto "
        r"|piuttosto )*(?:frustrante|confus[oa]|stressante|caotic[oa])\b|\babbiamo (?:dimenticato"
        r"|sottovalutato|mancato)\b"
        r"|\bil (?:maggiore )?problema (?:è|era)\b|\bmancanza di\b"
    ),
    trying=(
        r"\b(?:dovremmo|potremmo)\b|\bla prossima volta\b|\bnel prossimo sprint\b|\bin futuro\b"
        r"|\bd'ora in poi\b|\bpropongo\b"
        r"|\bsuggerisco\b|\bproviamo\b|\bsarebbe (?:bene|meglio|utile)\b"
    ),
    wants=(
        r"\b(?:abbiamo|ho) bisogno\b|\b(?:vorremmo|vorrei|vogliamo|ci serve|ci servono|ci aspettiamo)\b"
        r"|\b(?:potete|potreste"
        r"|può|potrebbe|puoi|potresti)\b|\bper favore\b|\b(?:è|sarebbe) possibile\b|\b(?:deve|devono) \w+"
        r"|\bper noi è importante\b"
    ),
    seconds=r"\b(?:appoggio|secondo) (?:la|questa) mozione\b",
)
PORTUGUESE = section_cues(
    done=(
        r"\b(?:terminei|acabei|concluí|corrigi|resolvi|lancei|escrevi|enviei|testei|revi|adicionei|construí"
        r"|implementei|criei"
        r"|instalei|migrei|publiquei|preparei|trabalhei (?:em|no|na|nos|nas)|atualizei|entreguei|documentei"
        r"|terminamos"
        r"|concluímos|corrigimos|publicamos|entregamos|resolvemos)\b"
    ),
    next=(
        r"\b(?:hoje|amanhã|depois|esta semana),? (?:vou|continuo|começo|termino|trabalho)\b"
        r"|\bvou (?:continuar|terminar|começar"
        r"|escrever|testar|corrigir|trabalhar|preparar|revisar|rever)\b|\bestou (?:ainda )?(?:trabalhando"
        r"|a trabalhar) (?:em|no|na)\b"
    ),
    blocked=(
        r"\b(?:estou|estamos|está|continuo) (?:ainda |completamente )*(?:bloquead[oa]s?|parad[oa]s?"
        r"|travad[oa]s?|esperando"
        r"|à espera|aguardando)\b|\b(?:me|nos) bloqueia\b|\bnão (?:posso|consigo) (?:continuar|avançar"
        r"|terminar|começar|testar)\b"
    ),
    free=r"\b(?:nada|não|nenhum\w*|sem)\b[^.?!]{0,25}\b(?:bloque\w*|trav\w*|parad[oa])",
    well=(
        r"\b(?:correu|correram|foi|funcionou|funcionaram|deu|trabalhamos)\b[^.?!]{0,20}\b(?:bem|certo)\b"
        r"|\b(?:nos|me) ajudou\b"
        r"|\b(?:foi|era) (?:muito |realmente )*(?:útil|um sucesso)\b|\b(?:estou|estamos"
        r"|fiquei) (?:muito )?(?:contentes?|feliz"
        r"|satisfeit[oa]s?|orgulhos[oa]s?)\b"
    ),
    badly=(
        r"\b(?:correu|foi|funcionou|deu)\b[^.?!]{0,20}\b(?:mal|errado)\b|\bnão (?:funcionou|funcionaram"
        r"|correu bem|deu certo)\b"
        r"|\b(?:houve|havia|tivemos|tinha) (?:\w+ )?(?:demais|demasiad[oa]s?)\b|\b(?:tempo|tarde|lent[oa]"
        r"|long[oa]) demais\b"
        r"|\bdemorou (?:muito|demais)\b|\b(?:foi|era) (?:muito |bastante )*(?:frustrante|confus[oa]"
        r"|estressante|caótic[oa])\b"
        r"|\b(?:esquecemos|subestimamos)\b|\bo (?:maior )?problema (?:foi|é|era)\b|\bfalta de\b"
    ),
    trying=(
        r"\b(?:devíamos|deveríamos|poderíamos|podíamos)\b|\b(?:na |da )?próxima vez\b|\bno próximo sprint\b"
        r"|\bno futuro\b"
        r"|\ba partir de agora\b|\bproponho\b|\bsugiro\b|\bvamos (?:tentar|experimentar|começar a"
        r"|parar de)\b|\bseria (?:bom|melhor|útil)\b"
    ),
    wants=(
        r"\b(?:precisamos|preciso|queremos|gostaríamos|gostaria|esperamos|necessitamos)\b|\b(?:podem"
        r"|poderiam|pode|poderia|podes)\b"
        r"|\bpor favor\b|\b(?:é|seria) possível\b|\b(?:tem|têm) (?:de|que)\b|\bé importante para nós\b"
    ),
    seconds=r"\b(?:apoio|secundo) (?:a|esta) moção\b",
)
