"""Portuguese: word lists and cue phrases of the minutes."""

from agent.minutes.languages.tables import tables

FUTURE = r"(?!(?:se|esta|te|have|pode|sabe|quere)r(?:á|ão|emos)\b)\w+[aei]r(?:á|ão|emos)\b"
"""What others will do, or several with the speaker."""

TABLES = tables(
    stopwords="""
        a à agora ainda algo alguém algum alguma algumas alguns ali ante antes ao aos apenas após aquela
        aquele aquilo aqui as às assim até bem bom cada coisa com como contra cá da daí daquela daquele das
        de debaixo dela dele deles demais depois desde dessa desse desta deste deve devemos disse disso do
        dois dos e é ela elas ele eles em então entre era eram essa essas esse esses está estamos estão
        estar estas estava este estes estou eu fazer faz fez foi foram gente há hoje ia ir isso isto já lá
        lhe lhes logo lugar mais mas me melhor menos mesma mesmo meu meus minha minhas muita muitas muito
        muitos na nada não nas nem nenhum nenhuma ninguém no nos nós nossa nossas nosso nossos num numa
        nunca o obrigada obrigado oi olá onde ontem os ou outra outras outro outros para pela pelas pelo
        pelos pode podem podemos pois por porque porquê posso pouca pouco pra primeiro próprio quais qual
        qualquer quando quanto quase que quê quem quer quero se sem sempre sendo ser será seu seus si sim só
        sobre somos são sou sua suas tal também tampouco tanto te tem têm temos ter teu tinha tive toda
        todas todo todos tu tua tudo um uma umas uns vai vamos vão vem ver vez você vocês vou
    """,
    negations="não nunca jamais ninguém nada nenhum nenhuma nem sem contra tampouco",
    framing="""
        discutir discussão falar decidir decisão acordar acordo combinar propor proposta mencionar explicar
        reunião equipe equipa grupo participante membro plano planejar planear perguntar precisar conversa
        tema assunto ponto notar dizer levantar apresentar rever revisar concluir resumir resumo relatório
        relatar projeto projecto considerar destacar sublinhar
    """,
    work="""
        enviar envio envie enviarei mandar mando mandarei escrever escrevo escreverei redigir redijo
        preparar preparo prepare prepararei reservar reservo reserve reservarei encomendar encomendo
        encomendarei verificar verifico verificarei testar testo testarei corrigir corrijo corrigirei
        consertar conserto consertarei arranjar arranjo organizar organizo organizarei ligar ligo ligarei
        contatar contactar contacto contatarei convidar convido convidarei compartilhar compartilho
        partilhar partilho publicar publico publicarei comprar compro comprarei pagar pago pagarei imprimir
        imprimo imprimirei traduzir traduzo traduzirei entregar entrego entregarei instalar instalo
        instalarei criar crio criarei atualizar atualizo atualizarei actualizar comparar comparo recolher
        recolho reunir terminar termino terminarei confirmar confirmo confirmarei procurar procuro apagar
        apago carregar carrego encarrego
    """,
    work_begins=True,
    decided=(
        "(?:nós )?(?:decidimos|combinamos|acordámos|acordamos|concordamos em|optamos por|escolhemos"
        r"|resolvemos)|(?:temos|tínhamos|foi|ficou|está|fica) (?:\w+ )?(?:decidido|combinado|acordado"
        "|aprovad[oa])|a decisão (?:é|final é|foi)|estamos de acordo (?:em|que|com)|a gente decidiu"
        "|estamos todos de acordo (?:em|que|com)|todos concordam (?:em|que|com)|o consenso é"
        "|decidiu-se"
    ),
    proposed=(
        "proponho|proporia|sugiro|sugeriria|poderíamos|podíamos|deveríamos|devíamos|vamos (?:usar|manter"
        "|mover|adiar"
        "|lançar|cancelar|contratar|comprar|mudar|tirar|adicionar|ficar com)|que tal|e se"
    ),
    doubt=(
        "se (?:nós )?(?:decidimos|decidirmos|tivermos|tivéssemos)|talvez|se calhar|ainda não"
        "|não (?:decidimos|temos|está|estou|combinamos)|já decidimos|nunca|temos (?:ainda )?(?:de"
        "|que) decidir|é preciso decidir|antes de|a menos que|suponhamos|teríamos"
    ),
    question_words=(
        "o que|quem|quando|onde|por que|porquê|como é|qual|quais|quanto|você pode|podes|pode|podemos"
        "|deveríamos|será que"
    ),
    assent=(
        "sim|claro|certo|de acordo|está bem|tá bom|tudo bem|perfeito|ok|okay|concordo|exato"
        "|exatamente|boa ideia|com certeza|combinado|pode ser|sem problema|ótimo|beleza"
    ),
    dissent="não|não acho|não concordo|discordo|sou contra|mas|espera|esperem|impossível",
    but="mas|não|só se|porém|a menos",
    retract=(
        "esquece|esqueçam|deixa (?:para lá|pra lá|estar)|melhor não|na verdade não|não, espera"
        "|pensando melhor|afinal não"
    ),
    lead_in="então|e|mas|bom|bem|pois|ok|okay|sim|depois|acho que|penso que|portanto|olha",
    commit=(
        r"\beu (?P<present>(?:peço|mando|envio|escrevo|preparo|reservo|ligo|compro|organizo|aviso|faço"
        r"|levo|trago|marco"
        r"|imprimo|convido|trato d\w+) "
        r"(?!anos\b|aniversário\b|tempo\b|questão\b|ideia\b|parte\b|falta\b|férias\b|a (?:mal|sério"
        r"|bem)\b|em conta\b"
        r"|de conta\b).+)|"
        r"\b(?:eu )?vou (?P<task>.+)|\b(?P<self>(?:eu )?(?:me encarrego|encarrego-me|cuido"
        r"|trato) (?:de|do|da|dos|das) .+)|\b(?P<future>(?:eu )?\w+(?:arei|erei|irei)\b\s*.+)"
        r"|\b(?:eu )?(?:tenho (?:de|que)|devo|posso) (?P<must>.+)"
    ),
    ask=(
        r"\b(?:você pode|você poderia|podes|poderias|pode|poderia|podem|poderiam) (?:por favor "
        "|também )*(?P<task>.+)"
    ),
    assign=(
        r"\b(?P<name>{names})(?: e eu\b)?(?:,? (?:juntamente com|junto com|com) (?:o |a )?(?:{names}),?)?"
        r"(?:(?: vai| vão| vamos| deve| devem| devemos| deveria| deveriam| deveríamos| tem de| têm de"
        r"| temos de"
        r"| tem que| têm que| temos que| fica de| ficam de| ficamos de|, por favor)\s+"
        rf"|\s+(?={FUTURE}))(?P<task>.+)"
    ),
    not_to_do="dizer|admitir|não|nunca|nada|jamais",
    conjunctions="mas|porque|embora|para que|se|e (?:depois|então|eu|tu|ele|ela|nós|você)|acho|penso",
    declined=(
        r"não posso|não vou poder|não consigo|estou (?:de férias|de licença|fora|ocupad[oa]|doente)"
        r"|não tenho tempo|prefiro não|prefiro que não|eu não|infelizmente|lamento|desculpa"
    ),
    volunteered=(
        r"(?:eu )?(?:faço isso|faço eu|trato disso|cuido disso|posso fazer|encarrego-me|me encarrego"
        r"|fico com isso|assumo isso|farei isso)|deixa comigo"
    ),
    done=(r"já (?:está feito|está|fiz|foi feito|enviei|mandei)"),
    retold=(
        r"ontem|anteontem|na semana passada|no mês passado|no ano passado|da última vez|na (?:última"
        r"|anterior) (?:reunião|sessão)|na reunião (?:anterior|passada)|há (?:\w+ )?(?:dias?|semanas?"
        r"|mes(?:es)?|anos?)|tínhamos|já (?:tínhamos|decidimos|combinámos|combinamos)|antigamente"
    ),
    conditional=(
        r"se (?!quiseres|quiserem|quiser|for preciso|for possível|puder|der|precisar)(?:o|a|os|as|não"
        r"|ele|ela|eles|elas|chover|houver|tudo|tivermos|tiver|meu|minha|teu|seu|nós|eu)\b|a menos que"
        r"|desde que|em teoria|teria|suponhamos|caso (?:o|a|os|as|não|ele|ela|haja)"
    ),
    in_the_room=(
        r"ecrã|no chat|tela|um exemplo|uma pergunta|perguntas|responder|mostrar|contar|explicar|começar"
        r"|continuar|ler em voz alta|passar a palavra|resumir|apresentar|ouvir(?:-me)?|silenciar|votar"
        r"|agradecer"
    ),
    procedure=(
        r"próximo ponto|ponto seguinte|ordem do dia|ordem de trabalhos|(?:uma|a) pausa|ata .*aprovada"
        r"|(?:a )?sessão (?:está )?(?:encerrada|aberta)|começar|continuar"
    ),
    owe=(
        r"\b(?:é preciso|é necessário|temos (?:de|que)|há que|alguém (?:tem|deve|devia) (?:de |que )?)"
        r" ?(?P<task>(?!dizer\b|ver\b).+)"
    ),
    offered=r"\b(?:devo|tenho de|tenho que) (?P<task>[^?]+\?)",
    anybody=(
        r"\b(?:quem|alguém) (?:pode|poderia|quer|podia) (?P<task>.+)|\bquem (?P<does>(?:trata d\w+ "
        r"|prepara |faz "
        r"|escreve |liga |avisa |compra |traz )\S.*)"
    ),
)
