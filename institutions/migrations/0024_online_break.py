"""The break between two online lessons, beside the figures of teaching of before."""

import datetime as dt
from typing import Any

from django.db import migrations

SOURCE = "中办国办《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》（据转载，待局里核对原文）"


def seed(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policy", "Parameter").objects.bulk_create(
        [
            apps.get_model("policy", "Parameter")(
                key="teaching.online_break_minutes",
                category="",
                value=10,
                unit="minutes",
                effective_from=dt.date(2021, 7, 24),
                source=SOURCE,
                confirmed=False,
            )
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("institutions", "0023_changes_of_a_sheet"), ("policy", "0014_gap_follow_up")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
