"""How many persons an officer may take from call lists within an hour: a proposal until the bureau confirms."""

import datetime as dt
from typing import Any

from django.db import migrations


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.get_or_create(
        key="personal.listed_an_hour",
        defaults={
            "value": 600,
            "unit": "times",
            "effective_from": dt.date(2020, 1, 1),
            "source": "个人信息保护法第五十一条，人数待局里确认",
            "confirmed": False,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("personal", "0004_calls_and_consent"), ("policy", "0002_seed")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
