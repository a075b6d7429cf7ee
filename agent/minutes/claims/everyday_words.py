"""Everyday words of languages other than English that may stand for each other, or tell nothing."""

SYNONYMS = {
    "de": """
        schicken,schickt,schicke,senden,sendet,zusenden,mailen,weiterleiten,zuschicken,übermitteln;
        anrufen,anruft,ruft,rufe,telefonieren,telefoniert;zahlen,zahlt,bezahlen,bezahlt,überweisen,
        überweist,
        begleichen,begleicht,überwiesen;kaufen,kauft,gekauft,besorgen,besorgt,anschaffen,anschafft,
        beschaffen;
        beginnen,beginnt,anfangen,anfängt,starten,startet,begonnen; enden,endet,aufhören,aufhört,ende;
        kümmern,kümmert,übernehmen,übernimmt,übernehme,erledigen,erledigt,leiten,leitet,leitung;
        verschieben,verschoben,verlegen,verlegt,vertagen,vertagt,schieben; reparieren,repariert,beheben,
        behoben,richten,instandsetzen; prüfen,prüft,kontrollieren,kontrolliert,testen,testet,überprüfen;
        brauchen,braucht,benötigen,benötigt,erforderlich,nötig; kosten,kostet,preis,betragen,beträgt;
        leute,personen,menschen; möglich,können,kann; vorschlagen,vorschlag,anregen,schlägt,schlage;
        einplanen,planen,rechnen,einzuplanen,einrechnen;renovieren,renoviert,sanieren,umbauen;bitten,
        bittet,bat;
        mitteilen,sagen,informieren,benachrichtigen;ersetzen,ersetzt,austauschen,getauscht,tauschen,
        wechseln;
        flur,gang,korridor; bibliothek,bibliotheken,bücherei,büchereien;
        wohnung,wohnungen; auto,wagen; fertig,beendet,abgeschlossen; absagen,streichen,gestrichen;
        einstellen,eingestellt,anstellen,engagieren; kündigen,entlassen; vertreten,vertritt,ersetzt
    """,
    "fr": """
        envoyer,envoie,envoyé,enverra,transmettre,transmis,expédier,adresser; appeler,appelle,appellera,
        téléphoner,téléphonera,téléphone; payer,paie,payé,régler,réglé,verser,versé,virer; acheter,achète,
        achètera,acheté,procurer; commencer,commence,débuter,débute,démarrer; finir,terminer,terminé,fini;
        occuper,occupe,charger,charge,prendre; reporter,reporté,déplacer,déplacé,décaler,repousser,repoussé;
        réparer,réparé,réparation; vérifier,vérifié,contrôler,contrôlé,tester,examiner;
        coûter,coûte,prix,coût,montant; gens,personnes; embaucher,embauché,engager,engagé,recruter,recruté;
        licencier,renvoyer,licencié;prévenir,prévenu,informer,avertir;louer,location,loué;neuf,neuve,
        nouveau,
        nouvelle; remplacer,remplacé,changer; accepter,accepté,approuver,approuvé,accord; manquer,manque;
        recevoir,reçu,reçoit,reçoivent; double,doublé; élevé,élevée,cher; fermer,fermé,ferme,fermée
    """,
    "es": """
        enviar,envía,enviará,envió,mandar,manda,mandará,mando,remitir;llamar,llama,llamo,telefonear;pagar,
        paga,
        pagó,abonar,abonó;comprar,compra,compró,adquirir;empezar,empieza,empiezan,comenzar,comienza,
        comenzarán,
        comenzará,iniciar;terminar,acabar,termina,acaba;encargar,encarga,encargo,ocupar,ocupa,ocupo,
        gestionar,
        tratar; aplazar,aplazado,posponer,pospuesto,retrasar; arreglar,arregla,reparar,repara,reparado;
        revisar,revisa,comprobar,comprueba,verificar; costar,cuesta,precio,coste; contratar,contratado,
        contrató,fichar; despedir,despedido,echar; avisar,avisa,informar,comunicar; reservar,reserva;
        necesitar,necesita,necesito,hacer,falta; cambiar,cambia,sustituir; tardar,tarda,durar,dura,demorar
    """,
    "it": """
        mandare,manda,manderà,mando,inviare,invia,invierà,spedire;chiamare,chiama,telefonare,telefona;
        pagare,paga,
        versare,saldare; comprare,compra,acquistare; cominciare,comincia,iniziare,inizia,partire; finire,
        terminare;occupare,occupa,prenotare,curare,gestire;rimandare,rimandiamo,rinviare,spostare,
        spostiamo;
        riparare,aggiustare,sistemare; controllare,verificare; costare,costa,prezzo,costo; assumere,assunto;
        licenziare,licenziato; avvisare,informare; servire,servono,bisogno,occorrere; contattare,contatta
    """,
    "nl": """
        sturen,stuurt,stuur,zenden,mailen,verzenden,doorsturen; bellen,belt,bel,gebeld,telefoneren,opbellen;
        betalen,betaalt,voldoen,overmaken; kopen,koopt,aanschaffen; beginnen,begint,starten,start; eindigen,
        stoppen; regelen,regelt,zorgen,zorgt,verzorgen; uitstellen,uitgesteld,verschuiven,schuift,verzetten;
        repareren,maken,herstellen; controleren,nakijken,testen; kosten,kost,prijs; reageren,gereageerd,
        antwoorden,geantwoord; vragen,vraagt,verzoeken; reserveren,boeken; mensen,personen
    """,
    "pt": """
        enviar,envia,envio,mandar,manda,remeter; ligar,liga,telefonar,telefona; pagar,paga,pagou,liquidar;
        comprar,compra,adquirir;começar,começa,iniciar,inicia,arrancar;terminar,acabar;tratar,trata,trato,
        ocupar,ocupa,encarregar; adiar,adiado,adiada; reparar,arranjar,consertar; verificar,conferir,rever;
        custar,custa,preço,custo; contratar,contratámos,contratou; despedir,despedido; avisar,informar,
        comunicar;precisar,precisa,precisamos,necessário;reclamar,reclamou,reclamações,queixar;mudar,muda,
        trocar; inscrever,inscritos,inscreveram
    """,
}
LIGHT = {
    "de": "ist sind war waren wird werden wurde wurden hat haben gibt gab es macht machen machte stattfindet",
    "es": "es son era fue fueron ser está están ha han hay hubo hace hacer tiene tienen va van será serán",
    "fr": "est sont était été a ont avait y fait faire va vont être avoir soit sera seront doit doivent",
    "it": "è sono era erano ha hanno c'è fa fare va vanno essere avere stato stati stata sarà deve devono",
    "nl": "is zijn was waren heeft hebben had er wordt worden werd doet doen gaat gaan moet moeten",
    "pt": "é são era foi foram ser está estão há houve tem têm faz fazer vai vão seja será serão tem",
}
NEGATIVE = {
    "de": r"\b(?:fehl(?:t|en|te|ten)|mangelt|verweiger\w+|lehn(?:t|en|te) \w+ ab|abgelehnt)\b",
    "es": r"\b(?:faltan?|faltaba|carec\w+|rechaz\w+|se niega\w*)\b",
    "fr": r"\b(?:manqu\w+|refus\w+|sans)\b",
    "it": r"\b(?:manca(?:no|va)?|rifiut\w+|senza)\b",
    "nl": r"\b(?:ontbre\w+|weiger\w+)\b",
    "pt": r"\b(?:faltam?|faltava|recus\w+|sem)\b",
}
VERBS = {
    "de": r"\b(?P<did>(?:ab|an|auf|aus|bei|ein|fest|her|hin|mit|nach|um|vor|weg|zu|zurück)?"
    r"ge\w{2,}(?:t|en))$"
    r"|\b(?:hat|haben|habe|wird|werden|wurde|wurden|ist|sind)\b.*\b(?P<verb>\w{4,}(?:t|en))$",
    "es": r"\b(?:ha|han|he|hemos|fue|fueron|ser|será|serán|van? a|tienen? que|pueden?|deben?|quiere) "
    r"(?:\w{1,3} )?(?P<verb>\w+(?:ado|ada|ados|adas|ido|ida|idos|idas|cho|to|ar|er|ir))\b(?P<did>(?!))?",
    "fr": r"\b(?:a|ont|ai|avons|est|sont|été|sera|seront|doit|doivent|va|vont|peut|peuvent|veut) "
    r"(?:\w'|\w{1,3} )?"
    r"(?P<verb>(?!été)\w+(?:é|ée|és|ées|er|ir|re|u|ue|is|it|çu))\b(?P<did>(?!))?",
    "it": r"\b(?:ha|hanno|ho|abbiamo|è|sono|stato|stati|stata|state|deve|devono|può|vuole|va) "
    r"(?P<verb>(?!stat)\w+(?:ato|ata|ati|ate|uto|uta|uti|ute|ito|ita|iti|ite|so|sa|tto|are|ere|ire))\b"
    r"(?P<did>(?!))?",
    "nl": r"\b(?P<did>(?:aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|voor|weg)?ge\w{3,}(?:t|d|en))\b"
    r"(?P<verb>(?!))?",
    "pt": r"\b(?:foi|foram|tem|têm|vai|vão|deve|devem|pode|podem|ser|será|serão|quer) "
    r"(?P<verb>\w+(?:ado|ada|ados|adas|ido|ida|idos|idas|to|ar|er|ir))\b(?P<did>(?!))?",
}
"""What is done, after a word of tense or modality; groups as in the English pattern."""
