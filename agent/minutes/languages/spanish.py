"""Spanish: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

DO = (
    r"(?:hago|preparo|escribo|redacto|llamo|llevo|traigo|compro|aviso|mando|envío|reservo|pido|encargo"
    r"|organizo|pinto|reviso|arreglo|reparo|limpio|recojo|entrego|imprimo|invito|confirmo|consulto|pregunto"
    r"|busco|pago|publico|subo|actualizo|traduzco|monto|coloco|cocino|coordino|negocio|contacto|convoco"
    r"|hablo con|quedo con|ocupo|riego|coso|cuelgo|reparto)"
)
"""What I do: closed, since any other word before “yo” may end in -o, too: pero, cuando, bueno."""

FUTURE = (
    r"(?!(?:se|hab|pod|esta|tend|quer|sab)r(?:á|án|emos)\b)(?:(?:se|nos|le|les|te|os|l[oa]s?) )*"
    r"\w+(?:[aeid]r)(?:á|án|emos)\b"
)
"""What others will do, or several with the speaker."""

TABLES = tables(
    stopwords="""
        a acá además ahí ahora al algo alguien algún alguna algunas algunos allá allí ante antes aquel
        aquella aquello aquí así aún aunque bastante bien bueno cada casi como cómo con contra creo cual
        cuál cuando cuándo cuánto de debe debemos deben debería decir del desde después dice dicho donde
        dónde dos durante e el él ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta
        está estaba están estar este esto estos estoy estamos fue fueron ha haber había habían hace hacer
        hacia han hasta hay he hemos hola hoy igual incluso ir la las le les lo los luego más me mejor menos
        mi mí mientras mis mismo misma mucho muchos muy nada nadie ni ninguna ninguno no nos nosotros
        nuestra nuestras nuestro nuestros nunca o os otra otras otro otros para pero poco por porque pues
        puede pueden puedo podemos que qué quien quién quiere quiero realmente se sea según ser será si sí
        sido siempre sin sino sobre sois solo sólo somos son soy su sus tal también tampoco tan tanto te
        tener tenemos tengo tiene tienen toda todas todavía todo todos tu tú tus u un una unas uno unos
        usted ustedes va vale vamos van vaya ver verdad vez vosotros voy y ya yo
    """,
    negations="no nunca jamás nadie nada ninguna ninguno ningún ni sin contra tampoco",
    framing="""
        discutir discusión hablar decidir decisión acordar acuerdo proponer propuesta mencionar explicar
        reunión equipo grupo participante miembro plan planear preguntar necesitar conversación tema punto
        notar decir plantear presentar revisar concluir resumir resumen informe informar relacionar proyecto
        considerar destacar subrayar
    """,
    work="""
        enviar envío envíe enviaré mandar mando mande mandaré escribir escribo escribiré redactar redacto
        redactaré preparar preparo prepare prepararé reservar reservo reserve reservaré pedir pido pediré
        encargar encargo encargaré comprobar compruebo comprobaré verificar verifico verificaré probar
        pruebo probaré corregir corrijo corregiré arreglar arreglo arreglaré reparar reparo repararé
        organizar organizo organizaré llamar llamo llame llamaré contactar contacto contactaré invitar
        invito invitaré compartir comparto compartiré publicar publico publicaré comprar compro compraré
        pagar pago pagaré imprimir imprimo imprimiré traducir traduzco traduciré entregar entrego entregaré
        instalar instalo instalaré crear creo crearé actualizar actualizo actualizaré comparar comparo
        recopilar recopilo terminar termino terminaré confirmar confirmo confirmaré buscar busco buscaré
        eliminar elimino subir subo subiré revisar reviso revisaré
    """,
    work_begins=True,
    decided=(
        r"(?:hemos|habíamos) (?:\w+ )?(?:decidido|acordado|quedado|elegido|optado)|(?:nos )?decidimos"
        "|acordamos|quedamos en|queda (?:decidido|acordado|aprobad[oa])|(?:está|es|fue) (?:decidido"
        "|acordado|aprobad[oa])|la decisión (?:es|final es)|se (?:ha )?(?:decidió|acordó|decidido"
        "|acordado|aprobó|aprobado)|(?:estamos|todos están|todos estamos) (?:todos )?de acuerdo en"
        "|el consenso es"
    ),
    proposed=(
        "propongo|propondría|sugiero|sugeriría|podríamos|deberíamos|vamos a (?:usar|mantener|mover|aplazar"
        "|posponer|lanzar"
        "|cancelar|contratar|comprar|cambiar|quitar|añadir)|usemos|aplacemos|pospongamos|cancelemos"
        "|dejemos|qué tal si"
    ),
    doubt=(
        "si (?:nos )?(?:decidimos|acordamos|hemos|hubiéramos)|quizás?|tal vez|a lo mejor|todavía no"
        "|aún no|no (?:hemos|estoy|está|se ha)|hemos decidido ya|nunca|hay que decidir"
        "|tenemos que decidir|antes de que|a menos que|supongamos|habría"
    ),
    question_words=(
        "qué|quién|cuándo|dónde|por qué|cómo|cuál|cuáles|cuánto|puedes|podéis|pueden|podemos|deberíamos"
    ),
    assent=(
        "sí|vale|de acuerdo|claro|perfecto|bien|muy bien|por supuesto|exacto|exactamente|buena idea"
        "|me parece bien|estoy de acuerdo|ok|okay|genial|sin problema|desde luego|hecho|conforme"
    ),
    dissent="no|no creo|no estoy de acuerdo|estoy en contra|pero|espera|esperad|imposible",
    but="pero|no|aunque|salvo|a menos",
    retract=(
        "olvídalo|olvidadlo|olviden eso|déjalo|mejor no|al final no|pensándolo bien|no, espera|en realidad no"
    ),
    lead_in="entonces|así que|y|pero|bueno|pues|vale|ok|okay|sí|luego|creo que|pienso que|a ver",
    commit=(
        rf"\b(?P<after>(?:(?:te|le|les|os|l[oa]s?|me) )*{DO} yo\b.*)|\byo (?P<before>(?:l[oa]s? )?{DO} .+)|"
        r"\b(?:yo )?voy a (?P<task>.+)|\b(?P<self>(?:yo )?me (?:encargo|encargaré|ocupo|ocuparé) (?:de"
        r"|del) .+)|\b(?P<future>(?:yo )?(?:te |le |les |os |lo |la |los |las )?\w+(?:aré|eré"
        r"|iré)\b\s*.+)|\b(?:yo )?(?:tengo que|debo|puedo) (?P<must>.+)"
        r"|^(?:(?:pues|vale|bueno|entonces|y|sí|claro|luego|mañana|hoy|el \w+)[,\s]+)*"
        r"(?P<given>(?:te|le|les|os) (?:hago|preparo|escribo|llevo|traigo|compro|mando|envío|reservo|reviso"
        r"|arreglo|reparo|imprimo|confirmo|busco|actualizo|traduzco) .+)"
    ),
    ask=(
        r"\b(?:puedes|podrías|puede|podría|pueden|podrían) (?:por favor |también )*(?P<task>.+)"
        r"|¿(?:\w+, )?(?P<second>(?:(?:nos|me|les|le) )?(?:mandas|envías|preparas|reservas|llamas|escribes"
        r"|compras|haces|organizas|imprimes|revisas|pides|traes|llevas|arreglas|reparas|traduces) [^?]+\?)"
    ),
    assign=(
        r"\b(?P<name>{names})(?: y yo\b)?(?:,? junto con (?:{names}),?)?"
        r"(?:(?: va a| van a| vamos a| debe| deben| debemos| debería| deberían| deberíamos| tiene que"
        r"| tienen que"
        r"| tenemos que| se encarga de| se encargan de| nos encargamos de|, por favor)\s+"
        rf"|\s+(?={FUTURE}))(?P<task>.+)"
    ),
    not_to_do="decir|reconocer|no|nunca|nada|jamás",
    conjunctions=(
        "pero|porque|aunque|para que|así que|si|y (?:luego|después|yo|tú|él|ella|nosotros)|creo|pienso"
    ),
    declined=(
        r"no puedo|no podré|estoy (?:de vacaciones|de baja|fuera|ocupad[oa]|enferm[oa])"
        r"|no tengo tiempo|prefiero que no|prefiero no|yo no|me es imposible|lo siento|lamentablemente"
    ),
    volunteered=(
        rf"(?:l[oa]s? )?{DO} yo\b|(?:yo )?(?:l[oa]s? (?:hago|llevo|preparo)|me encargo|me ocupo"
        r"|lo hago|lo haré|puedo hacerlo|lo puedo hacer|me encargaré"
        r"|lo asumo)|déjamelo a mí|ya me encargo yo"
    ),
    done=(r"ya (?:está hecho|lo hice|lo he hecho|lo envié|lo he enviado|está)"),
    retold=(
        r"ayer|anteayer|la semana pasada|el mes pasado|el año pasado|la última vez|en la (?:última"
        r"|anterior|pasada) (?:reunión|sesión)|en la reunión (?:anterior|pasada)"
        r"|hace (?:\w+ )?(?:días?|semanas?|mes(?:es)?|años?)|ya (?:habíamos|decidimos|acordamos)"
        r"|habíamos|antes habíamos|en su día"
    ),
    conditional=(
        r"si (?!quieres|queréis|quiere|quieren|te parece|os parece|les parece|hace falta|es posible"
        r"|puedo)(?:el|la|los|las|lo|no|se|nos|él|ella|ellos|hay|tengo|tenemos|llueve|todo|mi|tu|su)\b"
        r"|a menos que|siempre que|en teoría|habría|hubiera|supongamos"
    ),
    in_the_room=(
        r"pantalla|en el chat|un ejemplo|una pregunta|preguntas|responder|contestar|mostrar|enseñar|contar"
        r"|explicar|empezar|comenzar|continuar|seguir|leer en voz alta|dar(?:le)? la palabra|resumir"
        r"|presentar|oír(?:me)?|escuchar|silenciar|votar|decir|agradecer"
    ),
    procedure=(
        r"siguiente punto|próximo punto|siguiente tema|orden del día|(?:una|la) pausa"
        r"|acta .*aprobad[ao]|(?:la )?sesión (?:se )?(?:levanta|abre|cierra|queda)|empezar|continuar"
    ),
    owe=(
        r"\b(?:hay que|habría que|habrá que|tenemos que|alguien (?:tiene|tendría) que)"
        r" (?P<task>(?!decir\b|ver\b).+)"
    ),
    offered=rf"\b(?:debo|tengo que) (?P<task>[^?]+\?)|¿(?P<first>(?:(?:te|le|les|os|l[oa]s?) )*{DO} [^?]+\?)",
    anybody=(
        r"\b(?:quién|alguien) (?:puede|podría|quiere) (?P<task>.+)|\bquién (?P<does>(?:se encarga de "
        r"|prepara "
        r"|hace |escribe |llama |avisa |compra |lleva )\S.*)"
    ),
)
