import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from tracking import audit_guards
from tracking.audit_chain import BEGINNING, event_digest, link_hash

# Of an Event and its link as many are held in memory as this.
_AT_ONCE = 2000


def chain_what_is_there(apps, schema_editor):
    """Give the Events of before the chain their digests and links, in the order in which they were recorded."""
    event_model, link_model = apps.get_model("tracking", "Event"), apps.get_model("tracking", "AuditLink")
    number, last_hash, events, links = 0, BEGINNING, [], []

    def write():
        event_model.objects.bulk_update(events, ["digest"], batch_size=200)
        link_model.objects.bulk_create(links, batch_size=200)
        events.clear()
        links.clear()

    for event in event_model.objects.order_by("pk").iterator(chunk_size=_AT_ONCE):
        event.digest = event_digest(
            actor=event.actor,
            type=event.type,
            at=event.at,
            target_label=event.target_label,
            target_id=event.target_id,
            before=event.before,
            after=event.after,
        )
        number, previous_hash, last_hash = number + 1, last_hash, link_hash(last_hash, event.digest)
        events.append(event)
        links.append(link_model(number=number, event_id=event.pk, previous_hash=previous_hash, hash=last_hash))
        if len(events) == _AT_ONCE:
            write()
    write()
    apps.get_model("tracking", "AuditHead").objects.create(pk=1, number=number, hash=last_hash)


def guard(apps, schema_editor):
    audit_guards.put_in_place(schema_editor.connection)


def unguard(apps, schema_editor):
    audit_guards.take_away(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0006_signing_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("number", models.PositiveBigIntegerField(verbose_name="number of the last entry")),
                ("hash", models.CharField(max_length=64, verbose_name="hash of the last entry")),
                ("fault", models.TextField(blank=True, verbose_name="what is broken")),
            ],
            options={"ordering": ("-checked_at", "-pk")},
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="audit_head_is_one")],
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(verbose_name="key of the event")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("event_id",), name="audit_link_once_for_an_event"),
                    models.UniqueConstraint(fields=("previous_hash",), name="audit_link_never_forks"),
                    models.UniqueConstraint(fields=("hash",), name="audit_link_hash_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(condition=Exact(Length("digest"), 64), name="event_has_its_digest"),
        ),
        migrations.RunPython(guard, unguard),
        # What the papers and the weekly mail say of the chain.
        migrations.AddField(
            model_name="packjob",
            name="audit_number",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="last entry of the audit trail when it was made"
            ),
        ),
        migrations.AddField(
            model_name="packjob",
            name="audit_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="hash of that entry"),
        ),
        migrations.AddField(
            model_name="committeepack",
            name="audit_number",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="last entry of the audit trail when it was made"
            ),
        ),
        migrations.AddField(
            model_name="committeepack",
            name="audit_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="hash of that entry"),
        ),
        migrations.RemoveConstraint(
            model_name="outboxmail",
            name="mail_to_a_user_or_a_subscriber",
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="address",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("asked", "Updates asked for"),
                    ("reminder", "Reminder"),
                    ("returned", "Report returned"),
                    ("handed_in", "Report handed in"),
                    ("receipt", "Receipt"),
                    ("overdue", "Reports overdue"),
                    ("actions", "Actions after a meeting"),
                    ("supplement", "Late news handed in"),
                    ("pack", "Pack made"),
                    ("confirm", "Subscription to confirm"),
                    ("news", "News for a subscriber"),
                    ("audit", "Head of the audit trail"),
                    ("invitation", "Invitation to sign in"),
                    ("password", "Link to choose a password"),
                    ("notice", "Change of how somebody signs in"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("subscription__isnull", False), ("to__isnull", True)),
                    models.Q(("address", ""), ("subscription__isnull", True), ("to__isnull", False)),
                    models.Q(
                        ("subscription__isnull", True),
                        ("to__isnull", True),
                        models.Q(("address", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="mail_to_one_user_subscriber_or_office",
            ),
        ),
    ]
