"""A revision of a report to Cabinet that was handed in keeps its header and its parties, as it keeps its sections.

What was handed in before keeps the header that its report has, the only one that is known.
"""

from django.db import migrations, models
from django.utils import timezone

ROLES = ("report_of", "cabinet_member", "scrutiny_chair", "author")
PUBLIC = ("published", "decided")
KEPT_AS_IT_IS = (
    "title",
    "wards",
    "is_key_decision",
    "forward_plan_reference",
    "key_urgency",
    "private_urgency",
    "is_open_to_call_in",
    "no_call_in_reason",
)


def iso(moment):
    return moment.isoformat() if moment else None


def meeting_of(report):
    meeting, committee = report.meeting, report.meeting.committee
    return {
        "committee": committee.name,
        "committee_slug": committee.slug,
        "held_on": iso(meeting.held_on),
        "date_slug": f"{meeting.held_on:%Y-%m-%d}" + (f"-{meeting.sequence}" if meeting.sequence > 1 else ""),
        "starts_at": iso(meeting.starts_at),
        "place": meeting.place,
        "contact": None,
    }


def name_and_title(party, report, today):
    """Of a published report as frozen then; of a post whoever holds it today; else as it was typed."""
    if report.state in PUBLIC:
        return party.frozen_name, party.frozen_title
    if party.post is not None:
        held = party.post.appointments.filter(capacity="holder").select_related("person")
        held = held.exclude(starts_on__gt=today).exclude(ends_on__lte=today)
        return ", ".join(row.person.name for row in held), party.post.name
    return party.name, party.committee.name if party.committee else party.title


def in_order(report):
    rows = report.parties.select_related("post", "committee")
    return sorted(rows, key=lambda row: (ROLES.index(row.role), row.position, row.pk))


def parties_of(report, today):
    parties = []
    for party in in_order(report):
        name, title = name_and_title(party, report, today)
        parties.append(
            {"role": party.role, "name": name, "title": title, "telephone": party.telephone, "email": party.email}
        )
    return parties


def freeze_headers(apps, schema_editor):
    db = schema_editor.connection.alias
    today = timezone.localdate()
    revisions = apps.get_model("tracking", "CabinetReportRevision").objects.using(db)
    handed_in = revisions.filter(submitted_at__isnull=False)
    for revision in handed_in.select_related("report__post", "report__meeting__committee"):
        report = revision.report
        revision.frozen = {name: getattr(report, name) for name in KEPT_AS_IT_IS} | {
            "report_of": report.post.name,
            "key_notice_on": iso(report.key_notice_on),
            "private_notice_on": iso(report.private_notice_on),
            "meeting": meeting_of(report),
            "parties": parties_of(report, today),
        }
        revision.save(update_fields=["frozen"])


def give_names_back(apps, schema_editor):
    """The parties of a published report keep what they were called at its publication."""
    revisions = apps.get_model("tracking", "CabinetReportRevision").objects.using(schema_editor.connection.alias)
    for revision in revisions.filter(is_current=True, report__state__in=PUBLIC).select_related("report"):
        for party, said in zip(in_order(revision.report), revision.frozen["parties"], strict=True):
            party.frozen_name, party.frozen_title = said["name"], said["title"]
            party.save(update_fields=["frozen_name", "frozen_title"])


class Migration(migrations.Migration):

    dependencies = [
        ('tracking', '0017_frozen_responses'),
    ]

    operations = [
        migrations.AddField(
            model_name='cabinetreportrevision',
            name='frozen',
            field=models.JSONField(blank=True, null=True, verbose_name='what its header says, as it was handed in'),
        ),
        migrations.RunPython(freeze_headers, give_names_back),
        migrations.AddConstraint(
            model_name='cabinetreportrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen__isnull', True), ('submitted_at__isnull', True)), models.Q(('frozen__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='cabinet_revision_frozen_once_handed_in'),
        ),
        migrations.RemoveField(
            model_name='cabinetparty',
            name='frozen_name',
        ),
        migrations.RemoveField(
            model_name='cabinetparty',
            name='frozen_title',
        ),
    ]
