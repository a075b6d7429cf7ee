"""The ways in which people take tasks and settle things in talk, and what only sounds like it."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from server.meeting.minutes import Minutes
from tests.unit.minutes.made_up_speech import said

TASKS = (
    ("Ann: So I guess what I should do is send you the list of files.", "Tom: Yeah."),
    ("Ann: Yeah, I should email them about that broken disk.", "Tom: Okay."),
    ("Ann: You should probably ask Morgan about the disk.", "Tom: Yeah, I'll ask him."),
    ("Ann: I'm gonna keep working on the tide model.", "Tom: OK."),
    ("Ann: I was gonna run the test on the new samples tomorrow.", "Tom: Okay."),
    ("Ann: We should get him to send us the readings.", "Tom: Yeah, I can ask him."),
    ("Ann: Could you make a web page with the links?", "Tom: Sure."),
    ("Ann: So you're gonna put that on the web?", "Tom: Yeah."),
    ("Ann: I will be putting up the draft tonight.",),
    ("Ann: I need to talk to Morgan about the schedule.", "Tom: Okay."),
    ("Ann: Can somebody check whether the tank is full?", "Tom: I'll check."),
    ("Ann: And I'm working on the paper, I'll send a draft around by Thursday.",),
    ("Ann: The other thing is that I have to write the abstract for the workshop.",),
    ("Ann: It'd be good if you could write that procedure up.", "Tom: Sure, I'll do that."),
    ("Ann: Next week I'm going to look at the noise in the pumps.",),
    ("Ann: Do you wanna take over the mailing list?", "Tom: Okay."),
    ("Ann: I can send you the pictures.", "Tom: That would be great."),
    ("Ann: Mr Price, can you let us have the costs in writing?", "Tom: Yes, we'll provide that."),
    ("Tom: I don't have that to hand but I can write to you with the details.", "Ann: Thank you."),
    ("Tom: I'd be happy to follow up with the member on that case.",),
    ("Tom: I will certainly raise that with the department.", "Ann: Thank you."),
    ("Tom: I think I'll order a new valve for the boiler.", "Ann: Good."),
    ("Ann: I think you should call the supplier, Tom.", "Tom: Okay, will do."),
    ("Ann: The depot is late every week.", "Tom: We'll look into the delays at the depot."),
    ("Tom: I'll put together some numbers for next time.",),
    ("Ann: Tom's going to talk to the printers and I'll chase the venue.", "Tom: Yes."),
    ("Ann: So the next step is to get three quotes for the roof.", "Tom: I can do that."),
    ("Ann: You want to send that letter round to the parents?", "Tom: Yeah, will do."),
    ("Ann: Why don't you draft a letter and send it to me?", "Tom: Okay."),
    ("Ann: Would it be possible for you to send us those figures?", "Tom: Yes, we can provide that."),
    ("Ann: Could you write to us with that information about the grants?", "Tom: Yes, of course."),
    ("Ann: We'll write to the minister about the grants.", "Tom: Thank you."),
    ("Ann: Perhaps you could let us have a note on the waiting times.", "Tom: Certainly."),
    ("Ann: I'd be grateful if you could send the committee the breakdown.", "Tom: We will."),
    ("Tom: I don't have that figure with me, but I'll write to the committee with it.",),
    ("Ann: What about the insurance?", "Tom: I'll take that away and come back to you."),
    ("Tom: I'm going to try the smaller filter this week.", "Ann: Good."),
    ("Ann: You should try the smaller filter.", "Tom: Yeah, I'll try that."),
    ("Tom: I still have to fix the pump before we open.", "Ann: Yes, please."),
    ("Tom: That's an action for me, to check the licence.",),
    ("Ann: You'll look into the lights then, Tom?", "Tom: Yes."),
    ("Ann: Somebody should tell the neighbours about the noise.", "Tom: I'll tell them."),
    ("Ann: Let's review the figures at the next meeting.", "Tom: Okay."),
    ("Tom: I'll try and get the newsletter out before the weekend.",),
    ("Ann: Who'll speak to the landlord about the lease?", "Tom: Leave it with me."),
    ("Tom: I'm happy to take a first pass at the brochure.", "Ann: Great."),
    ("Ann: Let's set up a call with the architect.", "Tom: I'll set it up."),
    ("Ann: Everyone please send me your hours by Friday.",),
    ("Ann: I think the best thing is if you call the clinic, Tom.", "Tom: Okay, I'll call them."),
    ("Ann: Tom, is the sign ordered?", "Tom: Not yet, I'll do it tomorrow."),
    ("Ann: Did anybody check the boiler?", "Tom: No, I'll check it."),
    ("Ann: We still need a quote for the fence.", "Tom: I'll get one."),
    ("Ann: Your job for next week is to find a caterer, Tom.", "Tom: Okay."),
    ("Ann: Tom will be taking over the website from Priya.",),
    ("Ann: We need to renew the licence before the end of the month.",),
    ("Ann: We should really ask the council about the parking.", "Tom: Yeah, I'll ask them."),
    ("Tom: Do you want me to book the hall?", "Ann: Yes please."),
    ("Ann: so tom can you get the samples to the lab", "Tom: yep"),
    ("Tom: I will look at whether the older readings have the same problem and let you know.",),
    ("Tom: What I'll do is I'll rerun the test with the other samples.", "Ann: Good."),
    ("Ann: And you're gonna redo the plots with the new scale?", "Tom: Yeah."),
    ("Ann: Can you provide the committee with a copy of that report?", "Tom: I'm happy to do so."),
    ("Ann: If you don't mind, could you forward me the offer?", "Tom: Sure, no problem."),
)
DECISIONS = (
    ("Ann: Let's get the recordings typed up first.", "Tom: Yeah.", "Priya: Sounds good."),
    ("Ann: So we decided that we're gonna use the first channel.",),
    ("Ann: OK, so we'll just ignore the gaps for now.", "Tom: Right."),
    ("Ann: So we agreed to use the same list for both.",),
    ("Ann: Why don't we just use the close cameras.", "Tom: Yeah okay."),
    (
        "Ann: So, we'll publish the letter on our website. Is everyone happy with that?",
        "Tom: Yes.",
        "Priya: Yes.",
    ),
    ("Ann: Can we agree to hold the rest of the meeting in private?", "Tom: Agreed.", "Priya: Yes."),
    ("Ann: So what we're saying is, no deposit for members.", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Okay, so we'll go ahead with the blue carpet.", "Tom: Good."),
    (
        "Ann: How many stalls, two or three?",
        "Tom: Two is enough.",
        "Ann: Let's leave it at two stalls then.",
        "Tom: Fine.",
    ),
    (
        "Ann: Should we move the practice to Monday?",
        "Tom: I'd keep Tuesday.",
        "Ann: Okay, we stick with Tuesday.",
        "Tom: Good.",
    ),
    ("Ann: So it'll be the eleventh for the fair.", "Tom: Great.", "Priya: Yes."),
    ("Ann: We're not doing the raffle this year, right?", "Tom: Right.", "Priya: No."),
    ("Ann: I propose moving the fair to May.", "Tom: Works for me.", "Priya: Me too."),
    (
        "Ann: We would suggest putting back the opening by a week.",
        "Tom: That's fine for me.",
        "Priya: Yes, fine.",
    ),
    ("Ann: So the consensus is to wait for the second offer.", "Tom: Yes."),
    ("Ann: So the consensus seems to be to wait for the second offer.",),
    ("Ann: I think we're all in agreement that the opening is in two weeks.", "Tom: Yes."),
    ("Ann: It sounds like everybody's happy with the second design.",),
    ("Ann: I think we've landed on the second design.", "Tom: Yes."),
    ("Tom: We could rent two vans for the move.", "Ann: Yeah, let's do that.", "Priya: Okay."),
    (
        "Tom: The handle could be wood or steel.",
        "Ann: I like wood.",
        "Tom: So the handle will be wood.",
        "Priya: Yes.",
    ),
    ("Ann: I think it's better not to print programmes.", "Tom: Agreed.", "Priya: Yeah, save the money."),
    ("Tom: Should we change the menu?", "Ann: Let's keep it as it is for now.", "Tom: Okay."),
    ("Ann: Let's not do the survey this year.", "Tom: Okay.", "Priya: Fine."),
    ("Ann: Are members content that we write to the minister? I see that they are.",),
    ("Ann: Are members content to publish the letters?", "Tom: Content.", "Priya: Yes."),
    (
        "Tom: We talked about the colour for an hour.",
        "Ann: Right, that's settled. Green tiles in the kitchen.",
    ),
    ("Ann: Do we want a lid on the box?", "Tom: No.", "Priya: No, I don't think so."),
    ("Ann: Should we postpone the concert?", "Tom: I think we should.", "Priya: Yes, definitely."),
    ("Ann: So we do want the longer lease.", "Tom: Yeah.", "Priya: Yeah."),
    ("Ann: Oh and we want a round table, yeah?", "Tom: Yeah.", "Priya: Yeah, round."),
    ("Ann: Everyone agreed on the smaller tents, so we're leaving it at that.", "Tom: Yes."),
    ("Ann: We are definitely not going to include the pool in the first phase.",),
    ("Ann: We'll hold off on the new phones until the spring.", "Tom: Makes sense."),
    ("Ann: The plan is to open the second branch in May.", "Tom: Yes.", "Priya: Good."),
    ("Ann: Did we decide on a colour? Let's go with a plain grey?", "Tom: Plain grey.", "Priya: Yep."),
    ("Ann: Members have agreed to defer the inspection until June.",),
    ("Ann: So we'll just use the same questions as last year.", "Tom: Yeah.", "Priya: Okay."),
    (
        "Ann: I think we should use the same questions as last year.",
        "Tom: Yes, I agree.",
        "Priya: Yeah, me too.",
    ),
    ("Ann: I'd say we drop the second shift.", "Tom: Yes.", "Priya: Agreed."),
    ("Ann: From now on the kitchen closes at nine.",),
    ("Ann: Okay then we'll meet on Thursdays.", "Tom: Fine."),
    ("Ann: Is there consensus to accept the offer?", "Tom: Yes.", "Priya: Yes."),
    ("Ann: I hear no objections to the new fee, so that is accepted.",),
    (
        "Tom: My suggestion would be to merge the two classes.",
        "Ann: Yeah, that makes sense.",
        "Priya: Yes, good idea.",
    ),
)
NEITHER = (
    ("Ann: If that doesn't work we will go back to the old one.", "Tom: Yeah."),
    ("Ann: I sent you the list yesterday.", "Tom: Yeah."),
    ("Ann: You'd have to run the whole thing again.", "Tom: Yeah."),
    ("Tom: I will be happy to answer the question.", "Ann: Thank you."),
    ("Tom: We will continue to support families.", "Ann: Thank you."),
    ("Tom: I can say that we will work with the provinces.", "Ann: Thank you."),
    ("Ann: I think I can send pictures with this phone.", "Tom: Yes."),
    ("Ann: I hope I'll order a boat some day.", "Tom: Yes."),
    ("Ann: I'll just share my screen.",),
    ("Ann: You can see the figures here.", "Tom: Yes."),
    ("Ann: You'll have heard of the reform.", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Last year we decided to move the fair to May.", "Tom: Yes."),
    ("Ann: Do you want coffee?", "Tom: Yes.", "Priya: Yes please."),
    ("Ann: Shall we start?", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Is it raining in Leeds?", "Tom: Yes.", "Priya: Yes."),
    ("Ann: You want to go first?", "Tom: Sure."),
    ("Ann: They're going to change the law on fences.", "Tom: Right.", "Priya: Yes."),
    ("Ann: We'll see.", "Tom: Yes."),
    ("Ann: The new engine is going to be slower than the old one.", "Tom: Yeah.", "Priya: Yeah."),
    ("Ann: You have to multiply the weight by two.", "Tom: Yeah."),
    ("Ann: The next step in the recipe is to add the flour.", "Tom: Right."),
    ("Ann: Do we have enough chairs?", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Should we be worried about the price of steel?", "Tom: I think so.", "Priya: Yes."),
    ("Ann: Would it be possible to hear the sound?", "Tom: Yes."),
    ("Ann: Why don't you like the colour?", "Tom: Okay, it is too dark."),
    ("Ann: I'm going to talk about three things today.", "Tom: Okay."),
    ("Ann: The consensus in the literature is that salt is bad.",),
    ("Ann: So it'll be cold on the eleventh.", "Tom: Great."),
    ("Ann: Many people are responsible for their own tickets.", "Tom: Right."),
    ("Ann: I think it's better not to know.", "Tom: Yeah."),
    ("Ann: The plan was to open a branch in May.", "Tom: Yes.", "Priya: Right."),
    ("Ann: You'll get the idea.", "Tom: Yes."),
    ("Tom: I still have to think about it.", "Ann: Yes."),
    ("Ann: What we do is we add the salt at the end.", "Tom: Okay."),
    ("Ann: So we have two vans and one driver.", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Have you asked the council about parking?", "Tom: Yes, they will write to us."),
    ("Ann: We want children to be able to walk to school.", "Tom: Yes."),
    ("Ann: The minister said he would publish the report in June.", "Tom: Right."),
    ("Ann: Do you want the government to pay for that?", "Tom: Yes.", "Priya: Yes."),
    ("Ann: Should the government pay for the hall?", "Tom: Yes.", "Priya: Yes, I think so."),
    ("Ann: I think we should all be proud of the nurses.", "Tom: Yes.", "Priya: Yes."),
)


def minutes_of(sayings: tuple[str, ...], of: str = "en") -> Minutes:
    """The minutes of a meeting of three."""
    with stemming_in(of):
        return extract(said(*sayings, there=("Ann", "Tom", "Priya")))


@pytest.mark.parametrize("sayings", TASKS)
def test_task(sayings: tuple[str, ...]) -> None:
    """Who takes a task, or is asked for one and agrees, has it."""
    assert minutes_of(sayings).actions


@pytest.mark.parametrize("sayings", DECISIONS)
def test_decision(sayings: tuple[str, ...]) -> None:
    """What several agree on is decided, or turned down."""
    found = minutes_of(sayings)
    assert found.decisions or found.turned_down


@pytest.mark.parametrize("sayings", NEITHER)
def test_neither(sayings: tuple[str, ...]) -> None:
    """What is told, retold, asked for at once, or wanted of others is neither."""
    found = minutes_of(sayings)
    assert not found.actions
    assert not (*found.decisions, *found.turned_down)


@pytest.mark.parametrize(
    ("of", "sayings"),
    [
        ("de", ("Ann: Wir sind uns alle einig, dass der Kiosk um neun schließt.", "Tom: Ja.")),
        ("de", ("Ann: Wir nehmen den großen Saal, oder?", "Tom: Ja.", "Priya: Genau.")),
        ("fr", ("Ann: Tout le monde est d'accord pour fermer le kiosque à neuf heures.", "Tom: Oui.")),
        ("fr", ("Ann: On prend la grande salle, d'accord ?", "Tom: Oui.", "Priya: Oui.")),
        ("es", ("Ann: Todos están de acuerdo en cerrar el quiosco a las nueve.", "Tom: Sí.")),
        ("es", ("Ann: Propondría pasar la fiesta a mayo.", "Tom: De acuerdo.")),
        ("it", ("Ann: Siamo tutti d'accordo di chiudere il chiosco alle nove.", "Tom: Sì.")),
        ("it", ("Ann: Prendiamo la sala grande, vero?", "Tom: Sì.", "Priya: Certo.")),
        ("nl", ("Ann: Iedereen is het erover eens dat de kiosk om negen uur sluit.", "Tom: Ja.")),
        ("nl", ("Ann: We nemen de grote zaal, toch?", "Tom: Ja.", "Priya: Prima.")),
        ("pt", ("Ann: Estamos todos de acordo em fechar o quiosque às nove.", "Tom: Sim.")),
        ("pt", ("Ann: Ficamos com a sala grande, né?", "Tom: Sim.", "Priya: Certo.")),
        ("ko", ("Ann: 매점을 아홉 시에 닫는 데 모두 동의했습니다.", "Tom: 네.")),
    ],
)
def test_decision_in(of: str, sayings: tuple[str, ...]) -> None:
    """So it is in other languages."""
    assert minutes_of(sayings, of).decisions


def test_list() -> None:
    """What an announced list has are so many decisions."""
    found = minutes_of(
        (
            "Ann: So those are the three points, no music after ten, tents by the river, and dogs on a lead.",
            "Ann: Is everybody okay with any of that?",
            "Tom: Yes.",
            "Priya: Yes.",
        )
    )
    assert len(found.decisions) == 3


def test_agreed_before() -> None:
    """What “we have agreed that it stays” is about was said before, and not after."""
    found = minutes_of(
        (
            "Ann: So the old oven stays in the kitchen.",
            "Tom: We have all agreed that it stays. I don't remember the rest of that day.",
        )
    )
    assert not any("rest of that day" in each.text for each in found.decisions)
