import datetime as dt

from django.db import migrations

from riskcodes.rules.first_rule_set import BODY


def install(apps, schema_editor):
    apps.get_model("riskcodes", "RuleSet").objects.get_or_create(
        version=1,
        defaults={
            "in_force_from": dt.date(2021, 1, 1),
            "body": BODY,
            "note": "Starting values with their grounds; not confirmed by the bureau.",
            "recorded_at": dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("riskcodes", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
