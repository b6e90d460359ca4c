"""Words for a made-up council: as long, and as varied, as those of a large one; no sentence is anybody's."""

from random import Random
from typing import Final

SERVICES: Final = (
    "adoption", "air quality", "allotments", "apprenticeships", "archives", "bereavement services", "bus lanes",
    "business rates relief", "care homes", "carers’ support", "cemeteries", "child protection",
    "citizenship ceremonies", "community safety", "council tax support", "cycle routes", "dementia support",
    "discharge from hospital", "domestic abuse", "early years", "electoral registration", "empty homes", "fly-tipping",
    "food inspections", "foster care", "fuel poverty", "grass verges", "gritting", "hate crime", "highway repairs",
    "home adaptations", "home to school transport", "homelessness", "household recycling", "housing repairs",
    "leaseholders’ charges", "leisure centres", "libraries", "licensing of private landlords", "markets",
    "mental health", "museums", "neighbourhood wardens", "noise nuisance", "parking permits", "parks", "pest control",
    "planning enforcement", "playgrounds", "procurement", "public conveniences", "rent arrears", "road safety",
    "scams and doorstep crime", "school admissions", "school meals", "social landlords", "special educational needs",
    "street cleaning", "street lighting", "taxi licensing", "tenancy fraud", "trees", "volunteering", "warden schemes",
    "welfare advice", "winter maintenance", "young carers", "youth justice", "youth services",
)  # fmt: skip
PORTFOLIOS: Final = (
    "Adult Social Care", "Air Quality", "Arts", "Children’s Services", "Community Safety", "Culture",
    "Customer Services", "Digital Services", "Education", "Environment", "Equalities", "Finance", "Health", "Highways",
    "Homes", "Housing", "Jobs", "Leisure", "Neighbourhoods", "Parks", "Planning", "Procurement", "Property",
    "Public Health", "Regeneration", "Resources", "Skills", "Sport", "Streets", "Sustainability", "Transport", "Waste",
    "Wellbeing", "Young People",
)  # fmt: skip
BODIES: Final = (
    "Combined Transport Authority", "Community Health Trust", "Council of Voluntary Service", "County Fire Authority",
    "Hospitals Trust", "Housing Association Forum",
)  # fmt: skip
_FIRST_NAMES: Final = (
    "Abigail", "Adeel", "Alasdair", "Amina", "Anil", "Beatrix", "Bronwen", "Calum", "Chidi", "Daphne", "Dilip",
    "Edith", "Eoin", "Farida", "Fergus", "Gwen", "Hamza", "Harriet", "Imogen", "Ivor", "Jasmin", "Joseph", "Kamala",
    "Leonard", "Lorna", "Magda", "Meera", "Mervyn", "Nadia", "Norman", "Olwen", "Osman", "Petra", "Prakash", "Rhona",
    "Rupert", "Sabine", "Saul", "Sunita", "Tariq", "Theo", "Una", "Vera", "Winston", "Yusuf", "Zelda",
)  # fmt: skip
_LAST_NAMES: Final = (
    "Abernathy", "Ackroydon", "Applegarth", "Bannerby", "Birchwell", "Brackenbury", "Calloway", "Chaudhaury",
    "Coldwater", "Danesmoor", "Deighton", "Eastgrove", "Elderfield", "Fairlamb", "Featherby", "Garrowby", "Greenhalgh",
    "Hallamshaw", "Hawksmere", "Inglethorpe", "Jessopson", "Kettlewell", "Kirkbride", "Lanyon", "Larkhill",
    "Marchbank", "Merridew", "Netherby", "Oakapple", "Ormesby", "Pennyfather", "Quillfeather", "Ravensworth",
    "Rowanberry", "Sandalwood", "Silverdale", "Thistlewood", "Threlkeld", "Underhay", "Vickerage", "Wainscott",
    "Westbrook", "Yarrowby",
)  # fmt: skip
_PLACES: Final = (
    "Abbotsgate", "Ashfield", "Barley Hill", "Beacon Fell", "Birchover", "Canal Side", "Castle Mead",
    "Clay Cross Lane", "Coppice", "Dovecote", "East Quarter", "Elm Grove", "Fairmile", "Foundry Row", "Goose Green",
    "Hagley Bank", "High Weald", "Ironbridge Road", "Kingsmoor", "Lady Wood", "Long Acre", "Mill Lane", "Moor End",
    "New Town", "North Shore", "Old Docks", "Orchard Park", "Priory", "Quarry Bank", "Ridgeway", "St Chad’s",
    "Saltmarsh", "Sheepfold", "South Gate", "Spinners’ Row", "Station", "Tanners’ Hill", "Tollgate", "Upper Heath",
    "Victoria", "Warren", "Weavers’ Field", "West Common", "Windmill", "Yew Tree",
)  # fmt: skip
_WHO: Final = (
    "the service", "the working group", "the contract manager", "the partnership board", "each ward forum",
    "the head of service", "the commissioning team", "the project board", "the area manager", "internal audit",
    "the scrutiny officer’s link in the directorate", "the steering group of partners", "the performance team",
    "the neighbourhood office", "the new provider", "the joint commissioning unit",
)  # fmt: skip
_DID: Final = (
    "has agreed a timetable with", "wrote in the spring to", "met every month with", "now reports each quarter to",
    "has shared its figures with", "commissioned an independent check from", "took advice from", "trained forty of",
    "has begun a survey among", "signed a protocol with", "published guidance for", "is preparing a contract with",
    "has set up a single point of contact for", "reviewed all open cases together with", "held six open days for",
)  # fmt: skip
_WHOM: Final = (
    "tenants’ representatives", "the schools concerned", "the neighbouring authorities", "ward councillors",
    "voluntary organisations", "front-line staff", "the internal auditors", "the health trust", "local traders",
    "the residents’ panel", "the trade unions", "the bus operators", "governors and head teachers", "the police",
    "social workers", "family carers", "faith groups", "the youth council", "private landlords",
)  # fmt: skip
_ON: Final = (
    "about how complaints are answered", "on what residents may expect", "so that costs are known beforehand",
    "to settle who pays for repairs", "about the gaps that were found last year", "before the contract is let again",
    "on the use of agency staff", "to make sure that nobody waits longer than six weeks", "about data that is missing",
    "on how savings are shared", "so that members see the same figures as managers", "to shorten the forms in use",
    "about safeguarding in smaller settings", "on translation and easy-read leaflets",
    "to bring the policy up to date",
)  # fmt: skip
_THEN: Final = (
    "and the waiting time fell by a fifth", "and two of the three depots have changed over",
    "although one post is still vacant", "and the results were put before members in June",
    "which the budget for next year allows for", "and nothing further stands in the way",
    "while a further pilot runs in two wards", "and the number of complaints halved within the year",
    "but the national guidance is still awaited", "and satisfaction rose from 61 to 74 per cent",
    "which has been built into the service plan", "and savings of £240,000 were made in the first year",
    "although take-up remains uneven between areas", "and the lessons were shared with other directorates",
)  # fmt: skip
_ASKED: Final = (
    "publishes", "reviews", "brings forward", "agrees with its partners", "tests in two wards",
    "reports to members on", "sets targets for", "simplifies", "secures funding for",
    "makes one officer answerable for", "consults residents on",
)  # fmt: skip
_THING: Final = (
    "a strategy", "the standards that residents may expect", "a protocol", "the way complaints are handled",
    "a charter", "a three-year programme", "the eligibility rules", "a directory of help that is available",
    "its contracts", "training for front-line staff", "the measures by which performance is judged",
    "a single point of contact",
)  # fmt: skip
_PATTERNS: Final = (
    "Getting it right first time: {service} in {place}", "{Service}: what residents may expect",
    "A fair deal for users of {service}", "The future of {service}", "{Service} in {place} and {other}",
    "Closing the gap: access to {service}", "How well does the council manage {service}?",
    "From strategy to street: {service} in {place}", "Value for money in {service}",
    "{Service}: learning from complaints",
)  # fmt: skip


