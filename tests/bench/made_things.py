"""Claims about made meetings that tell of another thing, person or place, in seven languages."""

from datetime import date

from tests.bench.made_claims import made_meeting

DAY = date(2026, 3, 4)
THINGS = (
    made_meeting(
        "things",
        DAY,
        """
Nina: The printer in the hallway is broken.
Nina: The insurance covers water damage in the cellar.
Nina: Our supplier delivers fresh milk on Mondays.
Nina: The doctor prescribed a strong painkiller.
Nina: The bakery pays the rent late.
Nina: We decided to hire a young engineer from Poland.
Nina: The caterer brings vegetarian soup to the wedding.
Nina: The nurse left the key in the drawer of the desk.
Nina: We need more volunteers for the kitchen.
Nina: The lawyer wants to see the original contract.
""",
        """
1 | + | another thing | The hallway's printer is broken.
1 | - | another thing | The printer in the office is broken.
1 | - | another thing | The scanner in the hallway is broken.
2 | + | another thing | Water damage in the cellar is covered by the insurance.
2 | - | another thing | The insurance covers fire damage in the cellar.
2 | - | another thing | The insurance covers water damage in the garage.
3 | + | another thing | The supplier brings fresh milk on Mondays.
3 | - | another thing | The supplier delivers fresh bread on Mondays.
4 | + | another thing | A strong painkiller was prescribed by the doctor.
4 | - | another thing | The doctor prescribed a mild painkiller.
5 | + | another thing | The bakery is late in paying the rent.
5 | - | another thing | The butcher pays the rent late.
6 | + | another thing | They decided to employ a young engineer from Poland.
6 | - | another thing | They decided to hire an experienced engineer from Poland.
6 | - | another thing | They decided to hire a young engineer from Spain.
7 | + | another thing | The caterer will bring vegetarian soup to the wedding.
7 | - | another thing | The caterer brings vegetarian cake to the wedding.
7 | - | another thing | The caterer brings vegetarian soup to the funeral.
8 | + | another thing | The key was left in the desk drawer by the nurse.
8 | - | another thing | The nurse left the phone in the drawer of the desk.
9 | + | another thing | The kitchen needs more volunteers.
9 | - | another thing | More volunteers are needed for the garden.
10 | + | another thing | The lawyer asks for the original contract.
10 | - | another thing | The lawyer wants to see the original invoice.
""",
    ),
    made_meeting(
        "in parallel",
        DAY,
        """
Abel: I'll paint the door.
Cleo: I'll also paint the fence.
Abel: I bought the red car.
Cleo: I bought the blue car.
Abel: I voted for the tax.
Cleo: I voted for the park.
Abel: My budget is ten thousand.
Cleo: My budget is twenty thousand.
Abel: I'll write to the mayor.
Cleo: I'll write to the bishop.
Abel: My train leaves at nine.
Cleo: My train leaves at ten.
""",
        """
1,2 | + | another speaker | Cleo will paint the fence.
1,2 | - | another speaker | Cleo will paint the door.
4 | + | another speaker | Cleo bought the blue car.
3,4 | - | another speaker | Cleo bought the red car.
5,6 | + | another speaker | Abel voted for the tax.
5,6 | - | another speaker | Cleo voted for the tax.
7,8 | + | another speaker | Cleo's budget is twenty thousand.
7,8 | - | another speaker | Cleo's budget is ten thousand.
9,10 | + | another speaker | Abel will write to the mayor.
9,10 | - | another speaker | Cleo will write to the mayor.
11,12 | + | another speaker | Abel's train leaves at nine.
11,12 | - | another speaker | Cleo's train leaves at nine.
""",
    ),
    made_meeting(
        "exchanged",
        DAY,
        """
Abel: We switch from gas to electricity.
Abel: We are moving from the river to the hill.
Cleo: I prefer tea to coffee.
Cleo: We chose oak over pine.
Abel: We chose the train instead of the plane.
Abel: We replace paper with plastic.
Cleo: They carry the sofa out of the van into the hall.
""",
        """
1 | + | exchanged things | They switch from gas to electricity.
1 | - | exchanged things | They switch from electricity to gas.
2 | + | exchanged things | They are moving to the hill from the river.
2 | - | exchanged things | They are moving from the hill to the river.
3 | + | exchanged things | Cleo prefers tea to coffee.
3 | - | exchanged things | Cleo prefers coffee to tea.
4 | + | exchanged things | They chose oak over pine.
4 | - | exchanged things | They chose pine over oak.
5 | + | exchanged things | They chose the train rather than the plane.
5 | - | exchanged things | They chose the plane instead of the train.
6 | + | exchanged things | Paper is replaced with plastic.
6 | - | exchanged things | Plastic is replaced with paper.
7 | + | exchanged things | The sofa is carried out of the van into the hall.
7 | - | exchanged things | The sofa is carried out of the hall into the van.
""",
    ),
    made_meeting(
        "exchanged, de",
        DAY,
        """
Jana: Wir wechseln von Gas zu Strom.
Jana: Die Kisten kommen aus dem Keller auf den Dachboden.
""",
        """
1 | + | exchanged things | Es wird von Gas zu Strom gewechselt.
1 | - | exchanged things | Es wird von Strom zu Gas gewechselt.
2 | + | exchanged things | Die Kisten kommen auf den Dachboden aus dem Keller.
2 | - | exchanged things | Die Kisten kommen aus dem Dachboden auf den Keller.
""",
        "de",
    ),
    made_meeting(
        "exchanged, fr",
        DAY,
        """
Luc: On passe du gaz à l'électricité.
""",
        """
1 | + | exchanged things | On passera du gaz à l'électricité.
1 | - | exchanged things | On passe de l'électricité au gaz.
""",
        "fr",
    ),
    made_meeting(
        "exchanged, es",
        DAY,
        """
Eva: Pasamos del café al té.
""",
        """
1 | + | exchanged things | Pasaremos del café al té.
1 | - | exchanged things | Pasamos del té al café.
""",
        "es",
    ),
    made_meeting(
        "exchanged, it",
        DAY,
        """
Rita: Ci spostiamo dalla stazione al porto.
""",
        """
1 | + | exchanged things | Ci si sposta dalla stazione al porto.
1 | - | exchanged things | Ci si sposta dal porto alla stazione.
""",
        "it",
    ),
    made_meeting(
        "exchanged, pt",
        DAY,
        """
Rui: Mudamos da loja para o armazém.
""",
        """
1 | + | exchanged things | Muda-se da loja para o armazém.
1 | - | exchanged things | Mudamos do armazém para a loja.
""",
        "pt",
    ),
    made_meeting(
        "exchanged, nl",
        DAY,
        """
Mies: We gaan van de markt naar de haven.
""",
        """
1 | + | exchanged things | Ze gaan van de markt naar de haven.
1 | - | exchanged things | We gaan van de haven naar de markt.
""",
        "nl",
    ),
    made_meeting(
        "reservations",
        DAY,
        """
Abel: I tried to open the safe.
Abel: We forgot to lock the gate.
Abel: We almost lost the client.
Abel: Almost every tenant paid.
Abel: Not all trains stop here.
Abel: Half of the staff work from home.
Abel: At least ten guests come.
Abel: We only close when it snows.
Abel: It is false that the bank closed.
Abel: The loan is approved, isn't it?
Abel: We managed to repair the lift.
""",
        """
1 | + | reservation | Abel tried to open the safe.
1 | - | reservation | Abel opened the safe.
2 | + | reservation | They forgot to lock the gate.
2 | - | reservation | They locked the gate.
3 | + | reservation | They almost lost the client.
3 | - | reservation | They lost the client.
4 | + | reservation | Almost every tenant paid.
4 | - | reservation | Every tenant paid.
5 | + | reservation | Not all trains stop here.
5 | - | reservation | No trains stop here.
6 | + | reservation | Half of the staff work from home.
6 | - | reservation | The whole staff works from home.
7 | + | reservation | At least ten guests come.
7 | - | reservation | Exactly ten guests come.
8 | + | reservation | They only close when it snows.
8 | - | reservation | They close.
9 | + | reservation | It is false that the bank closed.
9 | - | reservation | The bank closed.
10 | + | reservation | Abel asks if the loan is approved.
10 | - | reservation | The loan is approved.
11 | + | reservation | They repaired the lift.
11 | - | reservation | They could not repair the lift.
""",
    ),
    made_meeting(
        "reservations, de",
        DAY,
        """
Jana: Fast alle Mieter haben bezahlt.
Jana: Uwe hat vergessen, das Tor abzuschließen.
Jana: Nicht alle Züge halten hier.
""",
        """
1 | + | reservation | Fast alle Mieter haben bezahlt.
1 | - | reservation | Alle Mieter haben bezahlt.
2 | + | reservation | Uwe hat vergessen, das Tor abzuschließen.
2 | - | reservation | Uwe hat das Tor abgeschlossen.
3 | + | reservation | Nicht alle Züge halten hier.
3 | - | reservation | Kein Zug hält hier.
""",
        "de",
    ),
    made_meeting(
        "reservations, fr",
        DAY,
        """
Luc: Il a oublié de fermer la porte.
""",
        """
1 | + | reservation | Il a oublié de fermer la porte.
1 | - | reservation | Il a fermé la porte.
""",
        "fr",
    ),
    made_meeting(
        "reservations, es",
        DAY,
        """
Eva: Olvidó cerrar la puerta.
""",
        """
1 | + | reservation | Olvidó cerrar la puerta.
1 | - | reservation | Cerró la puerta.
""",
        "es",
    ),
    made_meeting(
        "reservations, it",
        DAY,
        """
Rita: Ha dimenticato di chiudere il cancello.
""",
        """
1 | + | reservation | Ha dimenticato di chiudere il cancello.
1 | - | reservation | Ha chiuso il cancello.
""",
        "it",
    ),
    made_meeting(
        "reservations, nl",
        DAY,
        """
Mies: Bijna iedereen heeft betaald.
""",
        """
1 | + | reservation | Bijna iedereen heeft betaald.
1 | - | reservation | Iedereen heeft betaald.
""",
        "nl",
    ),
    made_meeting(
        "dinge",
        DAY,
        """
Jana: Der Drucker im Flur ist kaputt.
Jana: Der Chor singt am Sonntag in der Kirche.
Jana: Wir haben beschlossen, das blaue Auto zu kaufen.
Jana: Die Schule bekommt neue Fenster aus Holz.
""",
        """
1 | + | another thing | Im Flur ist der Drucker kaputt.
1 | - | another thing | Der Drucker im Büro ist kaputt.
2 | + | another thing | Am Sonntag singt der Chor in der Kirche.
2 | - | another thing | Der Chor singt am Sonntag im Park.
3 | + | another thing | Es wurde beschlossen, das blaue Auto zu kaufen.
3 | - | another thing | Es wurde beschlossen, das rote Auto zu kaufen.
4 | + | another thing | Die Schule wird neue Holzfenster bekommen.
4 | - | another thing | Die Schule bekommt neue Türen aus Holz.
""",
        "de",
    ),
    made_meeting(
        "choses",
        DAY,
        """
Luc: L'imprimante du couloir est en panne.
Luc: La chorale chante dimanche à l'église.
Luc: Nous avons décidé d'acheter la voiture bleue.
Luc: Le boulanger livre le pain frais à la cantine.
""",
        """
1 | + | another thing | L'imprimante qui est dans le couloir est en panne.
1 | - | another thing | L'imprimante du bureau est en panne.
2 | + | another thing | Dimanche, la chorale chante à l'église.
2 | - | another thing | La chorale chante dimanche au parc.
3 | + | another thing | Il a été décidé d'acheter la voiture bleue.
3 | - | another thing | Il a été décidé d'acheter la voiture rouge.
4 | + | another thing | Le pain frais est livré à la cantine par le boulanger.
4 | - | another thing | Le boucher livre le pain frais à la cantine.
""",
        "fr",
    ),
    made_meeting(
        "cosas",
        DAY,
        """
Eva: La impresora del pasillo está rota.
Eva: Hemos decidido comprar el coche azul.
Eva: El jardinero cortó el árbol viejo del patio.
""",
        """
1 | + | another thing | Está rota la impresora del pasillo.
1 | - | another thing | La impresora de la oficina está rota.
2 | + | another thing | Se decidió comprar el coche azul.
2 | - | another thing | Se decidió comprar el coche rojo.
3 | + | another thing | El árbol viejo del patio fue cortado por el jardinero.
3 | - | another thing | El jardinero cortó el árbol viejo del parque.
""",
        "es",
    ),
    made_meeting(
        "cose",
        DAY,
        """
Rita: Il sindaco ha inaugurato la nuova biblioteca del quartiere.
Rita: Abbiamo deciso di comprare la lavatrice bianca.
""",
        """
1 | + | another thing | La nuova biblioteca del quartiere è stata inaugurata dal sindaco.
1 | - | another thing | Il sindaco ha inaugurato la nuova palestra del quartiere.
2 | + | another thing | È stato deciso di comprare la lavatrice bianca.
2 | - | another thing | È stato deciso di comprare la lavatrice rossa.
""",
        "it",
    ),
    made_meeting(
        "coisas",
        DAY,
        """
Rui: O carteiro deixou a encomenda na portaria do prédio.
""",
        """
1 | + | another thing | A encomenda foi deixada pelo carteiro na portaria do prédio.
1 | - | another thing | O carteiro deixou a encomenda na garagem do prédio.
""",
        "pt",
    ),
    made_meeting(
        "dingen",
        DAY,
        """
Mies: De conciërge heeft de sleutel van de gymzaal verloren.
""",
        """
1 | + | another thing | De sleutel van de gymzaal is door de conciërge verloren.
1 | - | another thing | De conciërge heeft de sleutel van de kelder verloren.
""",
        "nl",
    ),
)
