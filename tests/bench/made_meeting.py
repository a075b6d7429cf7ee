"""Speech of a made-up meeting for benchmarks: one topic after another, no sentence like the one before it."""

import random
from collections.abc import Iterator

PEOPLE = ("Alice", "Bob", "Gus")
TURNS_OF_A_TOPIC = (14, 30)
SHORT = (
    "Yes, that sounds good.", "Right.", "Okay, go on.", "Hm, I am not so sure about that.", "That is true.",
    "Sorry, I was muted.", "Can you say that again?", "Good point.", "Exactly.", "No, not yet.",
)  # fmt: skip
SHARE_SHORT = 0.18
TOPICS = {
    "the ferry timetable": (
        "The ferry to the north island was late on {n} mornings last month.",
        "Most of the delays come from loading lorries at the second ramp.",
        "If we open the second ramp ten minutes earlier, the lorries are aboard before the cars come.",
        "The harbour office wants the new timetable before {day}.",
        "We decided to keep the early crossing and to drop the one at noon.",
        "I'll write to the harbour office about the ramp by {day}.",
        "How many passengers use the crossing at noon in winter?",
        "It was {n} on average, mostly school classes on Thursdays.",
        "The captain says the tide matters more than the lorries.",
        "Bob, can you ask the school whether they could take the later boat?",
        "Two of the deck hands leave in spring, so we need people anyway.",
        "The fuel bill fell by {n} percent since we sail slower.",
    ),
    "the library's roof": (
        "Water came through the roof of the reading room again on {day}.",
        "The roofer offers to replace the north side for {n} thousand euros.",
        "The insurance pays only for the carpets, not for the beams.",
        "We agreed to repair the north side first and to look at the rest next year.",
        "The old maps are in the cellar now, it is dry there.",
        "Gus, will you call the insurance about the carpets?",
        "Sure, I'll call them on {day}.",
        "How long would the reading room be closed?",
        "About {n} days if the weather holds, says the roofer.",
        "Students have exams in June, so we cannot close then.",
        "A tarpaulin would cost two hundred and last a few months.",
        "There is money left from the heating project.",
    ),
    "the survey of customers": (
        "We got {n} answers to the survey, twice as many as last time.",
        "People like the delivery but not the packaging.",
        "Nearly a third say that the parcels are far too large.",
        "The packaging supplier has a smaller box made of recycled paper.",
        "Let's go with the smaller box from the first of next month.",
        "I will order a thousand of the small boxes this week.",
        "Did anybody complain about prices?",
        "Only {n} people did, and all of them live abroad.",
        "Shipping abroad costs us more than we charge.",
        "The answers in French have not been translated yet.",
        "Alice, please translate the French answers before {day}.",
        "We should thank those who answered with a voucher.",
    ),
    "hiring a technician": (
        "We have {n} applications for the technician's post.",
        "Three of them have worked with cooling systems before.",
        "The one from the dairy made the best impression on me.",
        "She can only start in {n} weeks because of her notice period.",
        "We decided to invite the four best for a trial day.",
        "I'll send out the invitations by {day}.",
        "What do we pay for the trial day?",
        "A flat hundred and the train ticket, as we did last year.",
        "The night shift is what most people ask about first.",
        "Without a second technician the night shift is not covered in August.",
        "The works council wants to see the contract beforehand.",
        "Bob, could you show them the contract?",
    ),
    "the orchard": (
        "The frost took roughly {n} percent of the cherry blossom.",
        "Apples look fine, they flower two weeks later.",
        "A wind machine would have helped, the neighbours have one.",
        "It costs as much as a small tractor, though.",
        "We agreed to rent the wind machine with the neighbours and share the cost.",
        "I'll talk to the neighbours about it on {day}.",
        "Are the bees back from the lowlands?",
        "{n} of the hives are, the others come next week.",
        "The juice press needs a new seal before the harvest.",
        "Gus, can you order the seal?",
        "Last year we pressed eight thousand litres.",
        "The organic inspector comes in September without telling the day.",
    ),
    "moving to the new database": (
        "The trial migration took {n} hours, most of it for the indexes.",
        "Two tables have rows with dates from the year nineteen hundred.",
        "Those are placeholders, the old program wrote them for unknown birthdays.",
        "We decided to migrate on a Sunday night with the site read only.",
        "I will write the script that cleans the dates by {day}.",
        "What happens if the migration fails half way?",
        "Then we point the site to the old server again, nothing is lost.",
        "The backup is restored on a spare machine each night.",
        "Queries of the report page are {n} times faster on the new one.",
        "The licence of the old one ends in December.",
        "Alice, please tell support about the night without writes.",
        "Someone has to watch the disk, the logs grow quickly.",
    ),
    "the summer concert": (
        "The quartet plays for {n} hundred euros and brings its own chairs.",
        "If it rains we need the gymnasium, which is taken until six.",
        "Last year people complained that they could not see from the lawn.",
        "A stage of half a metre would be enough.",
        "We decided to start at seven instead of six.",
        "I'll reserve the gymnasium on {day}, just in case.",
        "Who takes care of the drinks?",
        "The rowing club offers to, if they keep what they earn.",
        "Posters have to hang {n} days before, the town asks for that.",
        "Gus, will you draw the poster again?",
        "Yes, I'll do it over the weekend.",
        "The mayor would like to say a few words at the beginning.",
    ),
    "the water meters": (
        "{n} of the radio meters have stopped sending since the update.",
        "It is always those in cellars with thick walls.",
        "The maker says a repeater in the stairway solves it.",
        "A repeater costs forty euros, a reader on foot costs us a day.",
        "We agreed to try repeaters in three houses first.",
        "Bob, can you choose the three houses until {day}?",
        "Is the data of the tenants encrypted on the way?",
        "Yes, each meter has a key of its own.",
        "One tenant refuses the radio meter altogether.",
        "By law she may, then somebody reads it once a year.",
        "The bill for last year was wrong in {n} cases.",
        "I'll correct those bills myself.",
    ),
    "the exhibition of photographs": (
        "The photographs from the north are framed, {n} of them.",
        "The lender insists on less than fifty lux in the room.",
        "With blinds we come down to sixty, so two lamps must go.",
        "We decided to hang the letters beside the photographs.",
        "I will measure the light again on {day}.",
        "How many visitors may be in the small room at once?",
        "{n} says the fire officer, and one guard.",
        "The audio guide exists in English only so far.",
        "A student would speak the German one for a ticket and lunch.",
        "Alice, could you write the texts for the letters?",
        "The catalogue is at the printer and cannot be changed any more.",
        "School groups get in free on Tuesdays.",
    ),
    "the bicycle lanes": (
        "The counter at the bridge saw {n} thousand bicycles in May.",
        "Nobody uses the lane past the station because buses stop on it.",
        "The bus company could move its stop behind the crossing.",
        "That would cost them a minute on each trip.",
        "We agreed to paint the lane red as far as the market.",
        "I'll ask the bus company for a meeting before {day}.",
        "When does the road get its new surface?",
        "In autumn, and the paint must wait for that.",
        "There were {n} accidents at the crossing, none of them serious.",
        "The shopkeepers fear for their parking places.",
        "Gus, please count the parked cars on a Saturday.",
        "Children cannot see over the hedge at the corner.",
    ),
    "the translation of the handbook": (
        "The handbook has {n} pages in Spanish now.",
        "The chapter about safety was translated twice, in two ways.",
        "Readers in Chile use other words for the valves.",
        "A glossary would have saved us a month.",
        "We decided to make a glossary before the next language.",
        "I will collect the two hundred most important terms by {day}.",
        "Do we need the pictures in every language?",
        "Only {n} of them have writing in them.",
        "The printer wants the files in a format that our program cannot write.",
        "Bob, could you convert the files?",
        "Korean is next, the customer there has been waiting since March.",
        "Their lawyer has to approve the warnings.",
    ),
    "the kitchen's waste": (
        "We threw away {n} kilos of bread in a single week.",
        "Most of it is from the breakfast buffet.",
        "A baker nearby turns old bread into beer, it seems.",
        "Smaller baskets that are filled more often would help.",
        "We decided to use the small baskets from Monday.",
        "I'll visit the baker on {day}.",
        "What does the hygiene law say about giving food away?",
        "What was on the buffet may not leave the house.",
        "The second oven uses {n} percent more power than the first.",
        "It is older than I am, we should sell it.",
        "Alice, can you find out what a used oven is worth?",
        "The apprentices want a vegetarian day.",
    ),
}
"""What is said of each, with a number and a day filled in."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "the end of the month", "the twentieth")
OPENINGS = ("Next is {}.", "Let's talk about {}.", "Then there is {}.", "Now to {}.", "About {}, then.")
ADDED = (
    "", "", "", " At least that is what I heard.", " We saw it yesterday.", " I have it in writing.",
    " That surprised me.", " It was the same in spring.", " Nobody had expected that.",
)  # fmt: skip


def speech(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield who says what, for ever."""
    while True:
        topics = list(TOPICS)
        chance.shuffle(topics)
        for topic in topics:
            yield PEOPLE[0], chance.choice(OPENINGS).format(topic)
            yield from _about(topic, chance)


def _about(topic: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    lines = list(TOPICS[topic])
    chance.shuffle(lines)
    turns = chance.randint(*TURNS_OF_A_TOPIC)
    for _ in range(turns):
        speaker = chance.choice(PEOPLE)
        if chance.random() < SHARE_SHORT:
            yield speaker, chance.choice(SHORT)
        elif lines:
            line = lines.pop().format(n=chance.randint(2, 90), day=chance.choice(DAYS))
            yield speaker, line + chance.choice(ADDED)
