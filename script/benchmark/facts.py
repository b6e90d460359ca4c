"""Papers of any length, made up: as long, and built, as those of a large council; no sentence is anybody's."""

import random
from datetime import date, time, timedelta

from tracking.enums import ReportState
from tracking.queries.pack_facts import ItemFacts, PackPaper, PackPapers
from tracking.queries.paper_facts import (
    CategoryFacts,
    ClaimFacts,
    ContactFacts,
    DueFacts,
    MeetingFacts,
    PaperLeaf,
    RecommendationFacts,
    ReportPaper,
    SignatureFacts,
    ViewFacts,
)

HELD_ON = date(2026, 11, 12)
MEETING = MeetingFacts(
    committee="Resources and Neighbourhoods Overview and Scrutiny Committee",
    committee_slug="resources-and-neighbourhoods",
    held_on=HELD_ON,
    date_slug="2026-11-12",
    starts_at=time(14, 0),
    place="Committee Rooms 3 and 4",
    contact=ContactFacts("Senior Scrutiny Officer", "", "01632 960100", "scrutiny@example.org"),
)
CATEGORIES = tuple(
    CategoryFacts(number, name, criterion, tone)
    for number, name, criterion, tone in (
        (1, "Achieved (Fully)", "It was done in full, and by the date that was set for it.", "achieved"),
        (2, "Achieved (Late)", "It was done in full, though after the date that was set for it.", "late"),
        (3, "Not Achieved (Progress Made)", "It is not done, but much of the way has been covered.", "progress"),
        (4, "Not Achieved (Obstacle)", "It is not done, for a reason that the council cannot remove.", "obstacle"),
        (5, "Not Achieved (Insufficient Progress)", "It is not done, and too little has happened.", "insufficient"),
        (6, "In Progress", "Its date is still to come, so it is too early to say.", "in-progress"),
    )
)
QUESTIONS = (
    "Have members been shown evidence for what is claimed?",
    "Is the evidence recent, and does it cover every part of the recommendation?",
    "If it is not achieved, is the new date one that can be kept?",
    "What difference have residents noticed?",
)
_SERVICES = (
    "empty homes", "home to school transport", "library opening hours", "licensing of private landlords",
    "street lighting", "support for carers", "household recycling", "youth clubs", "grass verges", "bus priority lanes",
    "playground repairs", "discharge from hospital", "apprenticeships", "park-keeping", "food inspections",
)  # fmt: skip
_BODIES = ("Cabinet Member for Housing", "Deputy Leader", "Cabinet Member for Children’s Services", "Executive Member")
_WHO = ("The service", "The working group", "The contract manager", "The partnership board", "Each ward forum")
_DID = (
    "has agreed a timetable with", "wrote in the spring to", "met every month with", "now reports each quarter to",
    "has shared its figures with", "commissioned an independent check from", "took advice from", "trained forty",
)  # fmt: skip
_WHOM = (
    "tenants’ representatives", "the schools concerned", "the neighbouring authorities", "ward councillors",
    "voluntary organisations", "front-line staff", "the internal auditors", "the health trust",
)  # fmt: skip
_ON = (
    "about how complaints are answered", "on what residents may expect", "so that costs are known beforehand",
    "to settle who pays for repairs", "about the gaps that were found last year", "before the contract is let again",
)  # fmt: skip
_THEN = (
    "and the waiting time fell by a fifth", "and two of the three depots have changed over",
    "although one post is still vacant", "and the results were put before members in June",
    "which the budget for next year allows for", "and nothing further stands in the way",
)  # fmt: skip


def papers(recommendations: int, inquiries: int, *, changed: int = 0, first: int = 1) -> PackPapers:
    """Return the facts of a pack. `changed` others make the first report say something else.

    Those from another `first` on are reports on other inquiries altogether.
    """
    each = recommendations // inquiries
    items = (
        ItemFacts(f"report-{number}", number, _report(number, each, changed if number == first else 0))
        for number in range(first, first + inquiries)
    )
    return PackPapers(PackPaper(MEETING, tuple(items)))


