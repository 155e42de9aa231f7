"""When messages rest, how long what is not urgent waits for company, how often a link goes to one complainant."""

import datetime as dt
from typing import Any

from django.db import migrations

_SEED = (
    ("messages.quiet_from", 21 * 60, "time_of_day", "工作约定：短信、浙政钉免打扰时段自21:00起，待局里确认"),
    ("messages.quiet_to", 8 * 60, "time_of_day", "工作约定：短信、浙政钉免打扰时段至次日8:00止，待局里确认"),
    ("messages.bundle_minutes", 1, "minutes", "工作约定：非紧急消息等候1分钟，合并发送，待局里确认"),
    ("links.tracking_texts_a_day", 3, "times", "工作约定：同一投诉每日至多向投诉人发送3次查询短信，待局里确认"),
)


def seed(apps: Any, schema_editor: Any) -> None:
    for key, value, unit, source in _SEED:
        apps.get_model("policy", "Parameter").objects.get_or_create(
            key=key,
            county=None,
            category="",
            effective_from=dt.date(2020, 1, 1),
            defaults={"value": value, "unit": unit, "source": source, "confirmed": False},
        )


class Migration(migrations.Migration):
    dependencies = [("policy", "0014_gap_follow_up")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
