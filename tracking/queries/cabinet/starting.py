"""What a report to Cabinet may start from: an executive response, or an issued month of an improvement plan.

Facts and counts are read (`queries.cabinet.beginnings`), never prose.
"""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from tracking import dates
from tracking.models import IssuedDocument, Viewer
from tracking.models.cabinet import ExecutiveResponse
from tracking.models.plans import PlanRound
from tracking.queries.cabinet.appending import documents_to_append
from tracking.queries.cabinet.beginnings import Count, month_as_text, response_as_text
from tracking.queries.cabinet.responses import readable_responses, response_contents
from tracking.queries.plans.month_contents import month_for_everyone


@dataclass(frozen=True)
class Start:
    """What the first section of a report says at first, and the documents appended to it, by title."""

    text: str = ""
    documents: dict[str, IssuedDocument] = field(default_factory=dict)


def starts_offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return what a viewer may start a report from, by key: months, the latest first, then responses."""
    months = _months(viewer).order_by("-month", "plan__title")
    responses = readable_responses(viewer).order_by("inquiry__title")
    return [
        *((f"month-{row.pk}", f"{row.name} of {row.plan}") for row in months),
        *((f"response-{row.pk}", f"Executive response to {row.inquiry}") for row in responses),
    ]


def start_from(key: str, viewer: Viewer) -> Start:
    """Read what a key of `starts_offered` stands for; nothing for any other."""
    kind, _, pk = key.partition("-")
    if kind == "month" and (plan_round := _months(viewer).filter(pk=pk).first()):
        return _from_month(plan_round)
    if kind == "response" and (response := readable_responses(viewer).filter(pk=pk).first()):
        return _from_response(response, viewer)
    return Start()


def _months(viewer: Viewer) -> QuerySet[PlanRound]:
    """Those whose paper can be appended: a month is printed soon after it is issued."""
    rows = PlanRound.objects.visible_to(viewer).issued().filter(document__in=documents_to_append())
    return rows.select_related("plan__scheme", "plan__owning_post", "document")


def _from_month(plan_round: PlanRound) -> Start:
    month = month_for_everyone(plan_round)
    counts = month.counts
    rows = [Count(f"{category.letter}, {category.name.lower()}", number) for category, number in counts.of_category]
    rows += [Count("Limited, not counted as complete", counts.limited)] if counts.limited else []
    rows.append(Count("Not rated", counts.not_rated))
    text = month_as_text(
        plan=month.plan.title,
        month=plan_round.month,
        issued_on=dates.today(plan_round.issued_at),
        counts=rows,
        of="units that are rated",
    )
    document = plan_round.document
    return Start(text, {document.title: document} if document else {})


def _from_response(response: ExecutiveResponse, viewer: Viewer) -> Start:
    inquiry, contents = response.inquiry, response_contents(response, viewer)
    counts = [Count(answer.label, number) for answer, number in contents.counts.items()]
    return Start(
        response_as_text(
            inquiry=inquiry.title,
            received_on=inquiry.received_on,
            due_on=dates.response_due_on(inquiry.received_on, inquiry.notice_on),
            agreed_on=response.cabinet_meeting.held_on if response.cabinet_meeting else None,
            counts=[*counts, Count("Not answered", len(contents.unanswered))],
        )
    )