def _report(number: int, recommendations: int, changed: int) -> ReportPaper:
    words = _Words(number)
    service = _SERVICES[number % len(_SERVICES)]
    tracked = tuple(_recommendation(words, n) for n in range(1, recommendations + 1))
    return ReportPaper(
        pk=number,
        state=ReportState.PUBLISHED,
        meeting=MEETING,
        report_of=(_BODIES[number % len(_BODIES)],),
        inquiry_title=f"Getting it right first time: {service} in the {number}. district",
        inquiry_slug=f"inquiry-{number}",
        approving_body="City Council",
        approved_on=date(2024, 6, 11) + timedelta(days=number),
        lead_member="Councillor Example Member",
        lead_officer="Head of Scrutiny",
        last_tracked_on=date(2026, 4, 14),
        overview=words.paragraphs(2, 3) + (f"\n\nCorrected {changed} times." if changed else ""),
        signature=SignatureFacts("Councillor Example Holder", _BODIES[number % len(_BODIES)], HELD_ON, "", None),
        contact_officers=(ContactFacts("Service Manager", "Assistant Director", "01632 960101", "sm@example.org"),),
        standing_questions=QUESTIONS,
        categories=CATEGORIES,
        tracked=tracked,
        concluded=(_concluded(words, recommendations + 1),),
        evidence=(),
    )


def _recommendation(words: "_Words", number: int) -> RecommendationFacts:
    parts = "abc" if number % 5 == 0 else ""
    reference = f"R{number:02}"
    due = DueFacts("April 2026", date(2026, 4, 30), ongoing=False, recurs_every_months=None)
    responsible = (_BODIES[number % len(_BODIES)],)
    leaves = tuple(
        PaperLeaf(
            f"{reference}{part}",
            f"{reference} {part})" if part else reference,
            "",
            "That " + words.sentence(),
            responsible,
            due,
            claim=words.claim(number),
        )
        for part in (parts or ("",))
    )
    return RecommendationFacts(
        reference=reference,
        label=reference,
        title=words.title(),
        text="That the following is done:" if parts else leaves[0].text,
        has_parts=bool(parts),
        responsible=responsible,
        due=due,
        overall_statement="",
        evidence_text=words.evidence(),
        leaves=leaves,
        evidence=(),
    )


def _concluded(words: "_Words", number: int) -> PaperLeaf:
    return PaperLeaf(
        f"R{number:02}",
        f"R{number:02}",
        words.title(),
        "That " + words.sentence(),
        _BODIES[:1],
        DueFacts("December 2025", date(2025, 12, 31), ongoing=False, recurs_every_months=None),
        concluding_view=ViewFacts(CATEGORIES[0], "implemented", "", date(2026, 4, 14), MEETING.committee, "47", ""),
    )


class _Words:
    """Sentences of the field, the same for the same seed in every process."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing secret

    def sentence(self) -> str:
        pick = self._random.choice
        words = f"{pick(_WHO)} {pick(_DID)} {pick(_WHOM)} {pick(_ON)}, {pick(_THEN)}"
        return words[0].lower() + words[1:] + "."

    def title(self) -> str:
        return self._random.choice(_SERVICES).capitalize()

    def paragraphs(self, count: int, sentences: int) -> str:
        return "\n\n".join(
            " ".join(sentence[0].upper() + sentence[1:] for sentence in (self.sentence() for _ in range(sentences)))
            for _ in range(count)
        )

    def evidence(self) -> str:
        listed = "\n".join(f"- {self.sentence()}" for _ in range(self._random.randrange(4)))
        return f"{self.paragraphs(self._random.randrange(1, 3), 2)}\n\n{listed}"

    def claim(self, number: int) -> ClaimFacts:
        category = CATEGORIES[(number + self._random.randrange(6)) % 6]
        return ClaimFacts(
            category=category,
            proposed_conclusion="",
            proposal_explanation="",
            completed_on=date(2026, 3, 31) if category.number == 1 else None,
            anticipated_on=date(2027, 3, 31) if category.number in {3, 5} else None,
            anticipated_text="",
            obstacle=self.sentence() if category.number == 4 else "",
            pointer_text="",
            explanations=(),
        )
