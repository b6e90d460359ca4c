"""Adding evidence to a section of a Progress Report, using it again, and taking it out of the draft."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import Max

from tracking import dates, rules
from tracking.actions.events import record_event
from tracking.actions.evidence_files import inspect_file
from tracking.actions.updates import lock_for_writing
from tracking.enums import Exemption
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Evidence, EvidenceUse, Post, ProgressUpdate, Recommendation, Responsibility, User


@dataclass(frozen=True)
class Openness:
    """Who may see a piece of evidence: a choice somebody makes, with the reason where it is withheld.

    Source: Schedule 12A to the Local Government Act 1972 (exempt), section 100A(3) (confidential).
    """

    exemption: str
    exempt_paragraph: int | None = None
    public_interest_reason: str = ""
    confidential_ground: str = ""

    def checked(self) -> "Openness":
        """Return it without what the choice does not ask for; raises NotPossible where something is missing."""
        match self.exemption:
            case Exemption.PUBLIC:
                return Openness(Exemption.PUBLIC)
            case Exemption.EXEMPT:
                if self.exempt_paragraph is None or not self.public_interest_reason.strip():
                    raise NotPossible(
                        "Say which paragraph of Schedule 12A applies and why the public interest is in withholding it."
                    )
                return Openness(Exemption.EXEMPT, self.exempt_paragraph, self.public_interest_reason.strip())
            case Exemption.CONFIDENTIAL:
                if not self.confidential_ground.strip():
                    raise NotPossible("Say why this must be withheld.")
                return Openness(Exemption.CONFIDENTIAL, confidential_ground=self.confidential_ground.strip())
            case _:
                raise NotPossible("Choose whether this is public, exempt or confidential.")


@transaction.atomic
def add_evidence(
    *,
    update: ProgressUpdate,
    title: str,
    openness: Openness,
    by: User,
    upload: "UploadedFile[Any] | None" = None,
    link: str = "",
    leaf: Recommendation | None = None,
    pages: str = "",
) -> EvidenceUse:
    """Keep a file, or a link, and use it in a section of a report being written; for one leaf or all of it.

    Raises NotAllowed unless `by` writes the section; UnacceptableFile, naming the file, for one that is too large,
    empty, of a kind not kept here, protected or damaged; NotPossible without a title, for both or neither of file and
    link, without who may see it, or for a leaf of another recommendation; StaleReport when the report was handed in.
    Writes the file, under a random name, before its row, so that a crash leaves no row without its file.
    """
    _check_may_write(update, by)
    lock_for_writing(update.revision.report, update)
    _check_leaf(update, leaf)
    if not title.strip():
        raise NotPossible("Give the evidence a title.")
    if bool(upload) == bool(link):
        raise NotPossible("Choose a file or enter a link: one of the two.")
    kept = _kept_file(upload) if upload else {"link": _checked_link(link)}
    open_to = openness.checked()
    evidence = Evidence.objects.create(
        title=title.strip(),
        recorded_by=by,
        supplied_by=_supplier(update, by),
        exemption=open_to.exemption,
        exempt_paragraph=open_to.exempt_paragraph,
        public_interest_reason=open_to.public_interest_reason,
        confidential_ground=open_to.confidential_ground,
        **kept,
    )
    return _use(evidence, update, leaf, pages, by, type_="added evidence")


def _kept_file(upload: "UploadedFile[Any]") -> dict[str, Any]:
    facts = inspect_file(upload)
    return {
        "file": upload,
        "original_name": facts.name,
        "content_type": facts.content_type,
        "size": facts.size,
        "sha256": facts.sha256,
        "page_count": facts.page_count,
        "is_tagged": facts.is_tagged,
    }


def _checked_link(link: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(link.strip())
    except ValidationError:
        raise NotPossible("Enter the whole address of the page, such as https://www.example.org/minutes.") from None
    return link.strip()


@transaction.atomic
def use_evidence_again(
    *, update: ProgressUpdate, evidence: Evidence, by: User, leaf: Recommendation | None = None, pages: str = ""
) -> EvidenceUse:
    """Use a piece of evidence already in the inquiry's reports in another section, without uploading it again.

    Raises NotAllowed unless `by` writes the section and may see the evidence; NotPossible when it is of another
    inquiry or used there already; StaleReport when the report was handed in.
    """
    _check_may_write(update, by)
    lock_for_writing(update.revision.report, update)
    _check_leaf(update, leaf)
    if not Evidence.objects.visible_to(by).filter(pk=evidence.pk).exists():
        raise NotAllowed("You do not have permission to do this.")
    inquiry = update.revision.report.inquiry_id
    if not evidence.uses.filter(update__revision__report__inquiry=inquiry).exists():
        raise NotPossible("This evidence is not in a report on this inquiry. Upload it here.")
    return _use(evidence, update, leaf, pages, by, type_="used evidence again")


@transaction.atomic
def remove_evidence_use(*, use: EvidenceUse, by: User) -> None:
    """Take a piece of evidence out of a section of a report being written; the evidence itself stays.

    Raises NotAllowed unless `by` writes the section; StaleReport when the report was handed in.
    """
    _check_may_write(use.update, by)
    lock_for_writing(use.update.revision.report, use.update)
    update = use.update
    before = {"evidence": use.evidence_id, "leaf": use.leaf_id, "pages": use.pages, "position": use.position}
    use.delete()
    record_event(by=by, type="removed evidence", target=update, before=before)


def _check_may_write(update: ProgressUpdate, by: User) -> None:
    if not rules.can_draft_update(by, update.revision.report, update.recommendation):
        raise NotAllowed("You do not have permission to do this.")


def _check_leaf(update: ProgressUpdate, leaf: Recommendation | None) -> None:
    if leaf is not None and update.recommendation_id not in (leaf.pk, leaf.parent_id):
        raise NotPossible("Choose a part of this recommendation, or the whole of it.")


def _supplier(update: ProgressUpdate, by: User) -> Post | None:
    """The post that `by` supplies it for: one responsible for the recommendation if possible, else any of theirs."""
    rows = Responsibility.objects.in_force(dates.today()).within_recommendation(update.recommendation)
    own = Post.objects.filter(pk__in=by.roles.posts)
    return own.filter(pk__in=rows.values("post")).first() or own.first()


def _use(
    evidence: Evidence, update: ProgressUpdate, leaf: Recommendation | None, pages: str, by: User, *, type_: str
) -> EvidenceUse:
    last: int = update.evidence_uses.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            use = EvidenceUse.objects.create(
                evidence=evidence, update=update, leaf=leaf, position=last + 1, pages=pages.strip()
            )
    except IntegrityError:
        raise NotPossible("This evidence is used here already.") from None
    record_event(
        by=by,
        type=type_,
        target=update,
        after={
            "evidence": evidence.pk,
            "exemption": evidence.exemption,
            "sha256": evidence.sha256,
            "leaf": leaf.pk if leaf else None,
            "pages": use.pages,
        },
    )
    return use
