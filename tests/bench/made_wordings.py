"""More made meetings: claims in the far wordings and frames of minutes, and false ones close to them."""

from datetime import date

from tests.bench.made_claims import made_meeting

ORCHARD = made_meeting(
    "orchard",
    date(2026, 5, 13),
    """
Will: Okay, so the press broke down again on Monday, and we lost about four hundred litres of juice.
May: Right, uh, the mechanic thinks it's the belt, but he hasn't opened the housing yet.
Will: Can you ask him to come back before the weekend, May?
May: Yeah, I'll ring him this afternoon. He charges ninety euros an hour though.
Smith, Jane: If we rent the mobile press from Hollins, it's two hundred a day, until the nineteenth.
Will: I'm not keen on that. Last year it arrived a week late.
Smith, Jane: True, but we can't let the fruit rot. Hollins say they'd bring it on Tuesday.
Alex Moor: Shall we sell some of the fruit to the cider people instead?
Alex Reed: They took twelve tonnes from us last autumn, and paid late.
Alex Moor: They paid in the end. I wouldn't write them off.
Will: Okay. Let's rent the press. Jane, will you sign the contract?
Smith, Jane: I will, today.
May: And what about the school visit? There are thirty children coming on the second of June.
Alex Reed: We could move it to the week after, once the picking's done.
Will: No, we promised them. We keep the date.
Alex Reed: Then I need two more helpers. I've only got one.
May: I can't help that day, I'm at the dentist.
Alex Moor: I could do the morning, probably.
""",
    """
1 | + | number | The press failed again on Monday, costing roughly 400 litres of juice.
2 | + | modality | According to May, the mechanic suspects the belt.
3,4 | + | who-asked-whom | Will asked May to have the mechanic back; she promised to ring him this afternoon.
4 | + | unit | The mechanic costs 90 euros per hour.
5 | + | date | Renting the mobile press from Hollins would cost 200 per day and last until 19 May.
6 | + | cause | Will has doubts since the rented press came a week late last year.
11,12 | + | modality | The group decided to rent the press; Jane Smith is to sign the contract today.
9,10 | + | verb | Alex Reed complained that the cider people paid late; Alex Moor would not give up on them.
14,15 | + | negation | Will rejected moving the school visit, because it had been promised.
16 | + | number | Alex Reed needs two additional helpers.
17 | + | cause | May is unavailable that day because of a dentist's appointment.
18 | + | modality | Alex Moor may be able to help in the morning.
1 | - | number | The press lost about forty litres of juice.
2 | - | modality | The mechanic opened the housing and found a broken belt.
4 | - | swapped person | Will is to ring the mechanic this afternoon.
5 | - | date | They would have the mobile press until the ninth.
7 | - | date | Hollins would bring the press on Thursday.
8 | - | reported | They sold fruit to the cider people.
10 | - | swapped person | Alex Reed would not write the cider people off.
11,12 | - | swapped person | Will is to sign the contract.
14,15 | - | verb | The school visit is moved to the week after.
16 | - | negation | Alex Reed needs no more helpers.
18 | - | modality | Alex Moor will help all day.
""",
)
CLINIC = made_meeting(
    "clinic",
    date(2026, 5, 13),
    """
Priya: The new booking system went live on the third, since then no-shows fell from eleven to seven percent.
Tomas: That's mostly the text reminders, I'd say, not the system.
Priya: Maybe both. Either way, reception spends about an hour less on the phone each day.
Lena: We still can't print the list for the evening clinic. I reported that twice.
Tomas: The vendor told me they'd fix it in the next release, end of May.
Lena: They said the same in March.
Priya: Tomas, could you put it in writing to them? With a date.
Tomas: Sure, I'll write to them by Friday.
Lena: Nobody has complained about the new chairs, by the way, but the blinds in room four are stuck.
Priya: I'd rather not spend money on blinds before the autumn.
Lena: They're under warranty, it wouldn't cost us anything.
Priya: Oh, then go ahead and call them.
Tomas: Should we offer Saturday mornings? Some of the patients keep asking.
Lena: I'm against it. We're two nurses short.
Priya: Let's leave it for now and look at it again when the posts are filled.
Tomas: Fine by me.
""",
    """
1 | + | number | No-shows have dropped to 7% from 11% since the booking system was introduced.
2 | + | cause | Tomas attributes this mainly to the text reminders.
4 | + | negation | It is still not possible to print the list, as Lena has reported two times.
5,6 | + | reported | The vendor has promised a fix by the end of May; they promised it in March, Lena notes.
7,8 | + | who-asked-whom | At Priya's request Tomas will send the vendor a letter by Friday.
11,12 | + | who-asked-whom | Since the blinds are still under warranty, Priya told Lena to call.
14,15 | + | conditional | It is postponed until the posts are filled; Lena opposed it for lack of nurses.
9 | + | quantifier | There have been no complaints about the chairs.
1 | - | verb | No-shows rose after the booking system went live.
2 | - | cause | Tomas thinks the system is the main reason.
3 | - | unit | Reception saves a day on the phone each hour.
5 | - | time order | The vendor fixed it in the last release.
7,8 | - | who-asked-whom | Tomas asked Priya to put it in writing.
9 | - | number | The blinds in room five are stuck.
10 | - | time order | Priya would rather buy blinds before the autumn.
13,14 | - | merged | Lena is in favour of Saturday mornings.
15 | - | reported | Saturday mornings will be offered.
""",
)
FAR_WORDINGS = (ORCHARD, CLINIC)
