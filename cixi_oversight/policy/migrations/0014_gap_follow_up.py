"""How long the receiver has once a transition is over with gaps left."""

import datetime as dt
from typing import Any

from django.db import migrations


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.get_or_create(
        key="gaps.follow_up_workdays",
        county=None,
        category="",
        effective_from=dt.date(2021, 9, 1),
        defaults={
            "value": 10,
            "unit": "workdays",
            "source": "工作约定：过渡期届满仍未达标的，由接收部门10个工作日内提出处理意见，待局里确认",
            "confirmed": False,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("policy", "0013_permit_months")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
