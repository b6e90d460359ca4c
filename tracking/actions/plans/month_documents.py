"""The papers of issued months: made by the worker once a month is issued, and from then on the same for ever."""

import hashlib
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from tracking.actions.changes import lock
from tracking.actions.events import record_event
from tracking.enums import PlanState
from tracking.models import IssuedDocument
from tracking.models.base import random_made_path
from tracking.models.documents import fitting_title
from tracking.models.plans import PlanRound
from tracking.packs.papers import FinishedPaper
from tracking.packs.pdf import PaperError
from tracking.packs.plan_months import month_pdf
from tracking.presenters.plans.month_paper import month_paper, paper_title
from tracking.queries.audit_chain import Head, audit_head
from tracking.queries.paper_digest import digest
from tracking.queries.plans.month_contents import month_for_everyone
from tracking.queries.plans.months import MonthContents

_log = logging.getLogger(__name__)


def print_issued_months() -> int:
    """Make and keep the paper of every issued month that has none yet, the earliest first; return how many.

    It is the worker's act. What a month says is settled when it is issued, so the paper says that whenever it is made.
    One that cannot be made is told to the log, and does not keep the others from being made.
    """
    waiting = PlanRound.objects.issued().filter(document__isnull=True, plan__state__in=PlanState.public())
    made = 0
    for plan_round in waiting.select_related("plan__owning_post", "plan__scheme").order_by("issued_at", "pk"):
        try:
            made += print_month(plan_round=plan_round)
        except PaperError as error:
            # Not what it says, nor where it came from: papers may not be quoted in a log.
            _log.error("The paper of month %s could not be made (%s).", plan_round.pk, type(error).__name__)
    return made


def print_month(*, plan_round: PlanRound) -> bool:
    """Make the paper of an issued month and keep it as its issued document; false when somebody was faster.

    Raises PaperError when it cannot be made. Writes the IssuedDocument, the PlanRound and one Event of the system.
    """
    head = audit_head()
    month = month_for_everyone(plan_round)
    paper = month_paper(month, head if head.number else None)
    finished = month_pdf(paper)
    document = _document(month, finished, head)
    document.contents = _contents_of(month)
    document.contents_digest = digest((paper.front, paper.body))
    name = default_storage.save(random_made_path(document, "month.pdf"), ContentFile(finished.content))
    document.file = name
    is_kept = False
    try:
        is_kept = _keep(plan_round, document)
    finally:
        if not is_kept:
            default_storage.delete(name)
    return is_kept


def _document(month: MonthContents, finished: FinishedPaper, head: Head) -> IssuedDocument:
    """What went out, as its rows say it."""
    plan_round = month.round
    return IssuedDocument(
        title=fitting_title(paper_title(month)),
        is_public=True,
        sha256=hashlib.sha256(finished.content).hexdigest(),
        page_count=finished.page_count,
        audit_number=head.number or None,
        audit_hash=head.hash if head.number else "",
        issued_by=plan_round.issued_by,
        issued_at=plan_round.issued_at or timezone.now(),
    )


@transaction.atomic
def _keep(plan_round: PlanRound, document: IssuedDocument) -> bool:
    lock(plan_round)
    if plan_round.document_id is not None:
        return False
    document.save(force_insert=True)
    plan_round.document = document
    plan_round.save(update_fields=["document"])
    after = {"document": document.pk, "sha256": document.sha256, "page_count": document.page_count}
    record_event(by=None, type="printed month of plan", target=plan_round, after=after)
    return True


def _contents_of(month: MonthContents) -> dict[str, Any]:
    """What the paper was made of: the updates it prints, by what they said."""
    updates = {row.said.update.pk: row.said.revision.pk for aim in month.aims for row in aim.updates}
    updates |= {row.said.update.pk: row.said.revision.pk for theme in month.themes for row in theme.updates}
    remarks = [remark.pk for narrative in month.narratives for remark in narrative.remarks]
    return {
        "plan": month.round.plan_id,
        "month": month.round.reference,
        "updates": {str(update): revision for update, revision in sorted(updates.items())},
        "narratives": [row.narrative.pk for row in month.narratives],
        "remarks": remarks,
    }
