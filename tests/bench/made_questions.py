"""Questions about the made-up meeting: some that it answers, some that nobody in it did.

Of half of the topics the limits of agent/minutes/asking/relevance.py were chosen; the other half is held out.
"""

DEVELOPED_ON = ("the ferry timetable", "the library's roof", "the survey of customers", "hiring a technician",
                "the orchard", "moving to the new database")  # fmt: skip
SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "the ferry timetable": (
        ("Why do the ferries leave late?", "loading lorries"),
        ("Which crossing will be dropped?", "the one at noon"),
        ("Who writes to the harbour office?", "write to the harbour office"),
        ("What became of the fuel costs?", "fuel bill fell"),
    ),
    "the library's roof": (
        ("Where did water come in?", "reading room again"),
        ("What does the insurance pay for?", "only for the carpets"),
        ("Which side of the roof is repaired first?", "north side first"),
        ("Where are the old maps kept now?", "in the cellar"),
    ),
    "the survey of customers": (
        ("What do people dislike about the parcels?", "far too large"),
        ("From when on do we use smaller boxes?", "first of next month"),
        ("Who translates the French answers?", "translate the French answers"),
        ("Who complained about the prices?", "live abroad"),
    ),
    "hiring a technician": (
        ("How many applicants do we invite for a trial day?", "four best"),
        ("What is paid for a trial day?", "flat hundred"),
        ("When is the night shift not covered?", "in August"),
        ("Who wants to see the contract?", "works council"),
    ),
    "the orchard": (
        ("What did the frost do to the cherries?", "cherry blossom"),
        ("Do we buy a wind machine?", "rent the wind machine"),
        ("What does the juice press need?", "new seal"),
        ("When does the inspector come?", "in September"),
    ),
    "moving to the new database": (
        ("What took so long in the trial migration?", "for the indexes"),
        ("When will we migrate?", "Sunday night"),
        ("What if the migration fails?", "old server again"),
        ("When does the old licence end?", "in December"),
    ),
    "the summer concert": (
        ("What does the quartet cost?", "quartet plays for"),
        ("When does the concert begin?", "start at seven"),
        ("Who sells the drinks?", "rowing club"),
        ("Who draws the poster?", "draw the poster"),
    ),
    "the water meters": (
        ("Which meters have stopped sending?", "thick walls"),
        ("In how many houses are repeaters tried first?", "three houses first"),
        ("Is the tenants' data encrypted?", "key of its own"),
        ("Who corrects the wrong bills?", "correct those bills"),
    ),
    "the exhibition of photographs": (
        ("How bright may the room be?", "fifty lux"),
        ("What hangs beside the photographs?", "the letters beside"),
        ("Who measures the light?", "measure the light"),
        ("When do school groups get in free?", "on Tuesdays"),
    ),
    "the bicycle lanes": (
        ("Why does nobody use the lane past the station?", "buses stop on it"),
        ("How far is the lane painted red?", "as far as the market"),
        ("When is the road resurfaced?", "In autumn"),
        ("What are shopkeepers afraid of?", "parking places"),
    ),
    "the translation of the handbook": (
        ("Which chapter was translated twice?", "chapter about safety"),
        ("What do we make before the next language?", "make a glossary"),
        ("Which language comes next?", "Korean is next"),
        ("Who must approve the warnings?", "lawyer"),
    ),
    "the kitchen's waste": (
        ("Where does the wasted bread come from?", "breakfast buffet"),
        ("What does the baker make of old bread?", "into beer"),
        ("What do the apprentices want?", "vegetarian day"),
        ("May food from the buffet be given away?", "may not leave the house"),
    ),
}
"""By topic, with words of the turn that answers each."""
NOT_SAID: dict[str, tuple[str, ...]] = {
    "the ferry timetable": (
        "Who repairs the ferry's engine?", "What does a ticket for the crossing cost?",
        "When is the new airport opened?", "Which bank gives us the loan?",
    ),
    "the library's roof": (
        "Who is the architect of the library?", "How many books were lost in the fire?",
        "When do we paint the fence of the kindergarten?", "What did the dentist recommend?",
    ),
    "the survey of customers": (
        "How many customers returned their parcels?", "Which colour do the new uniforms have?",
        "Who pays for the lawyer in the tax case?", "What is the password of the guest network?",
    ),
    "hiring a technician": (
        "What salary does the technician get?", "Who looks after the dog of the caretaker?",
        "Which hotel did we book in Lisbon?", "How long does the pregnancy leave last?",
    ),
    "the orchard": (
        "Which pesticide do we spray on the apples?", "Who won the chess tournament?",
        "How many cows were sold at the market?", "When is the wedding of the neighbours' daughter?",
    ),
    "moving to the new database": (
        "Which cloud provider hosts the database?", "What was decided about the rocket launch?",
        "Why did the marketing director resign?", "How many gigabytes are our mail boxes?",
    ),
    "the summer concert": (
        "Which pieces does the quartet play?", "Who teaches the yoga class?",
        "What does the new coffee machine cost?", "When does the vaccination begin?",
    ),
    "the water meters": (
        "How much water does a tenant use in a year?", "Who designed the logo of the brewery?",
        "Which train goes to Vienna?", "What is the score of the football match?",
    ),
    "the exhibition of photographs": (
        "Who took the photographs?", "Which film won the prize at the festival?",
        "How many solar panels are on the school?", "What do we give the secretary for her birthday?",
    ),
    "the bicycle lanes": (
        "Who stole the mayor's bicycle?", "When is the swimming pool cleaned?",
        "Which software writes our invoices?", "How many refugees live in the hostel?",
    ),
    "the translation of the handbook": (
        "What does the translator charge per page?", "Who sings at the Christmas party?",
        "Where is the spare key of the van?", "Which vaccine did the vet use?",
    ),
    "the kitchen's waste": (
        "Who is allergic to nuts?", "What is the speed limit in front of the hospital?",
        "When do the glaciers melt?", "Which shares did the pension fund sell?",
    ),
}  # fmt: skip
"""By topic; the first of each is near to what was said."""
