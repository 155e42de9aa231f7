"""How long personal data are kept and how many values an officer may look at: proposals until the bureau confirms."""

import datetime as dt
from typing import Any

from django.db import migrations

START = dt.date(2020, 1, 1)
KEPT = "民法典第一百八十八条（诉讼时效三年）；个人信息保护法第十九条，保存期限待局里确认"
# key, value, unit, source
PARAMETERS = [
    ("personal.contact_kept_days", 1096, "calendar_days", KEPT),
    ("personal.complainant_kept_days", 1096, "calendar_days", KEPT),
    ("personal.family_kept_days", 1096, "calendar_days", KEPT),
    ("personal.reveals_an_hour", 60, "times", "个人信息保护法第五十一条，次数待局里确认"),
]


def seed(apps: Any, schema_editor: Any) -> None:
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.bulk_create(
        [
            parameter(key=key, value=value, unit=unit, effective_from=START, source=source, confirmed=False)
            for key, value, unit, source in PARAMETERS
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("personal", "0001_initial"), ("policy", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