class Words:
    """Sentences of the field, the same for the same random numbers."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def service(self) -> str:
        return self._random.choice(SERVICES)

    def place(self) -> str:
        return self._random.choice(_PLACES)

    def person(self) -> str:
        return f"{self._random.choice(_FIRST_NAMES)} {self._random.choice(_LAST_NAMES)}"

    def inquiry_title(self, service: str) -> str:
        place, other = self._random.sample(_PLACES, 2)
        pattern = self._random.choice(_PATTERNS)
        return pattern.format(service=service, Service=_capital(service), place=place, other=other)

    def asked(self, service: str) -> str:
        """What is recommended, without who is to do it."""
        pick = self._random.choice
        return f"{pick(_ASKED)} {pick(_THING)} for {service} in {pick(_PLACES)}, {pick(_ON)}"

    def sentence(self, service: str) -> str:
        pick, about = self._random.choice, self._random.random()
        where = f" in {pick(_PLACES)}" if about < 0.4 else f", as to {service}," if about < 0.6 else ""
        return _capital(f"{pick(_WHO)} {pick(_DID)} {pick(_WHOM)}{where} {pick(_ON)}, {pick(_THEN)}.")

    def sentences(self, count: int, service: str) -> str:
        return " ".join(self.sentence(service) for _ in range(count))

    def evidence(self, service: str) -> str:
        """Between 80 and 400 words, mostly about 200: paragraphs, and often a list."""
        paragraphs = [self.sentences(self._random.randint(2, 3), service) for _ in range(self._random.randint(2, 3))]
        if self._random.random() < 0.4:
            listed = (f"- {self.sentence(service)}" for _ in range(self._random.randint(2, 3)))
            paragraphs.insert(1, "\n".join(listed))
        return "\n\n".join(paragraphs)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
