from django.db import migrations

from tracking import audit_guards


def put_in_place_again(apps, schema_editor):
    audit_guards.take_away(schema_editor.connection)
    audit_guards.put_in_place(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0008_kinds"),
    ]

    operations = [
        # On PostgreSQL their functions now say where the tables are that they speak of.
        migrations.RunPython(put_in_place_again, migrations.RunPython.noop),
    ]
