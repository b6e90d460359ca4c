"""What went out has a row of its own: each pack's bytes, and what is said of them, move to it as they are.

No file moves. Back again, each pack has them as before.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tracking.models.base

MOVED = (
    "file",
    "sha256",
    "page_count",
    "web_page",
    "web_page_sha256",
    "contents",
    "contents_digest",
    "audit_number",
    "audit_hash",
    "issued_by_id",
    "issued_at",
)


def title_of(pack):
    """What an agenda prints: "Committee pack: Corporate Resources, 12 April 2016"."""
    kind = "Committee pack" if pack.number == 1 else f"Supplement {pack.number - 1} to the committee pack"
    edition = "" if pack.edition == "public" else " (restricted edition)"
    held_on = pack.meeting.held_on
    return f"{kind}: {pack.meeting.committee.name}, {held_on:%-d %B %Y}{edition}"


def give_packs_their_documents(apps, schema_editor):
    """One document for each pack, the oldest first."""
    db = schema_editor.connection.alias
    pack_model = apps.get_model("tracking", "CommitteePack")
    document_model = apps.get_model("tracking", "IssuedDocument")
    packs = pack_model.objects.using(db)
    for pk in list(packs.order_by("issued_at", "pk").values_list("pk", flat=True)):
        pack = packs.select_related("meeting__committee").get(pk=pk)
        moved = {name: getattr(pack, name) for name in MOVED}
        document = document_model.objects.using(db).create(
            title=title_of(pack), is_public=pack.edition == "public", **moved
        )
        packs.filter(pk=pk).update(document=document)
    _have_keys_checked(schema_editor)


def give_packs_back_what_was_theirs(apps, schema_editor):
    """Refuses where other documents were issued: they would be lost with the table."""
    db = schema_editor.connection.alias
    packs = apps.get_model("tracking", "CommitteePack").objects.using(db)
    documents = apps.get_model("tracking", "IssuedDocument").objects.using(db)
    if documents.filter(pack__isnull=True).exists():
        raise RuntimeError("Documents other than packs were issued, and have no place in an earlier version.")
    for pk in list(packs.values_list("pk", flat=True)):
        document = packs.select_related("document").get(pk=pk).document
        packs.filter(pk=pk).update(**{name: getattr(document, name) for name in MOVED})
    _have_keys_checked(schema_editor)


def _have_keys_checked(schema_editor):
    """PostgreSQL alters no table of which keys are yet to be checked."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("tracking", "0010_improvement_plans")]

    operations = [
        migrations.AlterField(
            model_name="reportrevision",
            name="approved_how",
            field=models.TextField(blank=True, verbose_name="how the holder of the post approved it"),
        ),
        migrations.AlterField(
            model_name="reportrevision",
            name="approved_on",
            field=models.DateField(blank=True, null=True, verbose_name="when the holder of the post approved it"),
        ),
        migrations.AlterField(
            model_name="reportrevision",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="how often it was saved"),
        ),
        migrations.AlterField(
            model_name="madeedition",
            name="web_page",
            field=models.FileField(blank=True, max_length=200, upload_to=tracking.models.base.random_made_path),
        ),
        migrations.AlterField(
            model_name="madeedition",
            name="web_page_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(max_length=200, upload_to=tracking.models.base.random_made_path)),
                ("sha256", models.CharField(max_length=64)),
                ("page_count", models.PositiveIntegerField(verbose_name="number of the last page")),
                (
                    "web_page",
                    models.FileField(blank=True, max_length=200, upload_to=tracking.models.base.random_made_path),
                ),
                ("web_page_sha256", models.CharField(blank=True, max_length=64)),
                ("title", models.CharField(max_length=300)),
                ("is_public", models.BooleanField(verbose_name="everyone may read it")),
                ("contents", models.JSONField(blank=True, default=dict)),
                ("contents_digest", models.CharField(blank=True, max_length=64)),
                (
                    "audit_number",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="last entry of the audit trail when it was made"
                    ),
                ),
                ("audit_hash", models.CharField(blank=True, max_length=64, verbose_name="hash of that entry")),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("issued_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("sha256", ""), _negated=True)
                        ),
                        name="issued_document_has_its_title_and_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("web_page", ""), models.Q(("web_page_sha256", ""), _negated=True), _connector="OR"
                        ),
                        name="issued_document_web_page_has_its_hash",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="committeepack",
            name="document",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pack",
                to="tracking.issueddocument",
            ),
        ),
        migrations.RemoveConstraint(model_name="committeepack", name="pack_has_its_hash"),
        migrations.RemoveConstraint(model_name="committeepack", name="pack_web_page_has_its_hash"),
        # Empty for a moment, so that the way back has columns to fill.
        migrations.AlterField(
            model_name="committeepack",
            name="file",
            field=models.FileField(max_length=200, null=True, upload_to=tracking.models.base.random_made_path),
        ),
        migrations.AlterField(
            model_name="committeepack", name="sha256", field=models.CharField(max_length=64, null=True)
        ),
        migrations.AlterField(
            model_name="committeepack", name="page_count", field=models.PositiveIntegerField(null=True)
        ),
        migrations.AlterField(
            model_name="committeepack",
            name="issued_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(model_name="committeepack", name="issued_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(give_packs_their_documents, give_packs_back_what_was_theirs),
        migrations.AlterField(
            model_name="committeepack",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pack",
                to="tracking.issueddocument",
            ),
        ),
        migrations.RemoveField(model_name="committeepack", name="file"),
        migrations.RemoveField(model_name="committeepack", name="sha256"),
        migrations.RemoveField(model_name="committeepack", name="page_count"),
        migrations.RemoveField(model_name="committeepack", name="web_page"),
        migrations.RemoveField(model_name="committeepack", name="web_page_sha256"),
        migrations.RemoveField(model_name="committeepack", name="contents"),
        migrations.RemoveField(model_name="committeepack", name="contents_digest"),
        migrations.RemoveField(model_name="committeepack", name="audit_number"),
        migrations.RemoveField(model_name="committeepack", name="audit_hash"),
        migrations.RemoveField(model_name="committeepack", name="issued_by"),
        migrations.RemoveField(model_name="committeepack", name="issued_at"),
        migrations.RemoveConstraint(model_name="agendaitem", name="agenda_item_a_report_or_a_document"),
        migrations.AddField(
            model_name="agendaitem",
            name="issued",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracking.issueddocument",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", True), ("issued__isnull", True), ("report__isnull", False)),
                    models.Q(("document__isnull", False), ("issued__isnull", True), ("report__isnull", True)),
                    models.Q(("document__isnull", True), ("issued__isnull", False), ("report__isnull", True)),
                    _connector="OR",
                ),
                name="agenda_item_a_report_a_document_or_an_issued_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("issued__isnull", False)),
                fields=("meeting", "issued"),
                name="agenda_item_issued_document_once_at_a_meeting",
            ),
        ),
    ]
