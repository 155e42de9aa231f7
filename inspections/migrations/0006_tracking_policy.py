"""How long the complainant's link is valid: a proposal until the bureau confirms."""

import datetime as dt
from typing import Any

from django.db import migrations

ROW = {
    "key": "links.complaint_tracking_days",
    "value": 180,
    "unit": "calendar_days",
    "source": "个人信息保护法第六条（最小必要），有效期待局里确认",
}


def seed(apps: Any, schema_editor: Any) -> None:
    parameter = apps.get_model("policy", "Parameter")
    parameter.objects.get_or_create(
        key=ROW["key"],
        defaults={**ROW, "effective_from": dt.date(2020, 1, 1), "confirmed": False},
    )


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_remark"), ("policy", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
