"""How long a permit holds that an admission case gives."""

import datetime as dt
from typing import Any

from django.db import migrations


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.get_or_create(
        key="cases.permit_months",
        county=None,
        category="",
        effective_from=dt.date(2021, 1, 1),
        defaults={
            "value": 36,
            "unit": "months",
            "source": "工作约定：办学许可证有效期三年，待局里确认",
            "confirmed": False,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("policy", "0012_outreach")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
